package io.procprobe.agent.config;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times, sizes and rates as people write them. What cannot be read says how it is written. */
public final class Quantities {
    private static final String NUMBER = "(\\d{1,15}(?:\\.\\d{1,9})?)";
    private static final Pattern DURATION = Pattern.compile(NUMBER + " ?(ms|s|m|min|h|d)?");
    private static final Pattern SIZE = Pattern.compile(NUMBER + " ?(?:(B)|([KMGT])(?:iB)?)?");
    private static final String UNITS = "BKMGT";
    private static final int BITS_PER_UNIT = 10;
    private static final double LONGEST_SECONDS = 1e9;

    private Quantities() {}

    /**
     * Reads a time.
     *
     * @param text such as 500ms, 5s, 1m or 2h; a number alone is seconds
     * @return the time
     * @throws IllegalArgumentException when it is none
     */
    public static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a time such as 500ms, 5s, 1m or 2h");
        }
        double seconds = Double.parseDouble(matcher.group(1)) * secondsOf(matcher.group(2));
        if (seconds > LONGEST_SECONDS) {
            throw new IllegalArgumentException("'" + text + "' is too long a time");
        }
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    /**
     * Reads a size.
     *
     * @param text such as 512MiB, 1.5G or 4096; in binary units, a number alone is bytes
     * @return bytes
     * @throws IllegalArgumentException when it is none
     */
    public static long size(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a size such as 512MiB or 1.5GiB");
        }
        String unit = matcher.group(3);
        int bits = unit == null ? 0 : UNITS.indexOf(unit) * BITS_PER_UNIT;
        return Math.round(Double.parseDouble(matcher.group(1)) * (1L << bits));
    }

    /**
     * Reads how fast a size grows.
     *
     * @param text such as 10MiB/min
     * @return bytes per second
     * @throws IllegalArgumentException when it is none
     */
    public static double rate(String text) {
        int slash = text.lastIndexOf('/');
        double seconds = slash < 0 ? 0 : perSeconds(text.substring(slash + 1));
        if (seconds == 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a growth such as 10MiB/min or 1GiB/h");
        }
        return size(text.substring(0, slash)) / seconds;
    }

    /**
     * Reads a number.
     *
     * @param text such as 2 or 0.5
     * @return 0 or more
     * @throws IllegalArgumentException when it is none
     */
    public static double number(String text) {
        if (!text.matches(NUMBER)) {
            throw new IllegalArgumentException("'" + text + "' is not a number such as 2 or 0.5");
        }
        return Double.parseDouble(text);
    }

    /**
     * Writes a time so that it can be read again.
     *
     * @param time any
     * @return such as 1.5s
     */
    public static String format(Duration time) {
        String seconds = String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e9);
        return seconds.replaceAll("0+$", "").replaceAll("\\.$", "") + "s";
    }

    private static double secondsOf(String unit) {
        return switch (unit == null ? "s" : unit) {
            case "ms" -> 0.001;
            case "m", "min" -> 60;
            case "h" -> 3600;
            case "d" -> 86_400;
            default -> 1;
        };
    }

    private static double perSeconds(String unit) {
        return switch (unit) {
            case "s" -> 1;
            case "m", "min" -> 60;
            case "h" -> 3600;
            case "d" -> 86_400;
            default -> 0;
        };
    }
}
