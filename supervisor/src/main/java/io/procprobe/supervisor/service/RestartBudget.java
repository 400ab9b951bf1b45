package io.procprobe.supervisor.service;

/** How many restarts there may be within a window of time that moves along. */
final class RestartBudget {
    private final long[] takenAtNanos;
    private final long windowNanos;
    private long taken;

    RestartBudget(int restarts, long windowNanos) {
        this.takenAtNanos = new long[restarts];
        this.windowNanos = windowNanos;
    }

    /** Takes one, unless all have been taken within the window. */
    boolean tryTake(long nowNanos) {
        if (takenAtNanos.length == 0) {
            return false;
        }
        // In a full ring the next place is that of the oldest.
        int place = (int) (taken % takenAtNanos.length);
        if (taken >= takenAtNanos.length && nowNanos - takenAtNanos[place] < windowNanos) {
            return false;
        }
        takenAtNanos[place] = nowNanos;
        taken++;
        return true;
    }

    void clear() {
        taken = 0;
    }
}
