package io.procprobe.agent.config;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When somebody is to be told.
 *
 * @param group of which group
 * @param measure what of it
 * @param above the threshold, in the unit of the measure
 * @param clearBelow below this it is over; at most the threshold, and where it is the threshold
 *     itself, it is over when it is no longer above
 * @param hold for how long it has to be above before anybody is told
 * @param over of a growth: over how long it is taken; else zero
 */
public record AlertSpec(
        String group,
        Measure measure,
        double above,
        double clearBelow,
        Duration hold,
        Duration over) {
    /** Where it clears unless it says otherwise: this share of the threshold. */
    public static final double DEFAULT_CLEAR_SHARE = 0.9;

    /** A count below this has no room between its threshold and the next lower count. */
    private static final double LEAST_COUNT_WITH_ROOM = 2;

    private static final Pattern FLAG =
            Pattern.compile(
                    "([^:\\s]+):(memory|cpu|processes|growth) ?> ?([^\\s>]+)"
                            + "((?: (?:for|clear|over) [^\\s>]+)*)");

    /** Over how long a growth is taken unless it says otherwise. */
    public static final Duration DEFAULT_OVER = Duration.ofMinutes(10);

    /** What of a group has a threshold. */
    public enum Measure {
        /** Resident memory in bytes. */
        MEMORY,
        /** CPU load; 1 is one core. */
        CPU,
        /** How many are alive. */
        PROCESSES,
        /** Resident memory gained, in bytes per second. */
        GROWTH
    }

    /** Checks the numbers. */
    public AlertSpec {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(measure, "measure");
        if (!(above >= 0) || !(clearBelow >= 0) || !(clearBelow <= above)) {
            throw new IllegalArgumentException("clearBelow is from 0 to above");
        }
        if (hold.isNegative() || over.isNegative()) {
            throw new IllegalArgumentException("times are not negative");
        }
        if (measure == Measure.GROWTH && over.isZero()) {
            throw new IllegalArgumentException("a growth is taken over a time");
        }
    }

    /**
     * Reads an alert from a flag.
     *
     * @param text as GROUP:MEASURE>AMOUNT with, in any order, " for TIME", " clear AMOUNT" and, of
     *     a growth, " over TIME"; such as workers:memory>2GiB for 30s
     * @return the alert
     * @throws IllegalArgumentException when it is none
     */
    public static AlertSpec parse(String text) {
        Matcher matcher = FLAG.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'"
                            + text
                            + "' is not an alert such as 'workers:memory>2GiB for 30s': a group, then"
                            + " memory, cpu, processes or growth, '>' and an amount, then 'for"
                            + " TIME', 'clear AMOUNT' or 'over TIME'");
        }
        Measure measure = Measure.valueOf(matcher.group(2).toUpperCase(Locale.ROOT));
        double above = amount(measure, matcher.group(3));
        Map<String, String> rest = new HashMap<>();
        String[] words = matcher.group(4).strip().split(" ", -1);
        for (int i = 0; i + 1 < words.length; i += 2) {
            if (rest.put(words[i], words[i + 1]) != null) {
                throw new IllegalArgumentException(
                        "'" + words[i] + "' is there twice in '" + text + "'");
            }
        }
        if (rest.containsKey("over") && measure != Measure.GROWTH) {
            throw new IllegalArgumentException(
                    "only a growth is taken over a time: '" + text + "'");
        }
        double clear =
                rest.containsKey("clear")
                        ? amount(measure, rest.get("clear"))
                        : defaultClear(measure, above);
        if (clear > above) {
            throw new IllegalArgumentException("'clear' is at most the threshold: '" + text + "'");
        }
        Duration hold =
                rest.containsKey("for") ? Quantities.duration(rest.get("for")) : Duration.ZERO;
        Duration over =
                measure != Measure.GROWTH
                        ? Duration.ZERO
                        : rest.containsKey("over")
                                ? Quantities.duration(rest.get("over"))
                                : DEFAULT_OVER;
        return new AlertSpec(matcher.group(1), measure, above, clear, hold, over);
    }

    /** Reads a threshold in the unit of its measure. */
    static double amount(Measure measure, String text) {
        return switch (measure) {
            case MEMORY -> (double) Quantities.size(text);
            case CPU, PROCESSES -> Quantities.number(text);
            case GROWTH -> Quantities.rate(text);
        };
    }

    /**
     * Where it clears unless it says otherwise. More than one process is over with one process:
     * nine tenths of one would be none at all.
     */
    static double defaultClear(Measure measure, double above) {
        return measure == Measure.PROCESSES && above < LEAST_COUNT_WITH_ROOM
                ? above
                : above * DEFAULT_CLEAR_SHARE;
    }
}
