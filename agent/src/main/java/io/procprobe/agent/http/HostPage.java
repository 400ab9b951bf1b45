package io.procprobe.agent.http;

import io.procprobe.SystemFacts;
import io.procprobe.agent.poll.Snapshot;
import io.procprobe.micrometer.HostMetrics;
import io.procprobe.micrometer.Pressure;
import tools.jackson.core.JsonGenerator;

/** The machine: its memory, the limit of the control group, its pressure. */
final class HostPage {
    private HostPage() {}

    static Content host(Snapshot snapshot) {
        SystemFacts facts = snapshot.facts();
        return Json.content(
                json -> {
                    json.writeStartObject();
                    json.writeNumberProperty("time", snapshot.timeMillis());
                    Json.number(json, "cpus", facts.cpusOnline());
                    Json.number(json, "memoryTotalBytes", facts.memoryTotalBytes());
                    Json.number(json, "memoryAvailableBytes", facts.memoryAvailableBytes());
                    Json.number(json, "swapTotalBytes", facts.swapTotalBytes());
                    Json.number(json, "swapFreeBytes", facts.swapFreeBytes());
                    writeCgroup(json, facts);
                    writePressure(json, snapshot);
                    json.writeEndObject();
                });
    }

    private static void writeCgroup(JsonGenerator json, SystemFacts facts) {
        if (facts.cgroupMemoryLimitBytes().isEmpty()) {
            json.writeNullProperty("cgroup");
            return;
        }
        json.writeObjectPropertyStart("cgroup");
        Json.number(json, "limitBytes", facts.cgroupMemoryLimitBytes());
        Json.number(json, "usedBytes", facts.cgroupMemoryUsedBytes());
        Json.number(json, "headroomBytes", HostMetrics.headroomBytes(facts));
        json.writeEndObject();
    }

    private static void writePressure(JsonGenerator json, Snapshot snapshot) {
        if (snapshot.pressure().isEmpty()) {
            json.writeNullProperty("pressure");
            return;
        }
        json.writeArrayPropertyStart("pressure");
        for (Pressure each : snapshot.pressure()) {
            json.writeStartObject();
            json.writeStringProperty("resource", each.resource());
            json.writeStringProperty("kind", each.kind());
            Json.number(json, "avg10", each.avg10());
            Json.number(json, "avg60", each.avg60());
            Json.number(json, "avg300", each.avg300());
            json.writeNumberProperty("stalledMicros", each.stalledMicros());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
