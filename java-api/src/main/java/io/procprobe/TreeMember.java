package io.procprobe;

/** One process of a tree that is to be ended: who it is, what was sent to it, how it ended. */
final class TreeMember {
    final ProcessId id;

    /** Its parent when it was found; 0 when not known. */
    long parentPid;

    String name = "";

    /** Numbers of its session and its group when it was last seen. */
    long session;

    long group;

    /** Whether its session, and its group, is known to be that of a process of the tree. */
    boolean sessionIsOfTree;

    boolean groupIsOfTree;

    private boolean stopped;
    private boolean terminated;
    private boolean killed;
    private boolean denied;
    private ProcessExit exit;
    private boolean ended;
    private long endedAtNanos;

    TreeMember(ProcessId id) {
        this.id = id;
    }

    boolean hasEnded() {
        return ended;
    }

    boolean isDenied() {
        return denied;
    }

    boolean wasTerminated() {
        return terminated;
    }

    boolean wasKilled() {
        return killed;
    }

    /** Null when it is not known. */
    ProcessExit exit() {
        return exit;
    }

    /** On the clock of {@link System#nanoTime()}, once it has ended. */
    long endedAtNanos() {
        return endedAtNanos;
    }

    /** Its end has been seen; the first time counts. */
    void noteEnd() {
        if (!ended) {
            ended = true;
            endedAtNanos = System.nanoTime();
        }
    }

    void noteExit(ProcessExit how) {
        exit = how;
        noteEnd();
    }

    /** Whether a signal would tell it anything new. */
    boolean needs(int signal) {
        return !ended
                && switch (signal) {
                    case Signals.STOP -> !stopped;
                    case Signals.CONTINUE -> stopped;
                    case Signals.TERMINATE -> !terminated;
                    default -> !killed;
                };
    }

    /** A signal has been sent to it, or could not be. */
    void noteSent(int signal, Status status) {
        denied |= status == Status.DENIED;
        if (status == Status.GONE || status == Status.REPLACED) {
            noteEnd();
        }
        if (status == Status.OK) {
            switch (signal) {
                case Signals.STOP -> stopped = true;
                case Signals.CONTINUE -> stopped = false;
                case Signals.TERMINATE -> terminated = true;
                default -> killed = true;
            }
        }
    }
}
