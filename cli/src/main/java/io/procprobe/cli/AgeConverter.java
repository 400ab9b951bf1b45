package io.procprobe.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;

/** How old something may become; 0 is an age as well. */
final class AgeConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        return DurationText.parse(text, "an age");
    }
}
