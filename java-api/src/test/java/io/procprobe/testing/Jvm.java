package io.procprobe.testing;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A further JVM of the same Java, for what can be seen only from the start of one. It inherits
 * nothing that says where libraries lie: its home and its folder for temporary files are those that
 * the test gives.
 */
public final class Jvm {
    private static final long END_SECONDS = 600;

    private final Path work;
    private final List<String> prefix = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private List<Path> classPath =
            List.of(Jars.testClasses(), Jars.facade(), Jars.natives(), Jars.jna());

    /**
     * What a JVM left behind.
     *
     * @param exit its exit status
     * @param out what it wrote, as lines of KEY=VALUE
     * @param error what it wrote to its error output
     */
    public record Result(int exit, Map<String, String> out, String error) {
        /** A value that must be there. */
        public String get(String key) {
            String value = out.get(key);
            if (value == null) {
                throw new AssertionError("no " + key + " in " + this);
            }
            return value;
        }

        /** All that was tried to load the library, in order. */
        public List<String> attempts() {
            return Stream.iterate(0, i -> i + 1)
                    .map(i -> out.get("attempt." + i))
                    .takeWhile(attempt -> attempt != null)
                    .toList();
        }
    }

    /**
     * A JVM whose home is {@code HOME} and whose folder for temporary files is {@code TMP} below a
     * folder.
     *
     * @param work an empty folder of the test
     */
    public Jvm(Path work) throws IOException {
        this.work = work;
        Files.createDirectories(home());
        Files.createDirectories(temporary());
        option("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        option("-Duser.home=" + home(), "-Djava.io.tmpdir=" + temporary());
        if (Runtime.version().feature() >= Binding.FFM_SINCE) {
            // Without it Java writes a warning, which is another test's subject.
            option("--enable-native-access=ALL-UNNAMED");
        }
    }

    /** Path of the program {@code java} of this JVM. */
    public static String executable() {
        String suffix = File.separatorChar == '\\' ? ".exe" : "";
        return Path.of(System.getProperty("java.home"), "bin", "java" + suffix).toString();
    }

    /** Its home. */
    public Path home() {
        return work.resolve("home");
    }

    /** Its folder for temporary files. */
    public Path temporary() {
        return work.resolve("tmp");
    }

    /** Has the JVM started by another program. */
    public Jvm startedBy(String... command) {
        prefix.addAll(List.of(command));
        return this;
    }

    /** Options for the JVM; a later one wins. */
    public Jvm option(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** Forgets an option. */
    public Jvm without(String option) {
        options.remove(option);
        return this;
    }

    /** Sets the binding. */
    public Jvm binding(Binding binding) {
        return option("-Dprocprobe.binding=" + binding.property());
    }

    /** Another class path. */
    public Jvm classPath(Path... entries) {
        classPath = List.of(entries);
        return this;
    }

    /** Starts it. */
    public Process start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(executable());
        command.addAll(options);
        command.add("-cp");
        command.add(
                classPath.stream()
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator)));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        for (String name :
                List.of(
                        "XDG_CACHE_HOME",
                        "XDG_RUNTIME_DIR",
                        "LOCALAPPDATA",
                        "LD_LIBRARY_PATH",
                        "JAVA_TOOL_OPTIONS",
                        "JDK_JAVA_OPTIONS")) {
            builder.environment().remove(name);
        }
        // Into a file, so that a JVM that writes much never waits for its reader.
        return builder.redirectError(Files.createTempFile(work, "stderr", "").toFile()).start();
    }

    /** Starts it and waits for its end. */
    public Result run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        return finish(start(main, arguments));
    }

    /** Waits for the end of a JVM that was started. */
    public Result finish(Process process) throws IOException, InterruptedException {
        try {
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the JVM does not end");
            }
            Map<String, String> out = new LinkedHashMap<>();
            text.lines()
                    .filter(line -> line.contains("="))
                    .forEach(
                            line -> {
                                int equals = line.indexOf('=');
                                out.put(line.substring(0, equals), line.substring(equals + 1));
                            });
            return new Result(process.exitValue(), out, errors());
        } finally {
            process.destroyForcibly();
        }
    }

    private String errors() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(work)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith("stderr")) {
                    all.append(Files.readString(file));
                }
            }
        }
        return all.toString();
    }
}
