package io.procprobe.supervisor.reap;

import java.time.Duration;
import java.util.Locale;

/** Amounts as reasons state them. */
final class Amounts {
    private static final String UNITS = "BKMGTPE";

    private Amounts() {}

    /** Such as "812.5M". */
    static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length() - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f" : "%.1f", value) + UNITS.charAt(unit);
    }

    /** Such as "4h12m", "2m03s" or "1.250s". */
    static String time(long nanos) {
        Duration time = Duration.ofNanos(nanos);
        if (time.toHours() > 0) {
            return String.format(Locale.ROOT, "%dh%02dm", time.toHours(), time.toMinutesPart());
        }
        return time.toMinutes() > 0
                ? String.format(Locale.ROOT, "%dm%02ds", time.toMinutes(), time.toSecondsPart())
                : String.format(Locale.ROOT, "%d.%03ds", time.toSeconds(), time.toMillisPart());
    }
}
