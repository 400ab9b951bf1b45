package io.procprobe;

import java.util.Comparator;

/** One process of a tree that is to be ended: who it is, what was sent to it, how it ended. */
final class TreeMember {
    /**
     * Those who started last come first; what starts within one tick of the clock is told apart by
     * tokens, which the kernel gives in ascending order.
     */
    static final Comparator<TreeMember> YOUNGEST_FIRST =
            Comparator.comparingLong((TreeMember member) -> member.startedAtNanos)
                    .thenComparing(member -> member.id.startToken(), Long::compareUnsigned)
                    .reversed();

    final ProcessId id;

    /** Its parent when it was found; 0 when not known. */
    long parentPid;

    /** For people, and to order members; 0 when not known. */
    long startedAtNanos;

    String name = "";

    /** Numbers of its session and its group when it was last seen. */
    long session;

    long group;

    /** Whether its session, and its group, is known to be that of a process of the tree. */
    boolean sessionIsOfTree;

    boolean groupIsOfTree;

    private boolean isStopped;
    private boolean wasSentStop;
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

    /** Whether nothing more is to be expected of it: it was seen stopped, or cannot be. */
    boolean isStill() {
        return ended || denied || isStopped;
    }

    /** Others may continue it: the kernel too, when its group loses the last tie to a shell. */
    void noteStopped(boolean is) {
        isStopped = is;
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
                    case Signals.STOP -> !isStopped;
                    case Signals.CONTINUE -> wasSentStop;
                    case Signals.TERMINATE -> !terminated;
                    default -> !killed;
                };
    }

    /** A signal has been sent to it, or could not be. */
    void noteSent(int signal, Status status) {
        denied |= status == Status.DENIED || status == Status.REFUSED;
        if (status == Status.GONE || status == Status.REPLACED) {
            noteEnd();
        }
        if (status == Status.OK) {
            switch (signal) {
                case Signals.STOP -> wasSentStop = true;
                case Signals.CONTINUE -> {
                    wasSentStop = false;
                    isStopped = false;
                }
                case Signals.TERMINATE -> terminated = true;
                default -> killed = true;
            }
        }
    }
}
