package io.procprobe.cli.launcher;

import io.procprobe.cli.support.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A checkout with the real launcher but a Maven and a Java that only tell how they were called: by
 * that its decisions can be tested without builds. Its sources are an hour old.
 */
final class FakeCheckout {
    private static final Duration SOURCES_AGE = Duration.ofHours(1);
    private static final Duration BUILD_AGE = Duration.ofMinutes(30);
    private static final Duration EDIT_AGE = Duration.ofMinutes(10);

    /** Prints each argument in a line of its own, and ends as it is told. */
    private static final String JAVA =
            "#!/bin/sh\nfor a in \"$@\"; do echo \"[$a]\"; done\nexit \"${FAKE_STATUS:-0}\"\n";

    /** Leaves what the build leaves. */
    private static final String MAVEN =
            """
            #!/bin/sh
            root=$(dirname "$0")
            echo "$*" >>"$root/maven.calls"
            echo "[INFO] Building procprobe native 0.1.0-SNAPSHOT       [2/4]"
            if [ -f "$root/maven.fails" ]; then
                cat "$root/maven.fails"
                exit 1
            fi
            mkdir -p "$root/cli/target/app"
            cp "$root/jdk.path" "$root/cli/target/app/jdk"
            """;

    final Path root;
    final Map<String, String> environment = new HashMap<>();

    FakeCheckout(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(root);
        Files.copy(
                Launcher.script(),
                root.resolve("procprobe"),
                StandardCopyOption.COPY_ATTRIBUTES,
                LinkOption.NOFOLLOW_LINKS);
        for (String file :
                List.of(
                        "pom.xml",
                        "native/src/linux/a.c",
                        "native/test/a.c",
                        "java-api/src/main/java/A.java",
                        "java-api/src/test/java/ATest.java",
                        "java-api/target/A.class",
                        "supervisor/src/main/java/C.java",
                        "micrometer/src/main/java/D.java",
                        "agent/src/main/java/E.java",
                        "cli/src/main/java/B.java",
                        "cli/src/test/java/BTest.java")) {
            write(file, "");
            age(file, SOURCES_AGE);
        }
        Path java = write("a jdk/bin/java", JAVA);
        makeExecutable(java);
        write("jdk.path", java.getParent().getParent() + "\n");
        makeExecutable(write("mvnw", MAVEN));
    }

    Path write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    static void makeExecutable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void age(String file, Duration age) throws IOException {
        Files.setLastModifiedTime(root.resolve(file), FileTime.from(Instant.now().minus(age)));
    }

    /** As if it had been built half an hour ago. */
    FakeCheckout built() throws IOException {
        write("cli/target/app/jdk", Files.readString(root.resolve("jdk.path")));
        age("cli/target/app/jdk", BUILD_AGE);
        return this;
    }

    /** As if somebody had changed it since. */
    void edit(String file) throws IOException {
        age(file, EDIT_AGE);
    }

    Path script() {
        return root.resolve("procprobe");
    }

    Finished run(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(script().toString()));
        command.addAll(Arrays.asList(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return Finished.run(builder);
    }

    /** How Maven was called, one line per build. */
    List<String> builds() throws IOException {
        Path calls = root.resolve("maven.calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }
}
