package io.procprobe.bench.report;

import io.procprobe.bench.bars.Verdict;
import io.procprobe.bench.results.Machine;
import io.procprobe.bench.results.Measurement;
import io.procprobe.bench.results.Reading;
import io.procprobe.bench.results.Results;
import io.procprobe.bench.results.Subject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import tools.jackson.databind.json.JsonMapper;

/** A report as JSON: every figure, and every iteration that it comes from. Null is unknown. */
public final class JsonReport {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private record Run(
            Instant begun,
            String pace,
            double tolerance,
            Machine machine,
            List<Measured> measurements,
            List<Missing> missing,
            List<Judged> bars) {}

    private record Measured(
            String benchmark,
            String label,
            long processes,
            Map<String, String> params,
            OptionalDouble elapsedNanos,
            OptionalDouble costNanos,
            OptionalDouble costNanosPerProcess,
            OptionalDouble timesFloor,
            OptionalDouble timesYardstick,
            OptionalDouble timesIdleYardstick,
            OptionalDouble callerBytes,
            OptionalDouble allThreadsBytes,
            List<Reading> iterations) {}

    private record Missing(String benchmark, Map<String, String> params, String reason) {}

    private record Judged(
            String name,
            Verdict.Outcome outcome,
            OptionalDouble found,
            double allowed,
            String unit) {}

    private JsonReport() {}

    /**
     * Writes it.
     *
     * @param report what to write
     * @param file where to
     */
    public static void write(Report report, Path file) {
        Results results = report.results();
        Run run =
                new Run(
                        results.begun(),
                        results.pace(),
                        report.tolerance(),
                        results.machine(),
                        results.measurements().stream().map(JsonReport::measured).toList(),
                        results.missing().entrySet().stream()
                                .map(entry -> missing(entry.getKey(), entry.getValue()))
                                .toList(),
                        report.verdicts().stream().map(JsonReport::judged).toList());
        MAPPER.writerWithDefaultPrettyPrinter().writeValue(file, run);
    }

    private static Measured measured(Measurement measurement) {
        Subject subject = measurement.subject();
        return new Measured(
                subject.benchmark(),
                subject.label(),
                Math.round(measurement.processes()),
                subject.params(),
                measurement.elapsedNanos(),
                measurement.costNanos(),
                measurement.costNanosPerProcess(),
                measurement.timesFloor(),
                measurement.timesYardstick(),
                measurement.timesIdleYardstick(),
                measurement.callerBytes(),
                measurement.allThreadsBytes(),
                measurement.readings());
    }

    private static Missing missing(Subject subject, String reason) {
        return new Missing(subject.benchmark(), subject.params(), reason);
    }

    private static Judged judged(Verdict verdict) {
        return new Judged(
                verdict.bar().name(),
                verdict.outcome(),
                verdict.found(),
                verdict.allowed(),
                verdict.bar().unit());
    }
}
