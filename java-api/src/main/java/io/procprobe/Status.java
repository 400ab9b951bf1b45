package io.procprobe;

/**
 * What became of one entry of a query, or of reading one text.
 *
 * <p>The codes are those of {@code pp_status} in {@code procprobe.h}; tests keep the two equal.
 */
public enum Status {
    /** The process is there, possibly as a zombie; what is known of it is in the row. */
    OK(0, "success"),
    /**
     * No such process. The number of a thread that is not the first of its process is no process
     * either.
     */
    GONE(-1, "no such process"),
    /** The PID belongs to another process now: the one that was meant is gone. */
    REPLACED(-2, "the PID now belongs to another process"),
    /** The process is there, but the system lets nothing that was wanted be read. */
    DENIED(-3, "the operating system refused"),
    /** This operating system does not offer what was wanted. */
    UNSUPPORTED(-4, "this operating system does not offer it"),
    /** Out of descriptors or memory for now: says nothing about the process. */
    AGAIN(-5, "out of descriptors, memory or tries for now"),
    /** The system failed otherwise: see the row's error and call. */
    OS_ERROR(-6, "the operating system failed, see os_error and failed_call"),
    /** Neither the same nor another process: the identity cannot be read here and now. */
    UNKNOWN_IDENTITY(-7, "the identity could be neither confirmed nor refuted"),
    /** The PID is 0 or negative. */
    INVALID(-8, "invalid argument"),
    /** The text is longer than the buffer. Never seen through {@link TextBuffer}, which grows. */
    TOO_SMALL(-9, "the buffer is too small"),
    /** The process has no such thing: an executable, a variable in its environment. */
    NOT_FOUND(-10, "the process has no such thing"),
    /** Linux without {@code /proc}. */
    NO_PROCFS(-11, "/proc is not mounted"),
    /** The system answered in a form that is not understood. */
    MALFORMED(-12, "the operating system answered in a form that is not understood"),
    /** The handle is closed. */
    CLOSED(-13, "the handle is closed"),
    /** The slot has been given to another process. */
    STALE(-14, "the slot has been given to another process"),
    /** This is never done to this process. */
    REFUSED(-15, "never done to this process"),
    /** The time ran out. */
    TIMED_OUT(-16, "the time ran out"),
    /** Another thread ended the wait. */
    WOKEN(-17, "woken by another thread");

    private static final Status[] BY_NEGATED_CODE = values();

    private final int code;
    private final String meaning;

    Status(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /**
     * The number in the C ABI.
     *
     * @return 0 or a negative number
     */
    public int code() {
        return code;
    }

    /**
     * What it means, in a few words for a message.
     *
     * @return one line without a full stop
     */
    public String meaning() {
        return meaning;
    }

    /** The status with this number. Allocates nothing. */
    static Status of(int code) {
        int index = -code;
        if (index < 0 || index >= BY_NEGATED_CODE.length) {
            throw new IllegalStateException(
                    "the native library answered with unknown status " + code);
        }
        return BY_NEGATED_CODE[index];
    }
}
