package io.procprobe.internal.library;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What the search for the library depends on, so that tests can give another one.
 *
 * @param property system properties by name, null for unset
 * @param variable environment variables by name, null for unset
 * @param resource resources of the class path by name, null for missing
 * @param fileSystem whose paths the properties and variables name
 */
public record Environment(
        Function<String, String> property,
        Function<String, String> variable,
        Function<String, InputStream> resource,
        FileSystem fileSystem) {
    /** That of this JVM. */
    public static Environment ofThisJvm() {
        return new Environment(
                System::getProperty,
                System::getenv,
                Environment::resourceOfJvm,
                FileSystems.getDefault());
    }

    /**
     * From the class path, or from the module of the natives where each module has its own loader.
     */
    private static InputStream resourceOfJvm(String name) {
        Class<?> own = Environment.class;
        InputStream found = own.getClassLoader().getResourceAsStream(name);
        if (found != null || own.getModule().getLayer() == null) {
            return found;
        }
        Module natives = own.getModule().getLayer().findModule("io.procprobe.natives").orElse(null);
        try {
            return natives == null ? null : natives.getResourceAsStream(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The platform that the properties name. */
    public PlatformId platform() {
        return PlatformId.of(property.apply("os.name"), property.apply("os.arch"));
    }

    /** What stands between the folders of a list. */
    String pathSeparator() {
        return platform().os().equals("windows") ? ";" : ":";
    }

    /** Content of a resource, null when there is none. */
    byte[] read(String name) throws IOException {
        try (InputStream in = resource.apply(name)) {
            return in == null ? null : in.readAllBytes();
        }
    }

    /**
     * Folders that may take the unpacked library, best first: where users keep caches, then what is
     * private to a session, then what is for all. The library must be executable there, which some
     * systems forbid (noexec), and some have no home: hence several.
     */
    List<Path> cacheFolders() {
        List<Path> folders = new ArrayList<>();
        add(folders, property.apply("procprobe.cache.dir"));
        String home = property.apply("user.home");
        switch (platform().os()) {
            case "windows" -> add(folders, variable.apply("LOCALAPPDATA"));
            case "macos" -> add(folders, home, "Library", "Caches");
            default -> {
                add(folders, variable.apply("XDG_CACHE_HOME"));
                add(folders, home, ".cache");
                add(folders, variable.apply("XDG_RUNTIME_DIR"));
            }
        }
        add(folders, property.apply("java.io.tmpdir"));
        if (platform().os().equals("linux")) {
            add(folders, "/var/tmp");
            add(folders, "/dev/shm");
        }
        return folders;
    }

    private void add(List<Path> folders, String first, String... more) {
        // "?" is what Java says of the home of a user that has none.
        if (first == null || first.isEmpty() || first.equals("?")) {
            return;
        }
        try {
            Path folder = fileSystem.getPath(first, more);
            if (folder.isAbsolute() && !folders.contains(folder)) {
                folders.add(folder);
            }
        } catch (InvalidPathException e) {
            // A variable that is no path is no place; the others are still tried.
            return;
        }
    }
}
