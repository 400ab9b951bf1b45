package io.procprobe.supervisor;

import java.util.Objects;

/**
 * Memory has crossed a threshold.
 *
 * @param level which
 * @param subject of whom: "PID 42", "session=a" or "host"
 * @param bytes what is used, or for the host what is left
 * @param thresholdBytes the threshold
 */
public record MemoryEvent(Level level, String subject, long bytes, long thresholdBytes) {
    /** What has happened. */
    public enum Level {
        /** The soft threshold has been crossed: time to take on no more. */
        SOFT,
        /** The hard threshold has been crossed: somebody is ended. */
        HARD,
        /** Below the soft threshold again, by a margin. */
        CLEARED
    }

    /** Checks that nothing is null. */
    public MemoryEvent {
        Objects.requireNonNull(level, "level");
        Objects.requireNonNull(subject, "subject");
    }
}
