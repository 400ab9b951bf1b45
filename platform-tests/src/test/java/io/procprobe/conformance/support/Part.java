package io.procprobe.conformance.support;

/** How much of what a loop counts is to be done: the whole, or a part on a slow machine. */
public final class Part {
    private static final int DIVISOR =
            Math.max(1, Integer.getInteger("procprobe.conformance.part", 1));

    private Part() {}

    /** A count, or the part of it that is to be done here: 1 or more. */
    public static int of(int count) {
        return Math.max(1, count / DIVISOR);
    }
}
