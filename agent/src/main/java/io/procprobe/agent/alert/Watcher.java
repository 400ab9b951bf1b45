package io.procprobe.agent.alert;

import io.procprobe.agent.config.AlertSpec;
import io.procprobe.agent.config.AlertSpec.Measure;
import io.procprobe.micrometer.group.GroupTotals;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Watches one threshold. For the thread that polls. */
final class Watcher {
    /** What a reading has changed. */
    enum Change {
        NONE,
        FIRED,
        CLEARED
    }

    private final AlertSpec spec;
    private final Growth growth;
    private OptionalDouble value = OptionalDouble.empty();
    private OptionalLong aboveSinceMillis = OptionalLong.empty();
    private boolean isFiring;

    Watcher(AlertSpec spec) {
        this.spec = spec;
        this.growth = spec.measure() == Measure.GROWTH ? new Growth(spec.over()) : null;
    }

    Change read(long timeMillis, GroupTotals totals) {
        value = measure(timeMillis, totals);
        if (value.isEmpty()) {
            return Change.NONE;
        }
        double now = value.getAsDouble();
        if (isFiring) {
            if (!isOver(now)) {
                return Change.NONE;
            }
            isFiring = false;
            aboveSinceMillis = OptionalLong.empty();
            return Change.CLEARED;
        }
        if (now <= spec.above()) {
            aboveSinceMillis = OptionalLong.empty();
            return Change.NONE;
        }
        if (aboveSinceMillis.isEmpty() || timeMillis < aboveSinceMillis.getAsLong()) {
            aboveSinceMillis = OptionalLong.of(timeMillis);
        }
        if (timeMillis - aboveSinceMillis.getAsLong() < spec.hold().toMillis()) {
            return Change.NONE;
        }
        isFiring = true;
        return Change.FIRED;
    }

    AlertStatus status() {
        return new AlertStatus(spec, value, aboveSinceMillis, isFiring);
    }

    /** Nothing is below 0; and where both thresholds are one, what is at it is not above. */
    private boolean isOver(double now) {
        double clear = spec.clearBelow();
        return now < clear || (now <= clear && (clear == 0 || clear == spec.above()));
    }

    private OptionalDouble measure(long timeMillis, GroupTotals totals) {
        return switch (spec.measure()) {
            case MEMORY -> OptionalDouble.of((double) totals.residentBytes());
            case CPU -> OptionalDouble.of(totals.cpuLoad());
            case PROCESSES -> OptionalDouble.of(totals.processes());
            case GROWTH -> growth.add(timeMillis, (double) totals.residentBytes());
        };
    }
}
