package io.procprobe;

/**
 * PIDs are {@code long} in Java, as in {@link ProcessHandle#pid()}, and 32 bits wide on every
 * system that is served.
 */
final class Pids {
    private Pids() {}

    /**
     * The number for the library. What does not fit is nobody's PID: the largest number above,
     * which no system gives, or the smallest below, so that the row says GONE or INVALID as for
     * other such numbers.
     */
    static int toNative(long pid) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, pid));
    }
}
