package io.procprobe.cli;

/** What the command tells the shell. */
final class ExitStatus {
    static final int OK = 0;

    /** Processes cannot be inspected here at all. */
    static final int UNAVAILABLE = 1;

    /** The command line is wrong. */
    static final int BAD_USAGE = 2;

    /** Something that was asked for by PID could not be read; all else was printed. */
    static final int NOT_ALL = 3;

    private ExitStatus() {}
}
