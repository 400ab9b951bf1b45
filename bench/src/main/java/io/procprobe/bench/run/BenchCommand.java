package io.procprobe.bench.run;

import io.procprobe.bench.bars.Bars;
import io.procprobe.bench.bars.Verdict;
import io.procprobe.bench.peers.OtherLanguages;
import io.procprobe.bench.report.Chart;
import io.procprobe.bench.report.JsonReport;
import io.procprobe.bench.report.MarkdownReport;
import io.procprobe.bench.report.Report;
import io.procprobe.bench.report.VerdictText;
import io.procprobe.bench.results.Collected;
import io.procprobe.bench.results.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code bench/run.sh} runs once everything is built. That script describes the options. */
@Command(name = "bench/run.sh")
public final class BenchCommand implements Callable<Integer> {
    private static final int EXIT_BAR_MISSED = 1;

    @Spec private CommandSpec spec;

    @Option(names = "--folder", required = true, hidden = true)
    private Path folder;

    @Option(names = "--quick")
    private boolean isQuick;

    @Option(names = "--peers")
    private boolean hasOtherLanguages;

    @Option(names = "--only")
    private Pattern only;

    @Option(names = "--tolerance", defaultValue = "1")
    private double tolerance;

    /**
     * Runs the command and ends the JVM with its exit status.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(
                new CommandLine(new BenchCommand())
                        .setParameterExceptionHandler(BenchCommand::onBadUsage)
                        .execute(args));
    }

    private static int onBadUsage(ParameterException failure, String[] args) {
        // A bad regular expression comes with a drawing below.
        String reason = failure.getMessage().lines().findFirst().orElse("bad usage");
        System.err.println("bench/run.sh: " + reason + " (see --help)");
        return ExitCode.USAGE;
    }

    @Override
    public Integer call() throws IOException {
        if (!(tolerance >= 1)) {
            throw new ParameterException(spec.commandLine(), "--tolerance takes 1 or more");
        }
        List<PlannedRun> plan = isQuick ? Plan.quick() : Plan.full();
        if (only != null) {
            plan = Plan.only(only, plan);
        }
        if (plan.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--only: nothing is called " + only);
        }
        Path target = folder.resolve("target");
        Collected collected = new Collected();
        JavaBenchmarks.run(plan, target.resolve("jmh.log"), collected);
        if (hasOtherLanguages) {
            OtherLanguages.run(folder.resolve("peers"), target.resolve("peers"), collected);
        }
        String pace = isQuick ? "quick" : "full";
        Results results = collected.results(only == null ? pace : pace + ", only " + only);
        List<Verdict> verdicts =
                Bars.all().stream()
                        .map(bar -> bar.check(results, tolerance))
                        .filter(verdict -> only == null || verdict.found().isPresent())
                        .toList();
        write(new Report(results, tolerance, verdicts), target);
        verdicts.forEach(verdict -> System.out.println(VerdictText.line(verdict)));
        boolean isAllMeasured = only == null || results.missing().isEmpty();
        return isAllMeasured && verdicts.stream().allMatch(Verdict::isMet) ? 0 : EXIT_BAR_MISSED;
    }

    private static void write(Report report, Path target) throws IOException {
        Path json = target.resolve("results.json");
        Path markdown = target.resolve("results.md");
        Path chart = target.resolve("results.svg");
        JsonReport.write(report, json);
        Files.writeString(markdown, MarkdownReport.of(report));
        Files.deleteIfExists(chart);
        Chart.write(report.results(), chart);
        if (!Chart.hasFonts()) {
            System.err.println(
                    "no chart without fonts: sudo apt-get install fontconfig fonts-dejavu-core");
        }
        for (Path file : List.of(json, markdown, chart)) {
            System.err.println(Files.exists(file) ? "written: " + file : "nothing for " + file);
        }
    }
}
