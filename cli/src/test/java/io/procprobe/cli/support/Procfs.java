package io.procprobe.cli.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The oracle on Linux: procfs, read by other code than that under test. */
public final class Procfs {
    private static final Path ROOT = Path.of("/proc");

    private Procfs() {}

    /**
     * What procfs says of one process, in the units of the command.
     *
     * @param startTicks since boot: with the PID, which process it is
     */
    public record Reading(
            String name,
            char state,
            long parentPid,
            long userNanos,
            long systemNanos,
            long threads,
            long startTicks,
            long uid,
            long virtualBytes,
            long residentBytes,
            long privateBytes) {}

    /** Empty when the process is gone, or went while it was read. */
    public static Optional<Reading> read(long pid) {
        Path folder = ROOT.resolve(Long.toString(pid));
        try {
            byte[] statBytes = Files.readAllBytes(folder.resolve("stat"));
            // A name may hold anything, also parentheses, and only the last one ends it.
            String stat = new String(statBytes, StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1);
            String[] statm = Files.readString(folder.resolve("statm")).strip().split(" ", -1);
            byte[] comm = Files.readAllBytes(folder.resolve("comm"));
            long page = SystemConstants.PAGE_BYTES;
            long tick = SystemConstants.TICK_NANOS;
            return Optional.of(
                    new Reading(
                            new String(comm, 0, comm.length - 1, StandardCharsets.UTF_8),
                            fields[0].charAt(0),
                            Long.parseLong(fields[1]),
                            Long.parseLong(fields[11]) * tick,
                            Long.parseLong(fields[12]) * tick,
                            Long.parseLong(fields[17]),
                            Long.parseLong(fields[19]),
                            effectiveUid(folder.resolve("status")),
                            Long.parseLong(statm[0]) * page,
                            Long.parseLong(statm[1]) * page,
                            (Long.parseLong(statm[1]) - Long.parseLong(statm[2])) * page));
        } catch (IOException e) {
            if (Files.exists(folder)) {
                throw new UncheckedIOException(e);
            }
            return Optional.empty();
        }
    }

    /** All that can be seen. */
    public static Map<Long, Reading> readAll() {
        Map<Long, Reading> all = new TreeMap<>();
        try (Stream<Path> entries = Files.list(ROOT)) {
            entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> Character.isDigit(name.charAt(0)))
                    .mapToLong(Long::parseLong)
                    .forEach(pid -> read(pid).ifPresent(reading -> all.put(pid, reading)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    public static char state(long pid) {
        return read(pid).orElseThrow().state();
    }

    /** The wall-clock time of the boot, as the kernel has it now. */
    public static Instant bootTime() throws IOException {
        try (Stream<String> lines = Files.lines(ROOT.resolve("stat"))) {
            String line = lines.filter(l -> l.startsWith("btime ")).findFirst().orElseThrow();
            return Instant.ofEpochSecond(Long.parseLong(line.substring("btime ".length())));
        }
    }

    /** In bytes that need not be UTF-8: the first line is the name. */
    private static long effectiveUid(Path status) throws IOException {
        String text = new String(Files.readAllBytes(status), StandardCharsets.ISO_8859_1);
        String line = text.lines().filter(l -> l.startsWith("Uid:")).findFirst().orElseThrow();
        return Long.parseLong(line.split("\t", -1)[2]);
    }
}
