package io.procprobe.cli;

import io.procprobe.ProcessProbe;
import io.procprobe.SystemFacts;
import io.procprobe.cli.output.Json;
import io.procprobe.cli.output.SafeText;
import io.procprobe.cli.output.Table;
import io.procprobe.cli.output.Terminal;
import io.procprobe.cli.output.Units;
import io.procprobe.cli.snapshot.ProcessView;
import io.procprobe.cli.snapshot.SnapshotReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;

/** {@code procprobe top}: all processes, again and again. */
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Shows all processes with their CPU load, until Ctrl-C.",
        footer = {
            "",
            "CPU%% is per cent of one core over the last interval; '-' is unknown.",
            "On a terminal it redraws in place; otherwise it prints a table, or with",
            "--format json an array in one line, for every interval."
        })
final class TopCommand implements Callable<Integer> {
    /** What the rows are sorted by. */
    enum SortKey {
        CPU,
        MEMORY,
        PID;

        /** Highest first, but PIDs ascending; what is unknown comes last, ties by PID. */
        Comparator<ProcessView> order() {
            Comparator<ProcessView> byPid = Comparator.comparingLong(view -> view.sample().pid());
            Comparator<ProcessView> byKey =
                    switch (this) {
                        case CPU -> Comparator.comparingDouble(view -> -view.cpuLoad().orElse(-1));
                        case MEMORY ->
                                Comparator.comparingLong(
                                        view -> -view.sample().residentBytes().orElse(-1));
                        case PID -> byPid;
                    };
            return byKey.thenComparing(byPid);
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Lines above the table on a terminal, and one below so that it never scrolls. */
    private static final int LINES_BESIDE_ROWS = 4;

    @Option(names = "--once", description = "Prints one table after one interval and ends.")
    private boolean once;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = IntervalConverter.class,
            description = "Time between readings, such as 500ms or 2s (default: ${DEFAULT-VALUE}).")
    private Duration interval;

    @Option(
            names = "--sort",
            paramLabel = "cpu|memory|pid",
            defaultValue = "cpu",
            description = "Order of the rows (default: ${DEFAULT-VALUE}).")
    private SortKey sort;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description =
                    "Prints no more than N rows (default: all, or what fits on the terminal).")
    private Integer limit;

    @Mixin private FormatOption format;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (limit != null && limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit is at least 1, not " + limit);
        }
        PrintWriter out = spec.commandLine().getOut();
        Terminal terminal = once || format.isJson() ? null : Terminal.find();
        try (ProcessProbe probe = ProcessProbe.open()) {
            SnapshotReader reader = new SnapshotReader(probe);
            reader.readAll();
            if (terminal != null) {
                terminal.enter(out);
            }
            do {
                Thread.sleep(interval.toMillis());
                List<ProcessView> views = reader.readAll();
                show(out, terminal, views, probe);
            } while (!once && !Output.isBroken(out));
        }
        // A reader that has seen enough, as behind "| head", ends the live view, and that is no
        // error.
        return once ? Output.finish(spec.commandLine(), ExitStatus.OK) : ExitStatus.OK;
    }

    private void show(
            PrintWriter out, Terminal terminal, List<ProcessView> views, ProcessProbe probe) {
        long most = limit == null ? Long.MAX_VALUE : limit;
        if (terminal != null) {
            most = Math.min(most, Math.max(1, terminal.rows() - LINES_BESIDE_ROWS));
        }
        List<ProcessView> shown = views.stream().sorted(sort.order()).limit(most).toList();
        if (format.isJson()) {
            printJson(out, shown);
        } else if (terminal != null) {
            StringWriter screen = new StringWriter();
            PrintWriter lines = new PrintWriter(screen);
            lines.println(header(views, probe.systemFacts(), terminal.columns()));
            lines.println();
            ProcessColumns.of(shown, true).print(lines, terminal.columns());
            lines.flush();
            terminal.draw(out, screen.toString());
        } else {
            Table table = ProcessColumns.of(shown, true);
            table.print(out, Integer.MAX_VALUE);
            if (!once) {
                out.println();
            }
        }
        out.flush();
    }

    private static String header(List<ProcessView> views, SystemFacts facts, int width) {
        double load = views.stream().mapToDouble(view -> view.cpuLoad().orElse(0)).sum();
        StringBuilder line =
                new StringBuilder()
                        .append(views.size())
                        .append(" processes, CPU ")
                        .append(Units.percent(load))
                        .append("% of ")
                        .append(facts.cpusOnline().orElse(1) * 100)
                        .append('%');
        if (facts.memoryTotalBytes().isPresent()) {
            line.append(", memory ")
                    .append(Units.bytes(facts.memoryAvailableBytes().orElse(0)))
                    .append(" available of ")
                    .append(Units.bytes(facts.memoryTotalBytes().getAsLong()));
        }
        return SafeText.cut(line.toString(), width);
    }

    private static void printJson(PrintWriter out, List<ProcessView> views) {
        try (JsonGenerator json = Json.on(out)) {
            json.writeStartArray();
            for (ProcessView view : views) {
                json.writeStartObject();
                Json.process(json, view.sample(), view.name());
                if (view.cpuLoad().isPresent()) {
                    json.writeNumberProperty("cpuLoad", view.cpuLoad().getAsDouble());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        out.println();
    }
}
