package io.procprobe.testing;

import com.sun.jna.Native;
import io.procprobe.ProcessProbe;
import io.procprobe.internal.library.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;

/** The jars that are tested, and the classes of the tests. */
public final class Jars {
    private Jars() {}

    /** The facade with its bindings. */
    public static Path facade() {
        return of(ProcessProbe.class);
    }

    /** JNA. */
    public static Path jna() {
        return of(Native.class);
    }

    /** The native libraries. */
    public static Path natives() {
        URL library =
                ProcessProbe.class
                        .getClassLoader()
                        .getResource(Environment.ofThisJvm().platform().resource());
        try {
            JarURLConnection jar = (JarURLConnection) library.openConnection();
            return Path.of(URI.create(jar.getJarFileURL().toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Unpacks the library of this platform into a folder, under its own name. */
    public static Path libraryIn(Path folder) throws IOException {
        Environment here = Environment.ofThisJvm();
        Path file = folder.resolve(here.platform().fileName());
        try (InputStream library = here.resource().apply(here.platform().resource())) {
            Files.copy(library, file);
        }
        return file;
    }

    /** The folder of the tests' classes. */
    public static Path testClasses() {
        return of(Jars.class);
    }

    private static Path of(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
