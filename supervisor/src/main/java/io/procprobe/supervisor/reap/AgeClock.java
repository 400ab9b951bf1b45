package io.procprobe.supervisor.reap;

import java.util.concurrent.TimeUnit;

/**
 * How old something is that says by the wall clock when it began. A clock that is set while we run
 * must make nobody older than he is: of the wall clock, and of what it was at first with the time
 * that has passed since, the earlier one counts. The time that a machine sleeps may not count then.
 */
final class AgeClock {
    private final long beganEpochNanos = wallNanos();
    private final long beganNanos = System.nanoTime();
    private long nowNanos = beganNanos;
    private long nowEpochNanos = beganEpochNanos;

    /** Stands still until the next call, so that all of one examination are compared fairly. */
    void read() {
        nowNanos = System.nanoTime();
        nowEpochNanos = Math.min(wallNanos(), beganEpochNanos + (nowNanos - beganNanos));
    }

    /** On the clock of {@link System#nanoTime()}. */
    long nowNanos() {
        return nowNanos;
    }

    /** 0 for what seems to begin in the future. */
    long ageNanos(long beginEpochNanos) {
        return Math.max(0, nowEpochNanos - beginEpochNanos);
    }

    private static long wallNanos() {
        return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    }
}
