package io.procprobe.supervisor;

import java.util.Objects;

/**
 * How much memory may be used, or has to be left. At the soft threshold an event says so, at the
 * hard one somebody is ended: one process at a time, until memory is below again. The next one goes
 * when the end of the one before has been verified, or has not been for a minute.
 */
public final class MemoryLimit {
    /** Of what a limit is. */
    enum Scope {
        PROCESS,
        GROUP,
        HEADROOM
    }

    private final Scope scope;
    private final String tag;
    private final long softBytes;
    private final long hardBytes;

    private MemoryLimit(Scope scope, String tag, long softBytes, long hardBytes) {
        this.scope = scope;
        this.tag = tag;
        this.softBytes = softBytes;
        this.hardBytes = hardBytes;
    }

    /**
     * For each supervised process with all that it has started: resident memory.
     *
     * @param softBytes more than 0, and not more than the hard one
     * @param hardBytes above this it is ended
     * @return a limit
     */
    public static MemoryLimit perProcess(long softBytes, long hardBytes) {
        requireAscending(softBytes, hardBytes);
        return new MemoryLimit(Scope.PROCESS, "", softBytes, hardBytes);
    }

    /**
     * For all supervised processes together that have the same value of a tag, with all that they
     * have started: resident memory.
     *
     * @param tag the key of the tag
     * @param softBytes more than 0, and not more than the hard one
     * @param hardBytes above this the largest of them is ended
     * @return a limit
     */
    public static MemoryLimit perValueOf(String tag, long softBytes, long hardBytes) {
        requireAscending(softBytes, hardBytes);
        return new MemoryLimit(
                Scope.GROUP, Objects.requireNonNull(tag, "tag"), softBytes, hardBytes);
    }

    /**
     * For the machine, or the control group that this process is in, whichever has less left:
     * memory that can still be had without swapping.
     *
     * @param softBytes not less than the hard one
     * @param hardBytes more than 0; below this the largest supervised process is ended, unless
     *     nothing is known of any
     * @return a limit
     */
    public static MemoryLimit headroom(long softBytes, long hardBytes) {
        requireAscending(hardBytes, softBytes);
        return new MemoryLimit(Scope.HEADROOM, "", softBytes, hardBytes);
    }

    private static void requireAscending(long lower, long higher) {
        if (lower <= 0 || lower > higher) {
            throw new IllegalArgumentException(
                    "thresholds are above 0, and the soft one is reached first: "
                            + lower
                            + " and "
                            + higher);
        }
    }

    Scope scope() {
        return scope;
    }

    String tag() {
        return tag;
    }

    long softBytes() {
        return softBytes;
    }

    long hardBytes() {
        return hardBytes;
    }
}
