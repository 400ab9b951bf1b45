package io.procprobe.hostile;

import io.procprobe.FieldSet;
import io.procprobe.ProbeUnavailableException;
import io.procprobe.ProcessProbe;
import io.procprobe.conformance.support.Binding;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Opens a probe in a class loader of its own, in which procprobe and JNA are loaded anew: as a JVM
 * does that has tried nothing before, and without the seconds that one takes under emulation.
 */
public final class LoadedAnew implements Callable<List<String>> {
    private static final String OPENED = "opened";

    /**
     * What came of it.
     *
     * @param isOpen whether a probe was opened and has read this process
     * @param library the file that was loaded, or the message of the failure
     * @param attempts what was tried
     */
    record Outcome(boolean isOpen, String library, List<String> attempts) {}

    /** Made in the class loader of its own. */
    public LoadedAnew() {}

    static Outcome with(Binding binding, Map<String, String> properties) throws Exception {
        Map<String, String> before = new HashMap<>();
        properties.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
        System.setProperty(Binding.PROPERTY, binding.property());
        try (URLClassLoader loader =
                new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            Callable<?> opening =
                    (Callable<?>)
                            loader.loadClass(LoadedAnew.class.getName())
                                    .getConstructor()
                                    .newInstance();
            List<String> answer =
                    ((List<?>) opening.call()).stream().map(Object::toString).toList();
            return new Outcome(
                    answer.get(0).equals(OPENED), answer.get(1), answer.subList(2, answer.size()));
        } finally {
            System.clearProperty(Binding.PROPERTY);
            before.forEach(LoadedAnew::restore);
        }
    }

    private static void restore(String property, String before) {
        if (before == null) {
            System.clearProperty(property);
        } else {
            System.setProperty(property, before);
        }
    }

    private static URL[] classPath() throws MalformedURLException {
        String[] entries = System.getProperty("java.class.path").split(":", -1);
        URL[] urls = new URL[entries.length];
        for (int i = 0; i < entries.length; i++) {
            urls[i] = Path.of(entries[i]).toUri().toURL();
        }
        return urls;
    }

    @Override
    public List<String> call() {
        List<String> answer = new ArrayList<>();
        try (ProcessProbe probe = ProcessProbe.open()) {
            answer.add(OPENED);
            answer.add(probe.diagnostics().library().toString());
            answer.addAll(probe.diagnostics().attempts());
            probe.sample(ProcessHandle.current().pid(), FieldSet.CHEAP)
                    .residentBytes()
                    .orElseThrow();
        } catch (ProbeUnavailableException e) {
            answer.add("unavailable");
            answer.add(e.getMessage());
            answer.addAll(e.attempts());
        }
        return answer;
    }
}
