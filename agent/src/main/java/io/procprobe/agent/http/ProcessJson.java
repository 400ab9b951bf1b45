package io.procprobe.agent.http;

import io.procprobe.agent.event.Memberships;
import io.procprobe.agent.poll.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;

/** Writes what every list has of a process. For one rendering. */
final class ProcessJson {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Encoded once: half of a long list are names. */
    private static final SerializableString PID = new SerializedString("pid");

    private static final SerializableString PARENT_PID = new SerializedString("parentPid");
    private static final SerializableString NAME = new SerializedString("name");
    private static final SerializableString GROUPS = new SerializedString("groups");
    private static final SerializableString STATE = new SerializedString("state");
    private static final SerializableString RESIDENT_BYTES = new SerializedString("residentBytes");
    private static final SerializableString PRIVATE_BYTES = new SerializedString("privateBytes");
    private static final SerializableString CPU_LOAD = new SerializedString("cpuLoad");
    private static final SerializableString CPU_MILLIS = new SerializedString("cpuMillis");
    private static final SerializableString START_TIME = new SerializedString("startTime");
    private static final SerializableString DEPTH = new SerializedString("depth");
    private static final SerializableString SUBTREE_RESIDENT_BYTES =
            new SerializedString("subtreeResidentBytes");
    private static final SerializableString SUBTREE_CPU_LOAD =
            new SerializedString("subtreeCpuLoad");
    private static final SerializableString SUBTREE_COUNT = new SerializedString("subtreeCount");
    private static final SerializableString ORPHAN = new SerializedString("orphan");
    private static final SerializableString NEW = new SerializedString("new");
    private static final SerializableString KERNEL_THREAD = new SerializedString("kernelThread");

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
        Json.number(json, PID, snapshot.pid(row));
        Json.number(json, PARENT_PID, snapshot.parentPid(row));
        json.writeName(NAME);
        json.writeString(snapshot.name(row));
        json.writeName(GROUPS);
        json.writeStartArray();
        groups.computeIfAbsent(
                        snapshot.membership(row),
                        membership -> Memberships.names(membership, snapshot.groups()))
                .forEach(json::writeString);
        json.writeEndArray();
        json.writeName(STATE);
        if (state.isEmpty()) {
            json.writeNull();
        } else {
            json.writeString(state);
        }
        Json.number(json, RESIDENT_BYTES, snapshot.residentBytes(row));
        Json.number(json, PRIVATE_BYTES, snapshot.privateBytes(row));
        Json.number(json, CPU_LOAD, snapshot.cpuLoad(row).orElse(Double.NaN));
        Json.number(json, CPU_MILLIS, millis(snapshot.cpuNanos(row)));
        Json.number(json, START_TIME, snapshot.startMillis(row));
        Json.number(json, DEPTH, snapshot.depth(row));
        Json.number(json, SUBTREE_RESIDENT_BYTES, snapshot.subtreeResidentBytes(row));
        Json.number(json, SUBTREE_CPU_LOAD, snapshot.subtreeCpuLoad(row));
        Json.number(json, SUBTREE_COUNT, snapshot.subtreeCount(row));
        flag(ORPHAN, snapshot.isOrphan(row));
        flag(NEW, snapshot.isNew(row));
        flag(KERNEL_THREAD, snapshot.isKernelThread(row));
    }

    private void flag(SerializableString key, boolean value) {
        json.writeName(key);
        json.writeBoolean(value);
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
