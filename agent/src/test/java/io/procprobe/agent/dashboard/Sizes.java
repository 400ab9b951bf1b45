package io.procprobe.agent.dashboard;

import java.util.Map;

/** Sizes as the dashboard writes them. */
final class Sizes {
    /** Of three digits the last is rounded. */
    static final double ROUNDING = 0.006;

    private static final Map<String, Double> UNITS =
            Map.of("B", 1.0, "KiB", 0x1p10, "MiB", 0x1p20, "GiB", 0x1p30, "TiB", 0x1p40);

    private Sizes() {}

    /** Bytes of a text such as "12.3 MiB", to three digits. */
    static double bytes(String text) {
        String[] parts = text.strip().split(" ", -1);
        return Double.parseDouble(parts[0]) * UNITS.get(parts[1]);
    }
}
