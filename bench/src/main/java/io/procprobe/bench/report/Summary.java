package io.procprobe.bench.report;

import io.procprobe.bench.results.Measurement;

/** A measurement in half a line. */
public final class Summary {
    private Summary() {}

    /**
     * The figures that say most.
     *
     * @param measurement any
     * @return the text
     */
    public static String of(Measurement measurement) {
        StringBuilder text = new StringBuilder();
        text.append(Figures.micros(measurement.costNanos()));
        if (measurement.processes() > 1) {
            text.append(", ")
                    .append(Figures.micros(measurement.costNanosPerProcess()))
                    .append(" each");
        }
        if (measurement.timesFloor().isPresent()) {
            text.append(", ").append(Figures.times(measurement.timesFloor())).append(" its floor");
        }
        if (measurement.callerBytes().isPresent()) {
            text.append(", ").append(Figures.bytes(measurement.callerBytes())).append(" garbage");
        }
        return text.toString();
    }
}
