package io.procprobe.internal.library;

import java.io.ByteArrayInputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.util.HashMap;
import java.util.Map;

/** Environments that a test makes up: the platform is this one unless it says otherwise. */
final class Environments {
    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> variables = new HashMap<>();
    private final Map<String, byte[]> resources = new HashMap<>();
    private FileSystem fileSystem = FileSystems.getDefault();

    Environments() {
        property("os.name", System.getProperty("os.name"));
        property("os.arch", System.getProperty("os.arch"));
    }

    /** With the library that is really bundled. */
    static Environments withLibrary() throws Exception {
        Environment here = Environment.ofThisJvm();
        String name = here.platform().resource();
        return new Environments()
                .resource(name, here.read(name))
                .resource(name + ".sha256", here.read(name + ".sha256"));
    }

    Environments property(String name, Object value) {
        properties.put(name, value.toString());
        return this;
    }

    Environments variable(String name, Object value) {
        variables.put(name, value.toString());
        return this;
    }

    Environments files(FileSystem system) {
        fileSystem = system;
        return this;
    }

    Environments resource(String name, byte[] content) {
        resources.put(name, content);
        return this;
    }

    Environments without(String resource) {
        resources.remove(resource);
        return this;
    }

    Environment make() {
        return new Environment(
                properties::get,
                variables::get,
                name ->
                        resources.containsKey(name)
                                ? new ByteArrayInputStream(resources.get(name))
                                : null,
                fileSystem);
    }
}
