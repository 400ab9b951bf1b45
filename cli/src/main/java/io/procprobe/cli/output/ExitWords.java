package io.procprobe.cli.output;

import io.procprobe.ProcessExit;
import java.util.OptionalInt;
import tools.jackson.core.JsonGenerator;

/** How a process ended, from {@link ProcessExit}'s exit code and signal. */
public final class ExitWords {
    private ExitWords() {}

    /**
     * For people.
     *
     * @param exitCode as {@link ProcessExit#exitCode()}
     * @param signal as {@link ProcessExit#signal()}
     * @return such as "exit code 1" or "SIGKILL (9)"
     */
    public static String text(OptionalInt exitCode, OptionalInt signal) {
        if (signal.isPresent()) {
            int number = signal.getAsInt();
            return SignalName.of(number).orElse("signal") + " (" + number + ")";
        }
        return exitCode.isPresent() ? "exit code " + exitCode.getAsInt() : "exit status unknown";
    }

    /**
     * For programs: {@code exitCode}, or {@code signal} with {@code signalName}, or nothing.
     *
     * @param json an object that has been started
     * @param exitCode as {@link ProcessExit#exitCode()}
     * @param signal as {@link ProcessExit#signal()}
     */
    public static void json(JsonGenerator json, OptionalInt exitCode, OptionalInt signal) {
        exitCode.ifPresent(code -> json.writeNumberProperty("exitCode", code));
        if (signal.isPresent()) {
            json.writeNumberProperty("signal", signal.getAsInt());
            Json.text(json, "signalName", SignalName.of(signal.getAsInt()));
        }
    }
}
