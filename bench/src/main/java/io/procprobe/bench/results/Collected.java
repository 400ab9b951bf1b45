package io.procprobe.bench.results;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers what a run finds. */
public final class Collected {
    private final Instant begun = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final List<Measurement> measurements = new ArrayList<>();
    private final Map<Subject, String> missing = new LinkedHashMap<>();

    /**
     * What was measured.
     *
     * @param measurement the next one
     */
    public void add(Measurement measurement) {
        measurements.add(measurement);
    }

    /**
     * What could not be measured.
     *
     * @param subject what
     * @param reason why not
     */
    public void addMissing(Subject subject, String reason) {
        missing.put(subject, reason);
    }

    /**
     * All of it.
     *
     * @param pace how thoroughly it was measured
     * @return the results
     */
    public Results results(String pace) {
        return new Results(begun, pace, Machine.here(), measurements, missing);
    }
}
