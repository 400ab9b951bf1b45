package io.procprobe.soak;

import io.procprobe.ProcessExit;
import io.procprobe.ProcessId;

/** What is true of one process that the churn has made. */
final class Life {
    private static final int EXIT_CODES = 200;
    private static final int KILL = 9;

    final long serial;
    final long pid;
    final long virtualBytes;

    /** From then on all of this was true, by {@link System#nanoTime}. */
    final long madeAtNanos = System.nanoTime();

    /** Known when it was added, and before it was let go. */
    ProcessId id;

    /** Whether we end it, and it does not end by itself. */
    boolean isKilled;

    /** From now on it may be about to end, which takes its memory first. */
    volatile boolean isLeaving;

    /** From now on nobody may say that it is alive. */
    volatile boolean hasEnded;

    Life(long serial, long pid, long virtualBytes) {
        this.serial = serial;
        this.pid = pid;
        this.virtualBytes = virtualBytes;
    }

    /** Its exit status, as it will be told. */
    int exitStatus() {
        return isKilled ? ProcessExit.SIGNALLED + KILL : (int) (serial % EXIT_CODES) + 1;
    }

    /** Whether it may be seen with so much address space. */
    boolean mayHave(long bytes) {
        return bytes == virtualBytes || (bytes == 0 && isLeaving);
    }
}
