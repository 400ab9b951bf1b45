package io.procprobe.supervisor;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is alive, in a file that survives the end of the JVM at any instant. Each event is one line,
 * written by one call at the end of the file: what the kernel has taken it keeps, whatever becomes
 * of the JVM, and a line that is cut off is of something that has not happened yet. Nothing waits
 * for the disk: when the machine ends, so do the processes. When most lines are of the past the
 * file is written anew beside and takes the place of the old one.
 *
 * <p>A file beside it is locked, so that one supervisor has it; both are readable by their owner
 * only. An interrupt of a thread that notes something hinders it in nothing.
 */
final class Registry implements AutoCloseable {
    private static final int LEAST_LINES_TO_COMPACT = 1_000;
    private static final int LINES_PER_LIVING = 4;
    private static final int MOST_BYTES = 256 << 20;

    private final Path file;
    private final RegistryLock lock;
    private final RegistryLines.Header header;
    private final Map<String, RegistryEntry> living = new LinkedHashMap<>();

    /** Not a channel: that an interrupt of whoever writes would close for everybody. */
    private OutputStream out;

    private int lines;
    private boolean mustCompact;
    private boolean isClosed;

    /**
     * What was in the file.
     *
     * @param entries of those who were alive, or about to be started, when it was written last
     * @param bootId of the machine's start at which they were; null when it is not known
     * @param damagedLines how many lines could not be read, one that was cut off at the end not
     *     counted
     */
    record Found(List<RegistryEntry> entries, String bootId, int damagedLines) {}

    private Registry(Path file, RegistryLock lock, RegistryLines.Header header) {
        this.file = file;
        this.lock = lock;
        this.header = header;
    }

    /** An open registry, and what was in its file. */
    record Opened(Registry registry, Found found) {}

    /**
     * Opens the file, or makes it. What is found in it is not taken over: {@link #restart} begins
     * anew with those who are.
     *
     * @param newSupervisor the cookie where there is no file yet
     * @param bootId of this start of the machine; null when it is not known
     * @throws IOException when another supervisor has it, when it is no registry, or of a later
     *     version
     */
    static Opened open(Path file, String newSupervisor, String bootId) throws IOException {
        Path real = realPath(file);
        RegistryLock lock = RegistryLock.take(real);
        Opened opened = null;
        try {
            opened = openLocked(real, lock, newSupervisor, bootId);
            return opened;
        } catch (RegistryLines.UnknownVersionException e) {
            throw new IOException(real + ": " + e.getMessage(), e);
        } finally {
            if (opened == null) {
                lock.close();
            }
        }
    }

    private static Opened openLocked(
            Path file, RegistryLock lock, String newSupervisor, String bootId)
            throws IOException, RegistryLines.UnknownVersionException {
        List<String> text = Files.exists(file) ? linesOf(file) : List.of();
        RegistryLines.Header before = text.isEmpty() ? null : RegistryLines.readHeader(text.get(0));
        if (before == null && !text.isEmpty()) {
            throw new IOException(file + " is no registry of procprobe");
        }
        String supervisor = before == null ? newSupervisor : before.supervisor();
        Registry registry = new Registry(file, lock, new RegistryLines.Header(supervisor, bootId));
        return new Opened(registry, read(text, before == null ? bootId : before.bootId()));
    }

    /** By whatever name it is known: also its lock is beside the file itself. */
    private static Path realPath(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        if (Files.exists(absolute)) {
            return absolute.toRealPath();
        }
        if (absolute.getParent() == null) {
            throw new IOException(absolute + " is a folder");
        }
        // Also where that is a link, at which this would fail.
        if (!Files.isDirectory(absolute.getParent())) {
            Files.createDirectories(absolute.getParent());
        }
        return absolute.getParent().toRealPath().resolve(absolute.getFileName());
    }

    static FileAttribute<?>[] ownerOnly(Path path) {
        boolean isPosix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return isPosix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * Whole lines only: one that does not end was cut off. The first one never is, as a file has it
     * before it has its name: what has no whole line is somebody else's.
     */
    private static List<String> linesOf(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException(file + " is too large for a registry");
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        int end = text.lastIndexOf('\n');
        if (end < 0 && !text.isEmpty()) {
            throw new IOException(file + " is no registry of procprobe");
        }
        return end < 0 ? List.of() : text.substring(0, end).lines().toList();
    }

    private static Found read(List<String> text, String bootId) {
        Map<String, RegistryEntry> entries = new LinkedHashMap<>();
        int damaged = 0;
        for (String each : text.subList(Math.min(1, text.size()), text.size())) {
            RegistryLines.Line line = RegistryLines.readLine(each);
            if (line == null) {
                damaged++;
            } else if (line.event().equals("ended")) {
                entries.remove(line.entry().spawnId());
            } else {
                entries.put(line.entry().spawnId(), line.entry());
            }
        }
        return new Found(List.copyOf(entries.values()), bootId, damaged);
    }

    /** The cookie of all processes of this registry. */
    String supervisor() {
        return header.supervisor();
    }

    /**
     * Begins a new file with these. Before anything else is noted. When that fails, the registry is
     * closed, and the file as it was.
     */
    synchronized void restart(List<RegistryEntry> entries) throws IOException {
        living.clear();
        entries.forEach(entry -> living.put(entry.spawnId(), entry));
        boolean isWritten = false;
        try {
            compact();
            isWritten = true;
        } finally {
            if (!isWritten) {
                close();
            }
        }
    }

    /** Before it is started: whoever finds this looks for it by its cookie. */
    synchronized void starting(RegistryEntry entry) throws IOException {
        note(entry, RegistryLines.starting(entry));
    }

    synchronized void alive(RegistryEntry entry) throws IOException {
        note(entry, RegistryLines.alive(entry));
    }

    /** What cannot be written has not happened: the next file is not to have it either. */
    private void note(RegistryEntry entry, String line) throws IOException {
        RegistryEntry before = living.put(entry.spawnId(), entry);
        boolean isWritten = false;
        try {
            append(line);
            isWritten = true;
        } finally {
            if (!isWritten && before == null) {
                living.remove(entry.spawnId());
            } else if (!isWritten) {
                living.put(entry.spawnId(), before);
            }
        }
    }

    /** Its end has been verified, or it never began. */
    synchronized void ended(String spawnId) throws IOException {
        living.remove(spawnId);
        append(RegistryLines.ended(spawnId));
    }

    private void append(String line) throws IOException {
        if (isClosed) {
            throw new IOException(file + " is closed");
        }
        if (mustCompact
                || out == null
                || lines >= Math.max(LEAST_LINES_TO_COMPACT, LINES_PER_LIVING * living.size())) {
            compact(); // with this very event, as the living already tell
            return;
        }
        // A part of a line, as of a full disk, would spoil the next one.
        mustCompact = true;
        out.write(line.getBytes(StandardCharsets.UTF_8));
        mustCompact = false;
        lines++;
    }

    private void compact() throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.deleteIfExists(next);
        Files.createFile(next, ownerOnly(next));
        // The name must not come to be before the content, or a crash of the machine leaves
        // neither.
        try (OutputStream whole = Files.newOutputStream(next, StandardOpenOption.SYNC)) {
            whole.write(content().getBytes(StandardCharsets.UTF_8));
        }
        // Windows replaces no file that is open.
        boolean wasOpen = out != null;
        closeOld();
        try {
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            if (wasOpen) {
                out = Files.newOutputStream(file, StandardOpenOption.APPEND);
            }
            throw e;
        }
        out = Files.newOutputStream(file, StandardOpenOption.APPEND);
        lines = living.size();
        mustCompact = false;
    }

    private String content() {
        StringBuilder text = new StringBuilder(RegistryLines.header(header));
        for (RegistryEntry entry : living.values()) {
            text.append(
                    entry.id() == null
                            ? RegistryLines.starting(entry)
                            : RegistryLines.alive(entry));
        }
        return text.toString();
    }

    private void closeOld() {
        OutputStream old = out;
        out = null;
        try {
            if (old != null) {
                old.close();
            }
        } catch (IOException e) {
            // What it may have lost is in the file that takes its place.
            return;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        try {
            isClosed = true;
            if (out != null) {
                out.close();
                out = null;
            }
        } finally {
            lock.close();
        }
    }
}
