package io.procprobe.bench.run;

import io.procprobe.bench.results.Measurement;
import io.procprobe.bench.results.Reading;
import io.procprobe.bench.results.Subject;
import java.util.List;
import java.util.OptionalDouble;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * Takes what is wanted out of JMH's results. Counters are named after the methods of the states.
 */
final class JmhResults {
    private JmhResults() {}

    static Measurement measurement(Subject subject, RunResult result) {
        List<Reading> readings =
                result.getBenchmarkResults().stream()
                        .flatMap(fork -> fork.getIterationResults().stream())
                        .map(JmhResults::reading)
                        .toList();
        return new Measurement(subject, readings);
    }

    private static Reading reading(IterationResult iteration) {
        OptionalDouble best = counter(iteration, "callerBestNanos");
        return new Reading(
                iteration.getPrimaryResult().getScore(),
                best.isPresent() ? best : perOperation(iteration, "callerTotalNanos"),
                counter(iteration, best.isPresent() ? "floorBestNanos" : "floorMeanNanos"),
                counter(iteration, "yardstickBestNanos"),
                counter(iteration, "idleYardstickBestNanos"),
                perOperation(iteration, "callerBytes"),
                counter(iteration, "gc.alloc.rate.norm"),
                counter(iteration, "foundProcesses"));
    }

    private static OptionalDouble perOperation(IterationResult iteration, String name) {
        OptionalDouble total = counter(iteration, name);
        return total.isPresent()
                ? OptionalDouble.of(total.getAsDouble() / iteration.getMetadata().getAllOps())
                : total;
    }

    private static OptionalDouble counter(IterationResult iteration, String name) {
        Result<?> result = iteration.getSecondaryResults().get(name);
        return result == null || Double.isNaN(result.getScore())
                ? OptionalDouble.empty()
                : OptionalDouble.of(result.getScore());
    }
}
