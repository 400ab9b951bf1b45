package io.procprobe.cli;

import io.procprobe.cli.output.Json;
import io.procprobe.cli.output.SafeText;
import io.procprobe.cli.output.Table;
import io.procprobe.cli.output.Units;
import io.procprobe.supervisor.reap.ReapPlan;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import tools.jackson.core.JsonGenerator;

/** What {@code reap} says of each process that it would end: one row or object for each. */
final class ReapPlanPrinter {
    private ReapPlanPrinter() {}

    static void print(ReapPlan plan, PrintWriter out, TableFormat format, int width) {
        if (format == TableFormat.JSON) {
            plan.entries().forEach(entry -> printJson(out, entry));
        } else if (plan.isEmpty()) {
            out.println("Nobody is to be ended.");
        } else {
            printTable(plan, out, width);
        }
    }

    private static void printTable(ReapPlan plan, PrintWriter out, int width) {
        Table table =
                new Table()
                        .right("PID")
                        .right("PARENT")
                        .right("RESIDENT")
                        .right("AGE")
                        .right("BELOW")
                        .left("NAME")
                        .left("REASON");
        for (ReapPlan.Entry entry : plan.entries()) {
            table.row(
                    Arrays.asList(
                            Long.toString(entry.id().pid()),
                            entry.parentPid() == 0 ? null : Long.toString(entry.parentPid()),
                            entry.residentBytes().isPresent()
                                    ? Units.bytes(entry.residentBytes().getAsLong())
                                    : null,
                            entry.age().map(ReapPlanPrinter::text).orElse(null),
                            Integer.toString(entry.below().size()),
                            entry.name().isEmpty() ? null : SafeText.oneLine(entry.name()),
                            SafeText.oneLine(entry.reason())));
        }
        table.print(out, width);
    }

    /** Its two largest units, such as "3d04h" or "0m07s". */
    private static String text(Duration age) {
        if (age.toDays() > 0) {
            return age.toDays() + "d" + two(age.toHoursPart()) + "h";
        }
        return age.toHours() > 0
                ? age.toHours() + "h" + two(age.toMinutesPart()) + "m"
                : age.toMinutes() + "m" + two(age.toSecondsPart()) + "s";
    }

    private static String two(int number) {
        return (number < 10 ? "0" : "") + number;
    }

    private static void printJson(PrintWriter out, ReapPlan.Entry entry) {
        try (JsonGenerator json = Json.on(out)) {
            json.writeStartObject();
            json.writeNumberProperty("pid", entry.id().pid());
            if (entry.parentPid() != 0) {
                json.writeNumberProperty("parentPid", entry.parentPid());
            }
            if (!entry.name().isEmpty()) {
                json.writeStringProperty("name", entry.name());
            }
            json.writeArrayPropertyStart("reasons");
            entry.reasons().forEach(json::writeString);
            json.writeEndArray();
            Json.number(json, "residentBytes", entry.residentBytes());
            json.writeNumberProperty("subtreeResidentBytes", entry.subtreeResidentBytes());
            json.writeNumberProperty("subtreeCount", entry.below().size() + 1);
            if (entry.age().isPresent()) {
                json.writeNumberProperty("ageNanos", entry.age().get().toNanos());
            }
            json.writeEndObject();
        }
        out.println();
    }
}
