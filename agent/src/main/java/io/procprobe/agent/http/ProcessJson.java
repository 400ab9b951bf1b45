package io.procprobe.agent.http;

import io.procprobe.agent.event.Memberships;
import io.procprobe.agent.poll.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/** Writes what every list has of a process. For one rendering. */
final class ProcessJson {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final JsonGenerator json;
    private final Snapshot snapshot;

    /** Most processes are of the same few sets of groups. */
    private final Map<Long, List<String>> groups = new HashMap<>();

    ProcessJson(JsonGenerator json, Snapshot snapshot) {
        this.json = json;
        this.snapshot = snapshot;
    }

    /** Into an object that has been started. */
    void write(int row, String state) {
        json.writeNumberProperty("pid", snapshot.pid(row));
        Json.number(json, "parentPid", snapshot.parentPid(row));
        json.writeStringProperty("name", snapshot.name(row));
        Json.texts(
                json,
                "groups",
                groups.computeIfAbsent(
                        snapshot.membership(row),
                        membership -> Memberships.names(membership, snapshot.groups())));
        Json.text(json, "state", state);
        Json.number(json, "residentBytes", snapshot.residentBytes(row));
        Json.number(json, "privateBytes", snapshot.privateBytes(row));
        Json.number(json, "cpuLoad", snapshot.cpuLoad(row));
        Json.number(json, "cpuMillis", millis(snapshot.cpuNanos(row)));
        Json.number(json, "startTime", snapshot.startMillis(row));
        json.writeNumberProperty("depth", snapshot.depth(row));
        json.writeNumberProperty("subtreeResidentBytes", snapshot.subtreeResidentBytes(row));
        Json.number(json, "subtreeCpuLoad", snapshot.subtreeCpuLoad(row));
        json.writeNumberProperty("subtreeCount", snapshot.subtreeCount(row));
        json.writeBooleanProperty("orphan", snapshot.isOrphan(row));
        json.writeBooleanProperty("new", snapshot.isNew(row));
        json.writeBooleanProperty("kernelThread", snapshot.isKernelThread(row));
    }

    /**
     * The state is dear to read of all: what a poll knows anyway is who is a zombie, and of others
     * it says nothing.
     */
    void write(int row) {
        write(row, snapshot.isAlive(row) ? "" : "Z");
    }

    private static OptionalLong millis(OptionalLong nanos) {
        return nanos.isPresent()
                ? OptionalLong.of(nanos.getAsLong() / NANOS_PER_MILLI)
                : OptionalLong.empty();
    }
}
