package io.procprobe.cli;

import io.procprobe.ProcessProbe;
import io.procprobe.Status;
import io.procprobe.cli.output.Json;
import io.procprobe.cli.output.Terminal;
import io.procprobe.cli.snapshot.ProcessView;
import io.procprobe.cli.snapshot.SnapshotReader;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.core.JsonGenerator;

/** {@code procprobe stat PID...}: one reading of some processes. */
@Command(
        name = "stat",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Reads some processes once.",
        footer = {
            "",
            "JSON: one object per line and PID; a key that is absent is unknown.",
            "Exit status: 0 when every PID was OK, 3 when any was not (all are printed), 2 for bad usage."
        })
final class StatCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PID", arity = "1..*", description = "Processes to read.")
    private List<String> pids;

    @Option(
            names = "--format",
            paramLabel = "table|json",
            defaultValue = "table",
            description = "How to print: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private TableFormat format;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        // Not by a converter: picocli takes the first that fails for an argument too many.
        List<Long> wanted = new ArrayList<>();
        for (String pid : pids) {
            try {
                wanted.add(new PidConverter().convert(pid));
            } catch (TypeConversionException e) {
                throw new ParameterException(spec.commandLine(), e.getMessage(), e);
            }
        }
        List<ProcessView> views;
        try (ProcessProbe probe = ProcessProbe.open()) {
            views = new SnapshotReader(probe).read(wanted);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (format == TableFormat.JSON) {
            for (ProcessView view : views) {
                printJson(out, view);
            }
        } else {
            ProcessTable.of(views, false).print(out, Terminal.outputWidth());
        }
        boolean isAllOk = views.stream().allMatch(view -> view.sample().status() == Status.OK);
        return Output.finish(spec.commandLine(), isAllOk ? ExitStatus.OK : ExitStatus.NOT_ALL);
    }

    private static void printJson(PrintWriter out, ProcessView view) {
        try (JsonGenerator json = Json.on(out)) {
            json.writeStartObject();
            Json.process(json, view.sample(), view.name());
            json.writeEndObject();
        }
        out.println();
    }
}
