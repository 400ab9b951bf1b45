import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes what lets the command start fast, in the folder that the launcher uses: the class path in a
 * fixed order, and the class-data archive for it (JEP 483). The command works without the archive,
 * so a failure is told and forgiven.
 */
final class MakeArchive {
    private static final String MAIN = "io.procprobe.cli.Rehearsal";

    private MakeArchive() {}

    public static void main(String[] args) throws Exception {
        Path app = Path.of(args[1]).toAbsolutePath();
        Path options = app.resolve("java.options");
        Path source = Path.of(args[0]);
        Files.copy(source, options, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(
                source.resolveSibling("serve.options"),
                app.resolve("serve.options"),
                StandardCopyOption.REPLACE_EXISTING);
        List<Path> jars = jars(app.resolve("lib"));
        for (Path jar : jars) {
            flatten(jar);
        }
        unpackLibrary(jars, app.resolve("native"));
        String names =
                jars.stream().map(jar -> jar.getFileName() + "\n").collect(Collectors.joining());
        Files.writeString(app.resolve("class-path"), names);
        Path archive = app.resolve("command.aot");
        Files.deleteIfExists(archive);
        Path made = app.resolve("command.aot.new");
        Path log = app.resolve("command.aot.log");
        if (run(log, command(options, jars, "-XX:AOTCacheOutput=" + made)) == 0
                && Files.isRegularFile(made)
                && run(log, command(options, jars, "-XX:AOTCache=" + made, "-XX:AOTMode=on"))
                        == 0) {
            Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
            Files.deleteIfExists(log);
        } else {
            Files.deleteIfExists(made);
            System.out.println("no class-data archive, the command starts slower: see " + log);
        }
    }

    /** The natives first: they are read at each start, and jars behind them are not even opened. */
    private static List<Path> jars(Path lib) throws IOException {
        try (Stream<Path> files = Files.list(lib)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted(
                            Comparator.comparing((Path file) -> !isNatives(file))
                                    .thenComparing(Comparator.naturalOrder()))
                    .toList();
        }
    }

    /**
     * A file of options is for the archive what it is for the launcher: both must give the same.
     */
    private static List<String> command(Path options, List<Path> jars, String... more) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + options);
        command.add("-Djava.library.path=" + options.resolveSibling("native"));
        command.addAll(List.of(more));
        command.add("-cp");
        command.add(
                jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(MAIN);
        return command;
    }

    /** Beside the jars: found there, it need not be read from its jar and looked for in a cache. */
    private static void unpackLibrary(List<Path> jars, Path folder) throws IOException {
        String name = System.mapLibraryName("procprobe");
        String resource = "io/procprobe/native/" + platform() + "/" + name;
        Files.createDirectories(folder);
        for (Path jar : jars) {
            try (FileSystem files = FileSystems.newFileSystem(jar)) {
                Path library = files.getPath(resource);
                if (Files.isRegularFile(library)) {
                    // A new file: one that a running command has mapped must not change.
                    Path file = folder.resolve(name);
                    Files.deleteIfExists(file);
                    Files.copy(library, file);
                }
            }
        }
    }

    /** The name of the library's folder, as the loader's PlatformId has it. */
    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return (os.startsWith("windows") ? "windows" : os.startsWith("mac") ? "macos" : os)
                + (arch.equals("amd64") || arch.equals("x86_64") ? "-x86_64" : "-aarch64");
    }

    private static boolean isNatives(Path jar) {
        return jar.getFileName().toString().startsWith("procprobe-native-");
    }

    private static int run(Path log, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(log.toFile());
        return builder.start().waitFor();
    }

    /**
     * Puts the classes for this release in the place of those for older ones: no archive takes
     * classes from the versions of a multi-release jar.
     */
    private static void flatten(Path jar) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(jar)) {
            Path versions = files.getPath("META-INF/versions/" + Runtime.version().feature());
            if (!Files.isDirectory(versions)) {
                return;
            }
            try (Stream<Path> all = Files.walk(versions)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    Path place = files.getPath("/").resolve(versions.relativize(file).toString());
                    Files.createDirectories(place.getParent());
                    Files.move(file, place, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
