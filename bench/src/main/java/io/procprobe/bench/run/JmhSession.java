package io.procprobe.bench.run;

import io.procprobe.bench.results.Measurement;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs benchmarks by JMH, each by itself, and keeps what JMH says in a log. */
final class JmhSession implements AutoCloseable {
    private static final String PACKAGE = "io.procprobe.bench.";

    private final PrintStream log;
    private final OutputFormat output;

    JmhSession(Path logFile) throws IOException {
        log = new PrintStream(logFile.toFile(), StandardCharsets.UTF_8);
        output = OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL);
    }

    Measurement run(PlannedRun planned) throws RunnerException {
        Pace pace = planned.pace();
        TimeValue iteration = TimeValue.milliseconds(pace.iteration().toMillis());
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .include('^' + Pattern.quote(PACKAGE + planned.subject().benchmark()) + '$')
                        .forks(pace.forks())
                        .warmupIterations(pace.warmUps())
                        .warmupTime(iteration)
                        .measurementIterations(pace.iterations())
                        .measurementTime(iteration)
                        .jvmArgsPrepend("-Dprocprobe.bench.floorMillis=" + pace.floor().toMillis())
                        .timeUnit(TimeUnit.NANOSECONDS)
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true);
        planned.subject().params().forEach(options::param);
        return JmhResults.measurement(
                planned.subject(), new Runner(options.build(), output).runSingle());
    }

    @Override
    public void close() {
        log.close();
    }
}
