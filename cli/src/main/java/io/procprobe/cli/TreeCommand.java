package io.procprobe.cli;

import io.procprobe.ProcessProbe;
import io.procprobe.ProcessSample;
import io.procprobe.cli.output.Json;
import io.procprobe.cli.output.SafeText;
import io.procprobe.cli.output.Terminal;
import io.procprobe.cli.output.Units;
import io.procprobe.cli.snapshot.ProcessTree;
import io.procprobe.cli.snapshot.ProcessTree.Node;
import io.procprobe.cli.snapshot.SnapshotReader;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
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

    /** A step of the walk: a node to open, or (without a node) the end of one's children. */
    private record Step(Node node, String indent, boolean isLast, boolean isRoot) {}

    @Override
    public Integer call() {
        ProcessTree tree;
        try (ProcessProbe probe = ProcessProbe.open()) {
            tree = new ProcessTree(new SnapshotReader(probe).readAll());
        }
        List<Node> roots = tree.roots();
        if (pid != null) {
            Node node = tree.find(pid);
            if (node == null) {
                Errors.print(
                        spec.commandLine().getErr(),
                        "procprobe tree: no such process: "
                                + pid
                                + " (see 'procprobe tree' for all)");
                return ExitStatus.NOT_ALL;
            }
            roots = List.of(node);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (format == TextFormat.JSON) {
            printJson(out, roots, pid == null);
        } else {
            printText(out, roots);
        }
        return Output.finish(spec.commandLine(), ExitStatus.OK);
    }

    /** Without recursion: a tree may be deeper than a stack. */
    private static void printJson(PrintWriter out, List<Node> roots, boolean isArray) {
        try (JsonGenerator json = Json.on(out)) {
            if (isArray) {
                json.writeStartArray();
            }
            Deque<Step> steps = new ArrayDeque<>();
            push(steps, roots, "", true);
            while (!steps.isEmpty()) {
                Node node = steps.pop().node();
                if (node == null) {
                    json.writeEndArray();
                    json.writeEndObject();
                } else {
                    writeNode(json, node);
                    steps.push(new Step(null, "", false, false));
                    push(steps, node.children(), "", false);
                }
            }
            if (isArray) {
                json.writeEndArray();
            }
        }
        out.println();
    }

    private static void writeNode(JsonGenerator json, Node node) {
        ProcessSample sample = node.view().sample();
        json.writeStartObject();
        json.writeNumberProperty("pid", sample.pid());
        Json.text(json, "name", node.view().name());
        Json.number(json, "parentPid", sample.parentPid());
        Json.number(json, "residentBytes", sample.residentBytes());
        Json.number(json, "cpuNanos", sample.cpuTotalNanos());
        json.writeNumberProperty("subtreeResidentBytes", node.subtreeResidentBytes());
        json.writeNumberProperty("subtreeCpuNanos", node.subtreeCpuNanos());
        json.writeNumberProperty("subtreeCount", node.subtreeCount());
        json.writeArrayPropertyStart("children");
    }

    private static void printText(PrintWriter out, List<Node> roots) {
        int width = Terminal.outputWidth();
        String titles = " RESIDENT   CPU TIME  COUNT  PROCESS  (sums over each subtree)";
        out.println(SafeText.cut(titles, width));
        Deque<Step> steps = new ArrayDeque<>();
        push(steps, roots, "", true);
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            out.println(SafeText.cut(line(step), width));
            String below = step.isRoot() ? "" : step.indent() + (step.isLast() ? "   " : "│  ");
            push(steps, step.node().children(), below, false);
        }
    }

    private static String line(Step step) {
        Node node = step.node();
        String branch = step.isRoot() ? "" : step.indent() + (step.isLast() ? "└─ " : "├─ ");
        return String.format(
                Locale.ROOT,
                "%9s %10s %6d  %s%d %s",
                Units.bytes(node.subtreeResidentBytes()),
                Units.cpuTime(node.subtreeCpuNanos()),
                node.subtreeCount(),
                branch,
                node.view().sample().pid(),
                node.view().name().map(SafeText::oneLine).orElse("-"));
    }

    /** In reverse, so that the first is on top. */
    private static void push(Deque<Step> steps, List<Node> nodes, String indent, boolean areRoots) {
        for (int i = nodes.size() - 1; i >= 0; i--) {
            steps.push(new Step(nodes.get(i), indent, i == nodes.size() - 1, areRoots));
        }
    }
}
