package io.procprobe.supervisor;

/** Why a supervised process has ended: by itself, or by whose will. */
public enum EndReason {
    /** By itself, with exit code 0. */
    FINISHED,
    /** By itself, with another exit code, or by a signal that the supervisor did not send. */
    FAILED,
    /** By itself or by others; nobody told with what. */
    UNKNOWN,
    /** Its owner asked for it. */
    REQUESTED,
    /** A later process took its unique tag, or its place in a service. */
    REPLACED,
    /** A policy of the reaper chose it. */
    REAPED,
    /** It ran for longer than it may. */
    DEADLINE,
    /** It, or its group, took more memory than it may. */
    MEMORY,
    /** Its service did not answer. */
    UNHEALTHY,
    /** The supervisor shut down. */
    SHUTDOWN;

    /**
     * Whether the supervisor itself has ended it: never a failure. A service stays down after
     * {@link #REQUESTED}, {@link #REPLACED} and {@link #SHUTDOWN}; where a policy or a limit has
     * ended its process it is started again, for it is there to be kept running.
     *
     * @return false when it has ended by itself or by others
     */
    public boolean isOurs() {
        return this != FINISHED && this != FAILED && this != UNKNOWN;
    }
}
