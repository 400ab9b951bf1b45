package io.procprobe.supervisor;

import java.util.ArrayList;
import java.util.List;

/** A further JVM, with the classes of this one. */
final class OtherJvm {
    private OtherJvm() {}

    static ProcessBuilder running(Class<?> program, String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                program.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }
}
