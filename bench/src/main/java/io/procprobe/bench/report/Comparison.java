package io.procprobe.bench.report;

import io.procprobe.bench.results.Measurement;
import io.procprobe.bench.results.Results;
import io.procprobe.bench.results.Subject;
import io.procprobe.bench.results.Subjects;
import java.util.List;
import java.util.OptionalDouble;

/** Who did the same work on as many processes. */
final class Comparison {
    static final int PROCESSES = 1_000;

    private static final List<Subject> OURS =
            List.of(
                    Subjects.exactPoll("ffm", PROCESSES),
                    Subjects.idlePoll("ffm", PROCESSES),
                    Subjects.oneShot("ffm", PROCESSES));

    private Comparison() {}

    /** Our ways of doing it, as far as they were measured. */
    static List<Measurement> ours(Results results) {
        return OURS.stream().flatMap(subject -> results.of(subject).stream()).toList();
    }

    /** Those that are not ours: they have no binding. */
    static List<Measurement> peers(Results results) {
        return results.measurements().stream()
                .filter(measurement -> measurement.subject().processes() == PROCESSES)
                .filter(measurement -> !measurement.subject().params().containsKey("binding"))
                .toList();
    }

    /** How many times as long as the other one, by the yardstick. */
    static OptionalDouble ratio(Measurement one, Measurement other) {
        OptionalDouble above = one.timesYardstick();
        OptionalDouble below = other.timesYardstick();
        return above.isPresent() && below.isPresent()
                ? OptionalDouble.of(above.getAsDouble() / below.getAsDouble())
                : OptionalDouble.empty();
    }
}
