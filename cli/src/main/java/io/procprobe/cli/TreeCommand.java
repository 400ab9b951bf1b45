package io.procprobe.cli;

import io.procprobe.ProcessProbe;
import io.procprobe.ProcessSample;
import io.procprobe.ProcessTable;
import io.procprobe.Status;
import io.procprobe.cli.output.Json;
import io.procprobe.cli.output.SafeText;
import io.procprobe.cli.output.Terminal;
import io.procprobe.cli.output.Units;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;

/** {@code procprobe tree [PID]}: processes by their parents. */
@Command(
        name = "tree",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Shows the parent tree with the memory and CPU time of each subtree.",
        footer = {
            "",
            "JSON: the process with its children, or without a PID an array of all roots.",
            "Exit status: 0 when all went well, 3 when the process is not there, 2 for bad usage."
        })
final class TreeCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "PID",
            arity = "0..1",
            converter = PidConverter.class,
            description = "Shows only this process and its descendants.")
    private Long pid;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "How to print: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private TextFormat format;

    @Spec private CommandSpec spec;

    /** A step of the walk: a row to open, or (NONE) the end of one's children. */
    private record Step(int row, String indent, boolean isLast, boolean isRoot) {}

    @Override
    public Integer call() {
        try (ProcessProbe probe = ProcessProbe.open();
                ProcessTable table = probe.newTable()) {
            Status read = table.refresh();
            if (read != Status.OK) {
                throw new IllegalStateException("cannot read processes: " + read.meaning());
            }
            List<Integer> roots = roots(table);
            if (pid != null) {
                int row = table.find(pid);
                if (row == ProcessTable.NONE) {
                    Errors.print(
                            spec.commandLine().getErr(),
                            "procprobe tree: no such process: "
                                    + pid
                                    + " (see 'procprobe tree' for all)");
                    return ExitStatus.NOT_ALL;
                }
                roots = List.of(row);
            }
            PrintWriter out = spec.commandLine().getOut();
            if (format == TextFormat.JSON) {
                printJson(out, table, roots, pid == null);
            } else {
                printText(out, table, roots);
            }
        }
        return Output.finish(spec.commandLine(), ExitStatus.OK);
    }

    private static List<Integer> roots(ProcessTable table) {
        List<Integer> roots = new ArrayList<>();
        for (int row = 0; row < table.rows().rows(); row++) {
            if (table.parent(row) == ProcessTable.NONE) {
                roots.add(row);
            }
        }
        return roots;
    }

    private static List<Integer> children(ProcessTable table, int parent) {
        List<Integer> children = new ArrayList<>();
        int row = table.firstChild(parent);
        while (row != ProcessTable.NONE) {
            children.add(row);
            row = table.nextSibling(row);
        }
        return children;
    }

    /** Without recursion: a tree may be deeper than a stack. */
    private static void printJson(
            PrintWriter out, ProcessTable table, List<Integer> roots, boolean isArray) {
        try (JsonGenerator json = Json.on(out)) {
            if (isArray) {
                json.writeStartArray();
            }
            Deque<Step> steps = new ArrayDeque<>();
            push(steps, roots, "", true);
            while (!steps.isEmpty()) {
                int row = steps.pop().row();
                if (row == ProcessTable.NONE) {
                    json.writeEndArray();
                    json.writeEndObject();
                } else {
                    writeRow(json, table, row);
                    steps.push(new Step(ProcessTable.NONE, "", false, false));
                    push(steps, children(table, row), "", false);
                }
            }
            if (isArray) {
                json.writeEndArray();
            }
        }
        out.println();
    }

    private static void writeRow(JsonGenerator json, ProcessTable table, int row) {
        ProcessSample sample = table.rows().toSample(row);
        json.writeStartObject();
        json.writeNumberProperty("pid", sample.pid());
        Json.text(json, "name", name(table, row));
        Json.number(json, "parentPid", sample.parentPid());
        Json.number(json, "residentBytes", sample.residentBytes());
        Json.number(json, "cpuNanos", sample.cpuTotalNanos());
        json.writeNumberProperty("subtreeResidentBytes", table.subtreeResidentBytes(row));
        json.writeNumberProperty("subtreeCpuNanos", table.subtreeCpuNanos(row));
        json.writeNumberProperty("subtreeCount", table.subtreeCount(row));
        json.writeArrayPropertyStart("children");
    }

    private static void printText(PrintWriter out, ProcessTable table, List<Integer> roots) {
        int width = Terminal.outputWidth();
        String titles = " RESIDENT   CPU TIME  COUNT  PROCESS  (sums over each subtree)";
        out.println(SafeText.cut(titles, width));
        Deque<Step> steps = new ArrayDeque<>();
        push(steps, roots, "", true);
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            out.println(SafeText.cut(line(table, step), width));
            String below = step.isRoot() ? "" : step.indent() + (step.isLast() ? "   " : "│  ");
            push(steps, children(table, step.row()), below, false);
        }
    }

    private static String line(ProcessTable table, Step step) {
        int row = step.row();
        String branch = step.isRoot() ? "" : step.indent() + (step.isLast() ? "└─ " : "├─ ");
        return String.format(
                Locale.ROOT,
                "%9s %10s %6d  %s%d %s",
                Units.bytes(table.subtreeResidentBytes(row)),
                Units.cpuTime(table.subtreeCpuNanos(row)),
                table.subtreeCount(row),
                branch,
                table.rows().pid(row),
                name(table, row).map(SafeText::oneLine).orElse("-"));
    }

    private static Optional<String> name(ProcessTable table, int row) {
        return table.nameLength(row) == 0 ? Optional.empty() : Optional.of(table.name(row));
    }

    /** In reverse, so that the first is on top. */
    private static void push(
            Deque<Step> steps, List<Integer> rows, String indent, boolean areRoots) {
        for (int i = rows.size() - 1; i >= 0; i--) {
            steps.push(new Step(rows.get(i), indent, i == rows.size() - 1, areRoots));
        }
    }
}
