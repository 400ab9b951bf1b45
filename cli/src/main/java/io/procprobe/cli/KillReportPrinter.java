package io.procprobe.cli;

import io.procprobe.KillReport;
import io.procprobe.cli.output.ExitWords;
import io.procprobe.cli.output.Json;
import io.procprobe.cli.output.SafeText;
import io.procprobe.cli.output.Table;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/**
 * What {@code kill} says of each process: one row or object for each, in the order of the reports.
 */
final class KillReportPrinter {
    private static final String MISSING = "GONE";

    private final List<Line> lines = new ArrayList<>();

    /** One process; without an entry, a PID that nobody had. */
    private record Line(long pid, KillReport.Entry entry) {}

    void add(KillReport report) {
        report.entries().forEach(entry -> lines.add(new Line(entry.id().pid(), entry)));
    }

    void addMissing(long pid) {
        lines.add(new Line(pid, null));
    }

    void print(PrintWriter out, TableFormat format, int width) {
        if (format == TableFormat.JSON) {
            lines.forEach(line -> printJson(out, line));
        } else {
            printTable(out, width);
        }
    }

    private void printTable(PrintWriter out, int width) {
        if (lines.isEmpty()) {
            return; // all were refused, which has been said
        }
        Table table =
                new Table()
                        .right("PID")
                        .right("PARENT")
                        .left("OUTCOME")
                        .right("AFTER")
                        .left("NAME");
        for (Line line : lines) {
            KillReport.Entry entry = line.entry;
            table.row(
                    entry == null
                            ? Arrays.asList(Long.toString(line.pid), null, MISSING, null, null)
                            : Arrays.asList(
                                    Long.toString(line.pid),
                                    entry.parentPid() == 0
                                            ? null
                                            : Long.toString(entry.parentPid()),
                                    entry.outcome().name(),
                                    entry.after().isZero() ? null : text(entry.after()),
                                    name(entry)));
        }
        table.print(out, width);
    }

    private static String name(KillReport.Entry entry) {
        String name = entry.name().isEmpty() ? "-" : SafeText.oneLine(entry.name());
        return entry.exitStatus().isPresent()
                ? name + ": " + ExitWords.text(entry.exitCode(), entry.signal())
                : name;
    }

    private static String text(Duration after) {
        return String.format(Locale.ROOT, "%.3fs", after.toNanos() / 1e9);
    }

    private static void printJson(PrintWriter out, Line line) {
        try (JsonGenerator json = Json.on(out)) {
            json.writeStartObject();
            json.writeNumberProperty("pid", line.pid);
            if (line.entry == null) {
                json.writeStringProperty("outcome", MISSING);
            } else {
                writeEntry(json, line.entry);
            }
            json.writeEndObject();
        }
        out.println();
    }

    private static void writeEntry(JsonGenerator json, KillReport.Entry entry) {
        if (entry.parentPid() != 0) {
            json.writeNumberProperty("parentPid", entry.parentPid());
        }
        if (!entry.name().isEmpty()) {
            json.writeStringProperty("name", entry.name());
        }
        json.writeStringProperty("outcome", entry.outcome().name());
        ExitWords.json(json, entry.exitCode(), entry.signal());
        if (!entry.after().isZero()) {
            json.writeNumberProperty("afterNanos", entry.after().toNanos());
        }
    }
}
