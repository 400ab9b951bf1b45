package io.procprobe.supervisor;

import java.util.Objects;

/** No process was started, and why. Nothing is held for it any more. */
public final class SpawnRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Reason {
        /** No slot became free in time. */
        NO_SLOT,
        /** So many processes are alive, or wait to be started, as there may ever be. */
        HARD_CAP,
        /** Processes of this kind have failed too quickly, too often: later perhaps. */
        STORM,
        /** A living process has the unique tag. */
        TAKEN,
        /** The supervisor shuts down. */
        SHUTDOWN
    }

    private final Reason reason;

    /**
     * A refusal.
     *
     * @param reason why
     * @param message for a person
     */
    public SpawnRefusedException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /**
     * Why.
     *
     * @return never null
     */
    public Reason reason() {
        return reason;
    }
}
