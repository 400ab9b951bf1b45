package io.procprobe.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What Linux says in {@code /proc}, read in the plainest way: the truth that answers are compared
 * with. Bytes become characters one to one, since names may hold any.
 */
public final class Proc {
    /** Length of a clock tick in {@code stat}. */
    public static final long TICK_NANOS = 10_000_000;

    /** Numbers of {@code proc_pid_stat(5)}. */
    public record Stat(
            char state,
            long parent,
            long group,
            long session,
            long userTicks,
            long systemTicks,
            long threads,
            long startTicks) {}

    /** Pages of {@code proc_pid_statm(5)}. */
    public record Statm(long virtual, long resident, long shared) {}

    private Proc() {}

    /** A file of a process. */
    public static String text(long pid, String file) throws IOException {
        return new String(
                Files.readAllBytes(Path.of("/proc", Long.toString(pid), file)),
                StandardCharsets.ISO_8859_1);
    }

    /** Fields of {@code stat}, counted behind the name's last parenthesis. */
    public static Stat stat(long pid) throws IOException {
        String all = text(pid, "stat");
        String[] fields = all.substring(all.lastIndexOf(')') + 2).split(" ", -1);
        return new Stat(
                fields[0].charAt(0),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[11]),
                Long.parseLong(fields[12]),
                Long.parseLong(fields[17]),
                Long.parseLong(fields[19]));
    }

    /** Fields of {@code statm}. */
    public static Statm statm(long pid) throws IOException {
        String[] fields = text(pid, "statm").strip().split(" ", -1);
        return new Statm(
                Long.parseLong(fields[0]), Long.parseLong(fields[1]), Long.parseLong(fields[2]));
    }

    /** Lines of {@code status} by their names. */
    public static Map<String, String> status(long pid) throws IOException {
        return lines(text(pid, "status"));
    }

    /** Lines of a file such as {@code meminfo} by their names. */
    public static Map<String, String> lines(String text) {
        Map<String, String> lines = new HashMap<>();
        text.lines()
                .forEach(
                        line -> {
                            int colon = line.indexOf(':');
                            if (colon > 0) {
                                lines.put(
                                        line.substring(0, colon),
                                        line.substring(colon + 1).strip());
                            }
                        });
        return lines;
    }

    /** The second of the four user ids: the effective one. */
    public static long effectiveUid(Map<String, String> status) {
        return Long.parseLong(status.get("Uid").split("\t", -1)[1]);
    }

    /** User id of this JVM. */
    public static long ownUid() throws IOException {
        return effectiveUid(status(ProcessHandle.current().pid()));
    }

    /** How many descriptors of this JVM are links to something whose name contains this. */
    public static int ownDescriptors(String part) throws IOException {
        int count = 0;
        try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path link : links) {
                count += target(link).contains(part) ? 1 : 0;
            }
        }
        return count;
    }

    private static String target(Path link) throws IOException {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (NoSuchFileException e) {
            return ""; // closed meanwhile by another thread
        }
    }

    /** How many descriptors of this JVM a watch may have opened: pidfds, epoll sets, signals. */
    public static int ownWatchDescriptors() throws IOException {
        return ownDescriptors("pidfd")
                + ownDescriptors("/statm")
                + ownDescriptors("[eventpoll]")
                + ownDescriptors("[eventfd]");
    }

    /** The same, once those of an earlier test are closed, which another thread does. */
    public static int ownWatchDescriptorsWithoutProcesses() throws Exception {
        Await.until("no process is held any more", () -> ownDescriptors("pidfd") == 0);
        return ownWatchDescriptors();
    }
}
