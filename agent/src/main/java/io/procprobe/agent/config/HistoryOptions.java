package io.procprobe.agent.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How much an agent remembers.
 *
 * @param length for how long
 * @param directory where it outlives the agent; empty for in memory only
 */
public record HistoryOptions(Duration length, Optional<Path> directory) {
    private static final Duration LONGEST = Duration.ofDays(7);

    /** An hour, in memory. */
    public static final HistoryOptions DEFAULT =
            new HistoryOptions(Duration.ofHours(1), Optional.empty());

    /** Checks the length. */
    public HistoryOptions {
        Objects.requireNonNull(directory, "directory");
        if (length.compareTo(Duration.ofMinutes(1)) < 0 || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "a history is a minute to 7 days long, not " + Quantities.format(length));
        }
    }
}
