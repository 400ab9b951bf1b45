package io.procprobe.cli.support;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The packaged command, run in a JVM of its own. */
public final class App {
    private App() {}

    /** What the build made for the launcher. */
    public static Path folder() {
        String folder = System.getProperty("procprobe.app.folder");
        if (folder == null) {
            throw new IllegalStateException(
                    "-Dprocprobe.app.folder is not set: run the tests by ./mvnw -pl cli -am verify");
        }
        return Path.of(folder).toAbsolutePath();
    }

    public static Path jdk() throws IOException {
        return Path.of(Files.readString(folder().resolve("jdk")).strip());
    }

    /** Runs the command on these JVM options to its end. */
    public static Finished run(List<String> options, String... args)
            throws IOException, InterruptedException {
        return Finished.run(builder(folder().resolve("lib") + "/*", options, args));
    }

    /** Runs the command without one of its jars. */
    public static Finished runWithout(String jar, List<String> options, String... args)
            throws IOException, InterruptedException {
        String classPath;
        try (Stream<Path> jars = Files.list(folder().resolve("lib"))) {
            List<Path> all = jars.toList();
            List<Path> kept =
                    all.stream().filter(j -> !j.getFileName().toString().startsWith(jar)).toList();
            if (kept.size() != all.size() - 1) {
                throw new AssertionError("not one jar is named " + jar + "*: " + all);
            }
            classPath =
                    kept.stream()
                            .map(Path::toString)
                            .collect(Collectors.joining(File.pathSeparator));
        }
        return Finished.run(builder(classPath, options, args));
    }

    /** The command as a child that has not been started. */
    public static ProcessBuilder builder(List<String> options, String... args) throws IOException {
        return builder(folder().resolve("lib") + "/*", options, args);
    }

    private static ProcessBuilder builder(String classPath, List<String> options, String... args)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(jdk().resolve("bin/java").toString());
        // As the launcher does, and what starts fast is good for tests too.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dstdout.encoding=UTF-8",
                        "-Dstderr.encoding=UTF-8"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, "io.procprobe.cli.Main"));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        // The JVM announces these on standard error, which the tests want to see empty.
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"));
        return builder;
    }
}
