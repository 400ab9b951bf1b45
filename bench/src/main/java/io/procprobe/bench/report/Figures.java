package io.procprobe.bench.report;

import java.util.Locale;
import java.util.OptionalDouble;

/** Figures as people read them: three digits, and a dash for what is not known. */
final class Figures {
    private static final double NANOS_PER_MICRO = 1_000;
    private static final int DIGITS = 3;

    static final String UNKNOWN = "–";

    private Figures() {}

    static String micros(OptionalDouble nanos) {
        return nanos.isEmpty() ? UNKNOWN : digits(nanos.getAsDouble() / NANOS_PER_MICRO) + " µs";
    }

    static String times(OptionalDouble ratio) {
        return ratio.isEmpty() ? UNKNOWN : digits(ratio.getAsDouble()) + " ×";
    }

    static String bytes(OptionalDouble bytes) {
        return bytes.isEmpty()
                ? UNKNOWN
                : String.format(Locale.ROOT, "%,.0f B", bytes.getAsDouble());
    }

    /** Three digits, or as many as stand before the point. */
    static String digits(double value) {
        if (value == 0) {
            return "0";
        }
        int digitsBeforePoint = (int) Math.floor(Math.log10(Math.abs(value))) + 1;
        int decimals = Math.max(DIGITS - digitsBeforePoint, 0);
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
