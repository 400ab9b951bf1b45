package io.procprobe.cli;

import io.procprobe.ProcessProbe;
import io.procprobe.Status;
import io.procprobe.cli.output.Json;
import io.procprobe.cli.output.Terminal;
import io.procprobe.cli.snapshot.ProcessView;
import io.procprobe.cli.snapshot.SnapshotReader;
import java.io.PrintWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** What {@code stat} does, however its command line was understood. */
final class Stat {
    static final String NAME = "procprobe stat";

    private Stat() {}

    /**
     * Reads and prints.
     *
     * @return the exit status, when all could be written
     */
    static int run(List<Long> pids, TableFormat format, PrintWriter out) {
        List<ProcessView> views;
        try (ProcessProbe probe = ProcessProbe.open()) {
            views = new SnapshotReader(probe).read(pids);
        }
        boolean isAllOk = true;
        for (ProcessView view : views) {
            isAllOk &= view.sample().status() == Status.OK;
        }
        if (format == TableFormat.JSON) {
            for (ProcessView view : views) {
                printJson(out, view);
            }
        } else {
            ProcessColumns.of(views, false).print(out, Terminal.outputWidth());
        }
        return isAllOk ? ExitStatus.OK : ExitStatus.NOT_ALL;
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
