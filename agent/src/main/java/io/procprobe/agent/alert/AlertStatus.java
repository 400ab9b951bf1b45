package io.procprobe.agent.alert;

import io.procprobe.agent.config.AlertSpec;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How things stand with one threshold.
 *
 * @param spec the threshold
 * @param value what was measured last; empty while that is not known
 * @param sinceMillis since when it is above, in milliseconds since 1970-01-01T00:00Z
 * @param isFiring whether it has been above for long enough, and not yet below again
 */
public record AlertStatus(
        AlertSpec spec, OptionalDouble value, OptionalLong sinceMillis, boolean isFiring) {
    /** Checks that nothing is null. */
    public AlertStatus {
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(sinceMillis, "sinceMillis");
    }
}
