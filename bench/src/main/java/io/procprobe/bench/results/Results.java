package io.procprobe.bench.results;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run.
 *
 * @param begun when it began
 * @param pace how thoroughly it measured
 * @param machine where
 * @param measurements what was measured, in this order
 * @param missing what could not be measured, and why
 */
public record Results(
        Instant begun,
        String pace,
        Machine machine,
        List<Measurement> measurements,
        Map<Subject, String> missing) {
    /** Keeps the order, for the report. */
    public Results {
        measurements = List.copyOf(measurements);
        missing = new LinkedHashMap<>(missing);
    }

    /**
     * The measurement of a subject.
     *
     * @param subject what
     * @return empty when it was not measured
     */
    public Optional<Measurement> of(Subject subject) {
        return measurements.stream()
                .filter(measurement -> measurement.subject().equals(subject))
                .findFirst();
    }
}
