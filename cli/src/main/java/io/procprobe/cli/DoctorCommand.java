package io.procprobe.cli;

import io.procprobe.ProbeDiagnostics;
import io.procprobe.ProbeDiagnostics.Mechanism;
import io.procprobe.ProcessProbe;
import io.procprobe.SystemFacts;
import io.procprobe.cli.output.Json;
import io.procprobe.cli.output.SafeText;
import io.procprobe.cli.output.Units;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;

/** {@code procprobe doctor}: what this machine offers. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Says what this machine offers: binding, library, kernel features, privileges, and each"
                        + " fallback in use with its reason.")
final class DoctorCommand implements Callable<Integer> {
    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "How to print: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private TextFormat format;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        ProbeDiagnostics diagnostics;
        SystemFacts facts;
        try (ProcessProbe probe = ProcessProbe.open()) {
            diagnostics = probe.diagnostics();
            facts = probe.systemFacts();
        }
        PrintWriter out = spec.commandLine().getOut();
        if (format == TextFormat.JSON) {
            printJson(out, diagnostics, facts);
        } else {
            printText(out, diagnostics, facts);
        }
        return Output.finish(spec.commandLine(), ExitStatus.OK);
    }

    /** Facts with their keys, numbers as numbers; what is unknown is left out. */
    private static Map<String, Object> machine(SystemFacts facts) {
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

    private static void printJson(
            PrintWriter out, ProbeDiagnostics diagnostics, SystemFacts facts) {
        try (JsonGenerator json = Json.on(out)) {
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
            machine(facts).forEach((key, value) -> write(json, key, value));
            json.writeEndObject();
            json.writeEndObject();
        }
        out.println();
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

    private static void printText(
            PrintWriter out, ProbeDiagnostics diagnostics, SystemFacts facts) {
        line(out, "binding", diagnostics.binding());
        line(out, "library", diagnostics.library().toString());
        for (String attempt : diagnostics.attempts()) {
            line(out, "tried", attempt);
        }
        out.println();
        for (Mechanism mechanism : diagnostics.mechanisms()) {
            String fallback =
                    mechanism.isFirstChoice()
                            ? ""
                            : " (instead of "
                                    + mechanism.firstChoice()
                                    + ": "
                                    + mechanism.reason()
                                    + ")";
            line(out, mechanism.serves(), mechanism.used() + fallback);
        }
        out.println();
        machine(facts)
                .forEach(
                        (key, value) ->
                                line(
                                        out,
                                        key,
                                        key.endsWith("Bytes") && value instanceof Long bytes
                                                ? value + " (" + Units.bytes(bytes) + ")"
                                                : value.toString()));
    }

    private static void line(PrintWriter out, String key, String value) {
        out.printf(Locale.ROOT, "%-24s %s%n", key, SafeText.oneLine(value));
    }
}
