package io.procprobe.bench.run;

import io.procprobe.bench.report.Progress;
import io.procprobe.bench.report.Summary;
import io.procprobe.bench.results.Collected;
import io.procprobe.bench.results.Measurement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** Carries out a plan. What fails is noted with its reason, and the rest goes on. */
final class JavaBenchmarks {
    private JavaBenchmarks() {}

    static void run(List<PlannedRun> plan, Path logFile, Collected into) throws IOException {
        Progress progress = new Progress(plan.size());
        try (JmhSession session = new JmhSession(logFile)) {
            for (PlannedRun planned : plan) {
                progress.begin(planned.subject());
                try {
                    Measurement measurement = session.run(planned);
                    into.add(measurement);
                    progress.end(Summary.of(measurement));
                } catch (RunnerException e) {
                    String reason = rootCause(e) + " (see " + logFile + ")";
                    into.addMissing(planned.subject(), reason);
                    progress.end("NOT MEASURED: " + reason);
                }
            }
        }
    }

    /** What a benchmark's own JVM threw comes suppressed by what JMH has to say of it. */
    private static String rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null || cause.getSuppressed().length > 0) {
            cause = cause.getCause() != null ? cause.getCause() : cause.getSuppressed()[0];
        }
        return cause.getMessage();
    }
}
