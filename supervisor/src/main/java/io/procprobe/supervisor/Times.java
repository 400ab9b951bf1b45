package io.procprobe.supervisor;

import java.time.Duration;

/** Times that users give, so that all of them fit into the nanoseconds of a clock. */
final class Times {
    /** A century: whoever wants "never" may say so by any longer time. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Times() {}

    static Duration requirePositive(Duration time) {
        if (time.isZero()) {
            throw new IllegalArgumentException("a time is more than zero");
        }
        return requireNotNegative(time);
    }

    static Duration requireNotNegative(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("a time is not negative: " + time);
        }
        return time.compareTo(LONGEST) < 0 ? time : LONGEST;
    }
}
