package io.procprobe.bench.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The program of one language: a folder of {@code bench/peers}, whose README says what it does. */
final class PeerProgram {
    private final Path source;
    private final Path built;

    PeerProgram(Path source, Path built) {
        this.source = source;
        this.built = built;
    }

    String language() {
        return source.getFileName().toString();
    }

    /**
     * Builds it.
     *
     * @throws Unavailable when a tool is missing, or it cannot be built
     */
    void build() throws IOException, Unavailable {
        Files.createDirectories(built);
        run(List.of(source.resolve("build.sh").toString(), built.toString()));
    }

    /**
     * Measures its libraries, one after the other.
     *
     * @return nanoseconds per process, by the name of the library
     */
    Map<String, Double> poll(int millis, long[] pids) throws IOException, Unavailable {
        List<String> command = new ArrayList<>();
        command.add(built.resolve("poll").toString());
        command.add(Integer.toString(millis));
        Arrays.stream(pids).mapToObj(Long::toString).forEach(command::add);
        Map<String, Double> nanosPerProcess = new LinkedHashMap<>();
        for (String line : run(command).lines().toList()) {
            String[] cells = line.split("\t", -1);
            nanosPerProcess.put(cells[0], Double.valueOf(cells[1]));
        }
        return nanosPerProcess;
    }

    private static String run(List<String> command) throws IOException, Unavailable {
        Path errors = Files.createTempFile("procprobe-peer", ".txt");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                            .redirectError(errors.toFile())
                            .start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.onExit().join().exitValue() != 0) {
                throw new Unavailable(lastLine(Files.readString(errors)));
            }
            return output;
        } finally {
            Files.delete(errors);
        }
    }

    private static String lastLine(String text) {
        List<String> lines = text.strip().lines().toList();
        return lines.isEmpty() ? "it failed without a word" : lines.get(lines.size() - 1);
    }

    /** It cannot be measured here; the message says why. */
    static final class Unavailable extends Exception {
        private static final long serialVersionUID = 1;

        Unavailable(String reason) {
            super(reason);
        }
    }
}
