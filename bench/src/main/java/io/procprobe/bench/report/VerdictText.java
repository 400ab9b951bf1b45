package io.procprobe.bench.report;

import io.procprobe.bench.bars.Verdict;
import java.util.OptionalDouble;

/** What came of a bar, in words. */
public final class VerdictText {
    private VerdictText() {}

    /**
     * All of it in one line.
     *
     * @param verdict what came of a bar
     * @return the line
     */
    public static String line(Verdict verdict) {
        String line =
                String.format(
                        "%-12s %s: %s, goal %s",
                        outcome(verdict), verdict.bar().name(), found(verdict), goal(verdict));
        return verdict.allowed() == verdict.bar().limit()
                ? line
                : line + ", allowed " + withSign(verdict, verdict.allowed());
    }

    static String found(Verdict verdict) {
        OptionalDouble found = verdict.found();
        return found.isEmpty() ? Figures.UNKNOWN : withUnit(verdict, found.getAsDouble());
    }

    static String goal(Verdict verdict) {
        return withSign(verdict, verdict.bar().limit());
    }

    static String outcome(Verdict verdict) {
        return switch (verdict.outcome()) {
            case MET -> "met";
            case MISSED -> "MISSED";
            case NO_DATA -> "NOT MEASURED";
        };
    }

    private static String withSign(Verdict verdict, double limit) {
        String sign =
                switch (verdict.bar().bound()) {
                    case AT_MOST -> "≤ ";
                    case AT_LEAST -> "≥ ";
                    case BELOW -> "< ";
                };
        return sign + withUnit(verdict, limit);
    }

    private static String withUnit(Verdict verdict, double figure) {
        return Figures.digits(figure) + ' ' + verdict.bar().unit();
    }
}
