package io.procprobe.micrometer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code /proc/pressure} (Linux 4.20 and later, where it is compiled in and not switched
 * off). Where it is not there, or may not be read, there is none: never zeros.
 *
 * <p>Threads: any number.
 */
public final class PressureReader {
    private static final Path PROC = Path.of("/proc/pressure");
    private static final List<String> RESOURCES = List.of("cpu", "memory", "io");
    private static final double PER_CENT = 100;

    /** "some avg10=0.12 avg60=0.05 avg300=0.01 total=12345" */
    private static final Pattern LINE =
            Pattern.compile(
                    "(some|full) avg10=(\\d{1,3}\\.\\d{1,6}) avg60=(\\d{1,3}\\.\\d{1,6})"
                            + " avg300=(\\d{1,3}\\.\\d{1,6}) total=(\\d{1,18})");

    private final Path folder;

    /** Reads that of this machine. */
    public PressureReader() {
        this(PROC);
    }

    /**
     * Reads that of a folder with files {@code cpu}, {@code memory} and {@code io}.
     *
     * @param folder as {@code /proc/pressure} is
     */
    public PressureReader(Path folder) {
        this.folder = Objects.requireNonNull(folder, "folder");
    }

    /**
     * Reads all.
     *
     * @return empty where there is none
     */
    public List<Pressure> read() {
        List<Pressure> found = new ArrayList<>();
        for (String resource : RESOURCES) {
            List<String> lines;
            try {
                lines = Files.readAllLines(folder.resolve(resource));
            } catch (IOException e) {
                continue; // not there, switched off (EOPNOTSUPP) or not allowed
            }
            for (String line : lines) {
                parse(resource, line).ifPresent(found::add);
            }
        }
        return List.copyOf(found);
    }

    /**
     * Reads one line.
     *
     * @param resource of which file it is
     * @param line the line
     * @return empty when it is none
     */
    public static Optional<Pressure> parse(String resource, String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new Pressure(
                        resource,
                        matcher.group(1),
                        Double.parseDouble(matcher.group(2)) / PER_CENT,
                        Double.parseDouble(matcher.group(3)) / PER_CENT,
                        Double.parseDouble(matcher.group(4)) / PER_CENT,
                        Long.parseLong(matcher.group(5))));
    }
}
