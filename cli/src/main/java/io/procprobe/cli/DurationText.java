package io.procprobe.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** "500ms", "1s", "1.5s", "2m", "4h", "7d"; a number alone is seconds. */
final class DurationText {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h|d)?");

    private DurationText() {}

    /**
     * Reads a duration.
     *
     * @param text what was typed
     * @param what what it is to be, with its article
     */
    static Duration parse(String text, String what) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is not " + what + " such as 500ms, 1s or 2m");
        }
        String unit = matcher.group(2);
        return Duration.ofNanos(
                Math.round(Double.parseDouble(matcher.group(1)) * seconds(unit) * 1e9));
    }

    /** How many a unit is; none is one second. */
    private static double seconds(String unit) {
        return switch (unit == null ? "s" : unit) {
            case "ms" -> 0.001;
            case "m" -> 60;
            case "h" -> 3600;
            case "d" -> 86_400;
            default -> 1;
        };
    }
}
