package io.procprobe.cli;

import io.procprobe.ProbeDiagnostics;
import io.procprobe.ProbeDiagnostics.Mechanism;
import io.procprobe.ProcessProbe;
import io.procprobe.agent.doctor.DoctorReport;
import io.procprobe.cli.output.Json;
import io.procprobe.cli.output.SafeText;
import io.procprobe.cli.output.Units;
import java.io.PrintWriter;
import java.util.Locale;
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
        DoctorReport report;
        try (ProcessProbe probe = ProcessProbe.open()) {
            report = new DoctorReport(probe.diagnostics(), probe.systemFacts());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (format == TextFormat.JSON) {
            printJson(out, report);
        } else {
            printText(out, report);
        }
        return Output.finish(spec.commandLine(), ExitStatus.OK);
    }

    private static void printJson(PrintWriter out, DoctorReport report) {
        try (JsonGenerator json = Json.on(out)) {
            report.write(json);
        }
        out.println();
    }

    private static void printText(PrintWriter out, DoctorReport report) {
        ProbeDiagnostics diagnostics = report.diagnostics();
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
        report.machine()
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
