package io.procprobe.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Time between readings. */
final class IntervalConverter implements ITypeConverter<Duration> {
    private static final Duration LEAST = Duration.ofMillis(10);

    @Override
    public Duration convert(String text) {
        Duration interval = DurationText.parse(text, "an interval");
        if (interval.compareTo(LEAST) < 0) {
            throw new TypeConversionException(
                    "the interval is at least " + LEAST.toMillis() + "ms, not " + text);
        }
        return interval;
    }
}
