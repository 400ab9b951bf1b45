package io.procprobe.cli.launcher;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.cli.support.App;
import io.procprobe.cli.support.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The launcher of this checkout, for those tests that need the real one. */
final class Launcher {
    private static final List<String> SOURCES = List.of("native", "java-api", "supervisor", "cli");

    private Launcher() {}

    /** It stands at the root, where the build has made {@code cli/target/app}. */
    static Path root() {
        return App.folder().resolve("../../..").normalize();
    }

    static Path script() {
        Path script = root().resolve("procprobe");
        assertTrue(Files.isExecutable(script), script::toString);
        return script;
    }

    /** Runs it to its end, in a folder. */
    static Finished run(Path folder, Path script, String... args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(Arrays.asList(args));
        return Finished.run(quiet(new ProcessBuilder(command).directory(folder.toFile())));
    }

    /** The JVM announces these on standard error, which the tests want to see empty. */
    static ProcessBuilder quiet(ProcessBuilder builder) {
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"));
        return builder;
    }

    /**
     * Skips the test when somebody has edited sources since the build: rightly it would build then,
     * and replace the jars under the feet of the tests. What the build itself leaves in folders of
     * sources is not forgiven.
     */
    static void assumeSourcesAreOlderThanTheBuild() throws IOException {
        FileTime built = Files.getLastModifiedTime(App.folder().resolve("jdk"));
        List<Path> files = new ArrayList<>(List.of(root().resolve("pom.xml")));
        for (String folder : SOURCES) {
            try (Stream<Path> all = Files.walk(root().resolve(folder))) {
                all.filter(Launcher::isSource).forEach(files::add);
            }
        }
        for (Path file : files) {
            boolean isOlder = Files.getLastModifiedTime(file).compareTo(built) <= 0;
            Assumptions.assumeTrue(isOlder, () -> "edited since the build: " + file);
        }
    }

    private static boolean isSource(Path file) {
        String name = file.getFileName().toString();
        return !file.toString().contains("/target/")
                && name.matches(".*\\.(java|c|h|xml|txt|cmake|map|properties)")
                && Files.isRegularFile(file);
    }
}
