package io.procprobe.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** "500ms", "1s", "1.5s", "2m"; a number alone is seconds. */
final class IntervalConverter implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m)?");

    private static final Duration LEAST = Duration.ofMillis(10);

    @Override
    public Duration convert(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is not an interval such as 500ms, 1s or 2m");
        }
        String unit = matcher.group(2);
        double seconds =
                Double.parseDouble(matcher.group(1))
                        * ("ms".equals(unit) ? 0.001 : "m".equals(unit) ? 60 : 1);
        Duration interval = Duration.ofNanos(Math.round(seconds * 1e9));
        if (interval.compareTo(LEAST) < 0) {
            throw new TypeConversionException(
                    "the interval is at least " + LEAST.toMillis() + "ms, not " + text);
        }
        return interval;
    }
}
