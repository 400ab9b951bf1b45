package io.procprobe.bench.programs;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the programs of {@code native/floor} are. */
final class NativeProgram {
    /** Seen from the folder of the jar, or of the classes, that this class comes from. */
    private static final Path FROM_BENCH_TARGET = Path.of("..", "..", "native/target/cmake/floor");

    private NativeProgram() {}

    /**
     * The file of a program.
     *
     * @throws IllegalStateException when it has not been built
     */
    static Path find(String name) {
        Path file = ownLocation().resolveSibling(FROM_BENCH_TARGET).resolve(name).normalize();
        if (!Files.isExecutable(file)) {
            throw new IllegalStateException(
                    file + " is missing: build it with ./mvnw -DskipTests=true -pl native package");
        }
        return file;
    }

    private static Path ownLocation() {
        try {
            return Path.of(
                    NativeProgram.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the classes come from no file", e);
        }
    }
}
