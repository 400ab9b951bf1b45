package io.procprobe.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;

/** How long to wait; 0 is not at all. */
final class TimeConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        return DurationText.parse(text, "a time");
    }
}
