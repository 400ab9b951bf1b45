package io.procprobe;

/**
 * What a process is doing. What counts as alive is {@link Field#ALIVE}, not the state.
 *
 * <p>Source on Linux: {@code proc_pid_stat(5)} field 3.
 */
public enum ProcessState {
    /** A state that has no name here. */
    UNKNOWN,
    /** On a CPU or waiting for one. */
    RUNNING,
    /** Waits for an event and can be interrupted. */
    SLEEPING,
    /** Waits and cannot be interrupted, mostly for storage. */
    BLOCKED,
    /** Stopped by a signal. */
    STOPPED,
    /** Stopped by a debugger. */
    TRACED,
    /** Has exited; its parent has not asked for the status yet. */
    ZOMBIE,
    /** Is just leaving. */
    DEAD,
    /** A kernel thread with nothing to do. */
    IDLE;

    private static final ProcessState[] BY_CODE = values();

    static ProcessState of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : UNKNOWN;
    }
}
