package io.procprobe;

/** Numbers of {@code signal(7)} that are the same on x86-64 and arm64. */
final class Signals {
    /** Sends nothing. */
    static final int CHECK_ONLY = 0;

    static final int KILL = 9;
    static final int TERMINATE = 15;
    static final int CONTINUE = 18;
    static final int STOP = 19;

    private Signals() {}
}
