package io.procprobe.cli;

import io.procprobe.ProcessProbe;
import io.procprobe.cli.output.Terminal;
import io.procprobe.cli.snapshot.ProcessView;
import io.procprobe.cli.snapshot.SnapshotReader;
import io.procprobe.cli.watch.EventPrinter;
import io.procprobe.cli.watch.Follower;
import io.procprobe.cli.watch.JsonPrinter;
import io.procprobe.cli.watch.TablePrinter;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code procprobe watch PID...}: some processes, until they end. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Follows processes until all have ended: a line for each at every interval, and one"
                        + " at once when it ends.",
        footer = {
            "",
            "Followed is who had the PID at the start, never a later holder of it.",
            "JSON: one object per line, with the keys 'time' and 'event':",
            "  tick     the keys of 'stat', and cpuLoad from the second one on (1.0 is one core)",
            "  exit     pid, status GONE, name, startTime; exitCode, or signal with signalName;",
            "           cpuNanos where it was still to be read",
            "  missing  pid and its status: it was not there at the start",
            "A key that is absent is unknown, such as the exit code of another user's process on",
            "Linux before 6.15. For those that failed, pipe into:",
            "  jq 'select(.event == \"exit\" and .exitCode != 0)'",
            "Exit status: 0 when every PID was followed, 3 when any was not there, 2 for bad usage."
        })
final class WatchCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PID", arity = "1..*", description = "Processes to follow.")
    private List<String> pids;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = IntervalConverter.class,
            description = "Time between readings, such as 500ms or 2s (default: ${DEFAULT-VALUE}).")
    private Duration interval;

    @Option(names = "--count", paramLabel = "N", description = "Ends after N readings.")
    private Long count;

    @Option(
            names = "--memory-max-age",
            paramLabel = "TIME",
            defaultValue = "0",
            converter = AgeConverter.class,
            description =
                    "How old the memory figures of a process that has not run since may become:"
                            + " cheaper, but blind to pages that the system took back"
                            + " (default: ${DEFAULT-VALUE}, always read).")
    private Duration memoryMaxAge;

    @Mixin private FormatOption format;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (count != null && count < 1) {
            throw new ParameterException(spec.commandLine(), "--count is at least 1, not " + count);
        }
        // Who is named twice is followed once.
        LinkedHashSet<Long> wanted =
                new LinkedHashSet<>(PidArguments.parse(spec.commandLine(), pids));
        PrintWriter out = spec.commandLine().getOut();
        EventPrinter printer =
                format.isJson()
                        ? new JsonPrinter(out)
                        : new TablePrinter(out, Terminal.outputWidth());
        int status = ExitStatus.OK;
        boolean isRead;
        try (ProcessProbe probe = ProcessProbe.open();
                Follower follower = new Follower(probe, memoryMaxAge, printer)) {
            for (ProcessView view : new SnapshotReader(probe).read(List.copyOf(wanted))) {
                if (!follower.follow(view)) {
                    status = ExitStatus.NOT_ALL;
                }
            }
            long ticks = count == null ? Long.MAX_VALUE : count;
            isRead = follower.run(interval, ticks, () -> Output.isBroken(out));
        }
        // A reader that has seen enough, as behind "| head", ends it, and that is no error; but
        // what
        // was printed last must have arrived.
        return isRead ? Output.finish(spec.commandLine(), status) : status;
    }
}
