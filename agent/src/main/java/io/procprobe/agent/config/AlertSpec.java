package io.procprobe.agent.config;

import java.time.Duration;
import java.util.Objects;

/**
 * When somebody is to be told.
 *
 * @param group of which group
 * @param measure what of it
 * @param above the threshold, in the unit of the measure
 * @param clearBelow below this it is over; at most the threshold
 * @param hold for how long it has to be above before anybody is told
 * @param over of a growth: over how long it is taken; else zero
 */
public record AlertSpec(
        String group,
        Measure measure,
        double above,
        double clearBelow,
        Duration hold,
        Duration over) {
    /** Where it clears unless it says otherwise: this share of the threshold. */
    public static final double DEFAULT_CLEAR_SHARE = 0.9;

    /** Over how long a growth is taken unless it says otherwise. */
    public static final Duration DEFAULT_OVER = Duration.ofMinutes(10);

    /** What of a group has a threshold. */
    public enum Measure {
        /** Resident memory in bytes. */
        MEMORY,
        /** CPU load; 1 is one core. */
        CPU,
        /** How many are alive. */
        PROCESSES,
        /** Resident memory gained, in bytes per second. */
        GROWTH
    }

    /** Checks the numbers. */
    public AlertSpec {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(measure, "measure");
        if (!(above >= 0) || !(clearBelow <= above)) {
            throw new IllegalArgumentException("clearBelow is at most above");
        }
        if (hold.isNegative() || over.isNegative()) {
            throw new IllegalArgumentException("times are not negative");
        }
        if (measure == Measure.GROWTH && over.isZero()) {
            throw new IllegalArgumentException("a growth is taken over a time");
        }
    }
}
