package io.procprobe.supervisor.service;

import java.time.Duration;

/**
 * How long to wait before another start.
 *
 * @param initialNanos after the first failure
 * @param maxNanos never more than this
 * @param multiplier how much longer after each further one; 1 or more
 * @param jitter which part of it is left to chance, 0 to 1: services that failed together do not
 *     come back together
 */
record BackOff(long initialNanos, long maxNanos, double multiplier, double jitter) {
    /**
     * Between 1 - jitter and 1 times what the number of failures gives.
     *
     * @param failures in a row; 0 waits for nothing
     * @param chance at least 0 and less than 1
     */
    Duration delay(int failures, double chance) {
        if (failures == 0) {
            return Duration.ZERO;
        }
        // Grows into infinity at worst, of which the minimum makes a number again.
        double nanos =
                Math.min((double) maxNanos, initialNanos * Math.pow(multiplier, failures - 1.0));
        return Duration.ofNanos((long) (nanos * (1 - jitter * chance)));
    }
}
