package io.procprobe.conformance.support;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The file of the program that plays the child: what {@code -Dprocprobe.conformance.child} names,
 * or else the one that is packed with the suite, unpacked once for this JVM.
 */
final class ChildProgram {
    private static final String PROPERTY = "procprobe.conformance.child";
    private static final Path FILE = find();

    private ChildProgram() {}

    static Path file() {
        return FILE;
    }

    private static Path find() {
        String named = System.getProperty(PROPERTY);
        try {
            return named == null ? unpack() : Path.of(named).toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path unpack() throws IOException {
        String name = "procprobe_child" + (system().equals("windows") ? ".exe" : "");
        String resource =
                "/io/procprobe/conformance/child/" + system() + "-" + architecture() + "/" + name;
        try (InputStream packed = ChildProgram.class.getResourceAsStream(resource)) {
            if (packed == null) {
                throw new FileNotFoundException(
                        "no " + resource + " is packed: name a program with -D" + PROPERTY);
            }
            Path folder = Files.createTempDirectory("procprobe-conformance");
            Path file = folder.resolve(name);
            folder.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            Files.copy(packed, file);
            if (!file.toFile().setExecutable(true)) {
                throw new IOException(file + " cannot be made a program");
            }
            return file;
        }
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("windows") ? "windows" : name.startsWith("mac") ? "macos" : name;
    }

    private static String architecture() {
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return name.equals("amd64") || name.equals("x64") ? "x86_64" : name;
    }
}
