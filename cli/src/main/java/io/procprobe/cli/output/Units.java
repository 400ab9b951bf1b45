package io.procprobe.cli.output;

/** Numbers for people. Without a Formatter, which costs a short command ten milliseconds. */
public final class Units {
    private static final String[] BYTES = {"B", "K", "M", "G", "T", "P", "E"};

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private Units() {}

    /**
     * Bytes with three digits and a binary unit.
     *
     * @param bytes a size
     * @return such as "12.3M"
     */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < BYTES.length - 1) {
            value /= 1024;
            unit++;
        }
        return (unit == 0 || value >= 99.95 ? Long.toString(Math.round(value)) : tenths(value))
                + BYTES[unit];
    }

    /**
     * CPU time.
     *
     * @param nanos nanoseconds
     * @return such as "0:03.25", minutes and seconds, or "12h34m"
     */
    public static String cpuTime(long nanos) {
        long hundredths = nanos / (NANOS_PER_SECOND / 100);
        long minutes = hundredths / 6000;
        return minutes < 600
                ? minutes + ":" + two(hundredths / 100 % 60) + "." + two(hundredths % 100)
                : minutes / 60 + "h" + two(minutes % 60) + "m";
    }

    /**
     * CPU load.
     *
     * @param load 1.0 is one core
     * @return per cent of one core
     */
    public static String percent(double load) {
        return tenths(load * 100);
    }

    private static String tenths(double value) {
        long tenths = Math.round(value * 10);
        return tenths / 10 + "." + tenths % 10;
    }

    private static String two(long number) {
        return (number < 10 ? "0" : "") + number;
    }
}
