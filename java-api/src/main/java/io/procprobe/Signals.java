package io.procprobe;

/** Numbers of {@code signal(7)} that are the same on x86-64 and arm64. */
final class Signals {
    /** Sends nothing. */
    static final int CHECK_ONLY = 0;

    static final int KILL = 9;
    static final int TERMINATE = 15;
    static final int CONTINUE = 18;
    static final int STOP = 19;

    private static final int CONTINUE_OF_MACOS = 19;
    private static final int STOP_OF_MACOS = 17;

    private Signals() {}

    /**
     * The number that the system of a process has for one of the above. Which system that is, tells
     * the kind of its token.
     */
    static int numberFor(ProcessId process, int signal) {
        if (process.tokenKind() != TokenKind.UNIQUE_ID) {
            return signal;
        }
        return switch (signal) {
            case CONTINUE -> CONTINUE_OF_MACOS;
            case STOP -> STOP_OF_MACOS;
            default -> signal;
        };
    }
}
