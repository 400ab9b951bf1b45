package io.procprobe.agent.http;

import io.procprobe.agent.history.History;
import io.procprobe.agent.history.Series;
import io.procprobe.agent.poll.Snapshot;
import io.procprobe.micrometer.group.GroupTotals;
import java.util.List;
import org.eclipse.jetty.http.HttpStatus;

/** Totals of groups, now and lately. */
final class GroupPages {
    static final List<String> HISTORY_PARAMETERS = List.of("group", "from", "to");

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long LATEST = 253_402_300_799_999L; // the end of the year 9999

    private final History history;

    GroupPages(History history) {
        this.history = history;
    }

    Content groups(Snapshot snapshot) {
        return Json.content(
                json -> {
                    json.writeStartObject();
                    ProcessPages.begin(json, snapshot);
                    json.writeArrayPropertyStart("groups");
                    for (int i = 0; i < snapshot.groups().size(); i++) {
                        GroupTotals totals = snapshot.totals(i);
                        json.writeStartObject();
                        json.writeStringProperty("name", snapshot.groups().get(i));
                        json.writeNumberProperty("processes", totals.processes());
                        json.writeNumberProperty("residentBytes", totals.residentBytes());
                        json.writeNumberProperty("privateBytes", totals.privateBytes());
                        Json.number(json, "cpuLoad", totals.cpuLoad());
                        json.writeNumberProperty("cpuMillis", totals.cpuNanos() / NANOS_PER_MILLI);
                        json.writeNumberProperty("spawned", totals.spawned());
                        json.writeNumberProperty("exited", totals.exited());
                        json.writeNumberProperty("peakProcesses", totals.peakProcesses());
                        json.writeNumberProperty("peakResidentBytes", totals.peakResidentBytes());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                });
    }

    Content history(Snapshot snapshot, Query query) throws ProblemException {
        String group =
                query.text("group")
                        .orElseThrow(() -> Query.bad("the parameter 'group' is missing"));
        ProcessPages.requireGroup(snapshot, group);
        long end = snapshot.timeMillis();
        long begin = end - history.lengthMillis();
        // Nothing is remembered of other times, and nothing is to be rendered of them.
        long to = query.number("to", 0, LATEST).orElse(LATEST);
        long from = query.number("from", 0, LATEST).orElse(0);
        if (from > to) {
            throw Query.bad("'from' is after 'to'");
        }
        Series series =
                history.read(group, Math.max(begin, from), Math.min(end, to))
                        .orElseThrow(
                                () ->
                                        new ProblemException(
                                                HttpStatus.NOT_FOUND_404,
                                                "this group has no history"));
        return Json.content(
                json -> {
                    json.writeStartObject();
                    json.writeStringProperty("group", group);
                    json.writeNumberProperty("stepMillis", series.stepMillis());
                    json.writeArrayPropertyStart("times");
                    for (long time : series.timesMillis()) {
                        json.writeNumber(time);
                    }
                    json.writeEndArray();
                    Json.numbers(json, "residentBytes", series.residentBytes());
                    Json.numbers(json, "cpuLoad", series.cpuLoads());
                    Json.numbers(json, "processes", series.processes());
                    json.writeEndObject();
                });
    }
}
