package io.procprobe.micrometer;

import java.util.Objects;

/**
 * For how long tasks had to wait for a resource (PSI), in the kernel's own words a line of {@code
 * /proc/pressure}. Ratios are of time, from 0 to 1.
 *
 * @param resource {@code cpu}, {@code memory} or {@code io}
 * @param kind {@code some}: at least one task waited; {@code full}: all that were not idle did
 * @param avg10 over the last 10 seconds
 * @param avg60 over the last minute
 * @param avg300 over the last five minutes
 * @param stalledMicros since the machine was started
 */
public record Pressure(
        String resource,
        String kind,
        double avg10,
        double avg60,
        double avg300,
        long stalledMicros) {
    /** Checks that nothing is missing. */
    public Pressure {
        Objects.requireNonNull(resource, "resource");
        Objects.requireNonNull(kind, "kind");
    }
}
