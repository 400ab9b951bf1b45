package io.procprobe.cli.output;

import io.procprobe.ProcessExit;
import java.util.OptionalInt;
import tools.jackson.core.JsonGenerator;

/** How a process ended, from {@link ProcessExit#exitStatus()}. */
public final class ExitWords {
    private ExitWords() {}

    /**
     * For people.
     *
     * @param exitStatus what is known of it
     * @return such as "exit code 1" or "SIGKILL (9)"
     */
    public static String text(OptionalInt exitStatus) {
        if (exitStatus.isEmpty()) {
            return "exit status unknown";
        }
        int signal = exitStatus.getAsInt() - ProcessExit.SIGNALLED;
        return signal < 0
                ? "exit code " + exitStatus.getAsInt()
                : SignalName.of(signal).orElse("signal") + " (" + signal + ")";
    }

    /**
     * For programs: {@code exitCode}, or {@code signal} with {@code signalName}, or nothing.
     *
     * @param json an object that has been started
     * @param exitStatus what is known of it
     */
    public static void json(JsonGenerator json, OptionalInt exitStatus) {
        if (exitStatus.isEmpty()) {
            return;
        }
        int signal = exitStatus.getAsInt() - ProcessExit.SIGNALLED;
        if (signal < 0) {
            json.writeNumberProperty("exitCode", exitStatus.getAsInt());
        } else {
            json.writeNumberProperty("signal", signal);
            Json.text(json, "signalName", SignalName.of(signal));
        }
    }
}
