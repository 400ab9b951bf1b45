package io.procprobe.agent.http;

import io.procprobe.agent.poll.Snapshot;
import io.procprobe.micrometer.group.Glob;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpStatus;
import tools.jackson.core.JsonGenerator;

/** Lists and trees of processes. */
final class ProcessPages {
    static final List<String> LIST_PARAMETERS =
            List.of("group", "name", "sort", "order", "limit", "offset");
    static final List<String> TREE_PARAMETERS = List.of("root");

    private static final List<String> SORTS =
            List.of("pid", "name", "memory", "cpu", "subtreeMemory", "start");
    private static final List<String> ORDERS = List.of("asc", "desc");
    private static final int MOST = 1_000_000;

    private ProcessPages() {}

    static Content list(Snapshot snapshot, Query query) throws ProblemException {
        List<Integer> rows = chosen(snapshot, query);
        long offset = query.number("offset", 0, MOST).orElse(0);
        long limit = query.number("limit", 0, MOST).orElse(MOST);
        List<Integer> part = rows.stream().skip(offset).limit(limit).toList();
        return Json.content(
                json -> {
                    json.writeStartObject();
                    begin(json, snapshot);
                    json.writeNumberProperty("total", rows.size());
                    json.writeArrayPropertyStart("processes");
                    ProcessJson each = new ProcessJson(json, snapshot);
                    for (int row : part) {
                        json.writeStartObject();
                        each.write(row);
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                });
    }

    static Content tree(Snapshot snapshot, Query query) throws ProblemException {
        OptionalLong root = query.number("root", 1, Integer.MAX_VALUE);
        int from = 0;
        int to = snapshot.size();
        if (root.isPresent()) {
            from = placeInTree(snapshot, requireRow(snapshot, root.getAsLong()));
            to = from + snapshot.subtreeCount(snapshot.inTreeOrder(from));
        }
        int begin = from;
        int end = to;
        return Json.content(json -> writeTree(json, snapshot, begin, end));
    }

    static int requireRow(Snapshot snapshot, long pid) throws ProblemException {
        int row = snapshot.find(pid);
        if (row < 0) {
            throw new ProblemException(HttpStatus.NOT_FOUND_404, "there is no process " + pid);
        }
        return row;
    }

    static int requireGroup(Snapshot snapshot, String name) throws ProblemException {
        int group = snapshot.groups().indexOf(name);
        if (group < 0) {
            throw new ProblemException(
                    HttpStatus.NOT_FOUND_404,
                    "there is no such group; there are " + String.join(", ", snapshot.groups()));
        }
        return group;
    }

    /** What every answer of a poll begins with. */
    static void begin(JsonGenerator json, Snapshot snapshot) {
        json.writeNumberProperty("pollNumber", snapshot.number());
        json.writeNumberProperty("time", snapshot.timeMillis());
    }

    private static List<Integer> chosen(Snapshot snapshot, Query query) throws ProblemException {
        Optional<String> group = query.text("group");
        long mask = group.isPresent() ? 1L << requireGroup(snapshot, group.get()) : -1;
        Optional<Glob> name = query.text("name").map(Glob::new);
        List<Integer> rows = new ArrayList<>(snapshot.size());
        for (int i = 0; i < snapshot.size(); i++) {
            int row = snapshot.inTreeOrder(i);
            if ((snapshot.membership(row) & mask) != 0
                    && (name.isEmpty() || name.get().matches(snapshot.name(row)))) {
                rows.add(row);
            }
        }
        String sort = query.oneOf("sort", SORTS, "");
        String order = query.oneOf("order", ORDERS, "asc");
        if (!sort.isEmpty()) {
            rows.sort(order(snapshot, sort, order.equals("desc")));
        } else if (order.equals("desc")) {
            Collections.reverse(rows);
        }
        return rows;
    }

    /** Unknown comes last either way; those that are alike are in the order of their PIDs. */
    private static Comparator<Integer> order(Snapshot snapshot, String sort, boolean isReversed) {
        Comparator<Integer> byPid = Comparator.naturalOrder();
        if (sort.equals("name")) {
            Comparator<Integer> byName = Comparator.comparing(snapshot::name);
            return (isReversed ? byName.reversed() : byName).thenComparing(byPid);
        }
        double unknown = isReversed ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        Comparator<Integer> byKey =
                Comparator.comparingDouble(row -> key(snapshot, sort, row, unknown));
        return (isReversed ? byKey.reversed() : byKey).thenComparing(byPid);
    }

    private static double key(Snapshot snapshot, String sort, int row, double unknown) {
        return switch (sort) {
            case "memory" -> orElse(snapshot.residentBytes(row), unknown);
            case "cpu" -> snapshot.cpuLoad(row).orElse(unknown);
            case "subtreeMemory" -> snapshot.subtreeResidentBytes(row);
            case "start" -> orElse(snapshot.startMillis(row), unknown);
            default -> snapshot.pid(row);
        };
    }

    private static double orElse(OptionalLong value, double otherwise) {
        return value.isPresent() ? value.getAsLong() : otherwise;
    }

    private static int placeInTree(Snapshot snapshot, int row) {
        int place = 0;
        while (snapshot.inTreeOrder(place) != row) {
            place++;
        }
        return place;
    }

    /** Without a call for each level: a tree may be as deep as there are processes. */
    private static void writeTree(JsonGenerator json, Snapshot snapshot, int from, int to) {
        json.writeStartObject();
        begin(json, snapshot);
        json.writeArrayPropertyStart("roots");
        ProcessJson each = new ProcessJson(json, snapshot);
        int top = from < to ? snapshot.depth(snapshot.inTreeOrder(from)) : 0;
        int open = 0;
        for (int i = from; i < to; i++) {
            int row = snapshot.inTreeOrder(i);
            int level = snapshot.depth(row) - top;
            for (; open > level; open--) {
                endNode(json);
            }
            json.writeStartObject();
            each.write(row);
            json.writeArrayPropertyStart("children");
            open++;
        }
        for (; open > 0; open--) {
            endNode(json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void endNode(JsonGenerator json) {
        json.writeEndArray();
        json.writeEndObject();
    }
}
