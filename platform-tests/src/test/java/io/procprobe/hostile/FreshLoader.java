package io.procprobe.hostile;

import io.procprobe.conformance.support.Binding;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * A class loader in which procprobe and JNA are loaded anew, as in a JVM that has tried nothing
 * before, and without the seconds that one takes under emulation.
 */
final class FreshLoader implements AutoCloseable {
    private final URLClassLoader loader;
    private final Callable<?> opening;

    /**
     * What came of opening a probe.
     *
     * @param isOpen whether it was opened and has read this process
     * @param told the file of the library, or the message of the failure
     * @param attempts what was tried
     */
    record Outcome(boolean isOpen, String told, List<String> attempts) {}

    FreshLoader() throws ReflectiveOperationException, MalformedURLException {
        loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
        opening =
                (Callable<?>)
                        loader.loadClass(Opening.class.getName()).getConstructor().newInstance();
    }

    private static URL[] classPath() throws MalformedURLException {
        String[] entries = System.getProperty("java.class.path").split(":", -1);
        URL[] urls = new URL[entries.length];
        for (int i = 0; i < entries.length; i++) {
            urls[i] = Path.of(entries[i]).toUri().toURL();
        }
        return urls;
    }

    /** In a loader of its own. */
    static Outcome openOnce(Binding binding, Map<String, String> properties) throws Exception {
        try (FreshLoader fresh = new FreshLoader()) {
            return fresh.open(binding, properties);
        }
    }

    /** With these system properties while it is opened. */
    Outcome open(Binding binding, Map<String, String> properties) throws Exception {
        Map<String, String> wanted = new HashMap<>(properties);
        wanted.put(Binding.PROPERTY, binding.property());
        Map<String, String> before = new HashMap<>();
        wanted.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
        try {
            List<String> answer =
                    ((List<?>) opening.call()).stream().map(Object::toString).toList();
            return new Outcome(
                    answer.get(0).equals(Opening.OPENED),
                    answer.get(1),
                    answer.subList(2, answer.size()));
        } finally {
            before.forEach(FreshLoader::restore);
        }
    }

    private static void restore(String property, String before) {
        if (before == null) {
            System.clearProperty(property);
        } else {
            System.setProperty(property, before);
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
