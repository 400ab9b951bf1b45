package io.procprobe.agent.doctor;

import io.procprobe.ProbeDiagnostics;
import io.procprobe.ProbeDiagnostics.Mechanism;
import io.procprobe.SystemFacts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.JsonGenerator;

/**
 * Binding, library, kernel features and fallbacks, and facts of the machine.
 *
 * @param diagnostics how the probe works here
 * @param facts of the machine
 */
public record DoctorReport(ProbeDiagnostics diagnostics, SystemFacts facts) {
    /** Checks that nothing is null. */
    public DoctorReport {
        Objects.requireNonNull(diagnostics, "diagnostics");
        Objects.requireNonNull(facts, "facts");
    }

    /**
     * Facts with their keys, numbers as numbers.
     *
     * @return in a fixed order; what is unknown is left out
     */
    public Map<String, Object> machine() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("operatingSystem", System.getProperty("os.name"));
        machine.put("kernel", System.getProperty("os.version"));
        machine.put("architecture", System.getProperty("os.arch"));
        machine.put("java", Runtime.version().toString());
        facts.uid().ifPresent(uid -> machine.put("uid", uid));
        facts.bootTime().ifPresent(time -> machine.put("bootTime", time));
        facts.bootId().ifPresent(id -> machine.put("bootId", id));
        facts.cpusOnline().ifPresent(cpus -> machine.put("cpusOnline", cpus));
        facts.cpusUsable().ifPresent(cpus -> machine.put("cpusUsable", cpus));
        facts.memoryTotalBytes().ifPresent(bytes -> machine.put("memoryTotalBytes", bytes));
        facts.memoryAvailableBytes().ifPresent(bytes -> machine.put("memoryAvailableBytes", bytes));
        facts.swapTotalBytes().ifPresent(bytes -> machine.put("swapTotalBytes", bytes));
        facts.swapFreeBytes().ifPresent(bytes -> machine.put("swapFreeBytes", bytes));
        facts.cgroupVersion().ifPresent(version -> machine.put("cgroupVersion", version));
        facts.cgroupMemoryLimitBytes()
                .ifPresent(bytes -> machine.put("cgroupMemoryLimitBytes", bytes));
        facts.cgroupMemoryUsedBytes()
                .ifPresent(bytes -> machine.put("cgroupMemoryUsedBytes", bytes));
        facts.cgroupCpuLimit().ifPresent(cores -> machine.put("cgroupCpuLimit", cores));
        machine.put("pageBytes", facts.pageBytes());
        machine.put("ticksPerSecond", facts.ticksPerSecond());
        facts.pidMax().ifPresent(max -> machine.put("pidMax", max));
        machine.put("identityToken", facts.tokenKind());
        return machine;
    }

    /**
     * Writes it as one object.
     *
     * @param json where to
     */
    public void write(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("binding", diagnostics.binding());
        json.writeStringProperty("library", diagnostics.library().toString());
        json.writeArrayPropertyStart("attempts");
        diagnostics.attempts().forEach(json::writeString);
        json.writeEndArray();
        json.writeArrayPropertyStart("mechanisms");
        for (Mechanism mechanism : diagnostics.mechanisms()) {
            json.writeStartObject();
            json.writeStringProperty("serves", mechanism.serves());
            json.writeStringProperty("used", mechanism.used());
            json.writeStringProperty("firstChoice", mechanism.firstChoice());
            if (!mechanism.isFirstChoice()) {
                json.writeStringProperty("reason", mechanism.reason());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectPropertyStart("machine");
        machine().forEach((key, value) -> write(json, key, value));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String key, Object value) {
        if (value instanceof Double number) {
            json.writeNumberProperty(key, number);
        } else if (value instanceof Number number) {
            json.writeNumberProperty(key, number.longValue());
        } else {
            json.writeStringProperty(key, value.toString());
        }
    }
}
