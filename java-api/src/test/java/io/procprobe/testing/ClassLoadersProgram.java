package io.procprobe.testing;

import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens a probe in each of several class loaders, as a servlet container would. */
public final class ClassLoadersProgram {
    private static final int LOADERS = 3;

    private ClassLoadersProgram() {}

    /** Writes the library of each probe and what it knows of this JVM. */
    public static void main(String[] args) throws Exception {
        List<URL> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            jars.add(Path.of(entry).toUri().toURL());
        }
        List<URLClassLoader> loaders = new ArrayList<>();
        for (int i = 0; i < LOADERS; i++) {
            URLClassLoader loader =
                    new URLClassLoader(
                            jars.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
            loaders.add(loader);
            Class<?> type = loader.loadClass("io.procprobe.ProcessProbe");
            Object probe = type.getMethod("open").invoke(null);
            Object diagnostics = type.getMethod("diagnostics").invoke(probe);
            System.out.println(
                    "library."
                            + i
                            + "="
                            + diagnostics.getClass().getMethod("library").invoke(diagnostics));
            Method identify = type.getMethod("identify", long.class);
            System.out.println(
                    "own." + i + "=" + identify.invoke(probe, ProcessHandle.current().pid()));
        }
        for (URLClassLoader loader : loaders) {
            loader.close();
        }
    }
}
