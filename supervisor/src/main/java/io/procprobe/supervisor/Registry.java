package io.procprobe.supervisor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
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
import java.util.Set;

/**
 * Who is alive, in a file that survives the end of the JVM at any instant. Each event is one line,
 * written by one call at the end of the file: what the kernel has taken it keeps, whatever becomes
 * of the JVM, and a line that is cut off is of something that has not happened yet. Nothing waits
 * for the disk: when the machine ends, so do the processes. When most lines are of the past the
 * file is written anew beside and takes the place of the old one.
 *
 * <p>A file beside it is locked, so that one supervisor has it. Both are readable by their owner
 * only.
 */
final class Registry implements AutoCloseable {
    private static final int LEAST_LINES_TO_COMPACT = 1_000;
    private static final int LINES_PER_LIVING = 4;
    private static final int MOST_BYTES = 256 << 20;

    private final Path file;
    private final FileChannel lockChannel;
    private final RegistryLines.Header header;
    private final Map<String, RegistryEntry> living = new LinkedHashMap<>();
    private FileChannel channel;
    private int lines;
    private boolean mustCompact;

    /**
     * What was in the file.
     *
     * @param entries of those who were alive, or about to be started, when it was written last
     * @param bootId of the machine's start at which they were; null when it is not known
     * @param damagedLines how many lines could not be read, one that was cut off at the end not
     *     counted
     */
    record Found(List<RegistryEntry> entries, String bootId, int damagedLines) {}

    private Registry(Path file, FileChannel lockChannel, RegistryLines.Header header) {
        this.file = file;
        this.lockChannel = lockChannel;
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
        Path absolute = file.toAbsolutePath();
        if (absolute.getParent() != null) {
            Files.createDirectories(absolute.getParent());
        }
        FileChannel lock = lock(absolute);
        try {
            List<String> text = Files.exists(absolute) ? linesOf(absolute) : List.of();
            RegistryLines.Header before =
                    text.isEmpty() ? null : RegistryLines.readHeader(text.get(0));
            if (before == null && !text.isEmpty()) {
                throw new IOException(absolute + " is no registry of procprobe");
            }
            String supervisor = before == null ? newSupervisor : before.supervisor();
            Registry registry =
                    new Registry(absolute, lock, new RegistryLines.Header(supervisor, bootId));
            Found found = read(text, before == null ? bootId : before.bootId());
            return new Opened(registry, found);
        } catch (RegistryLines.UnknownVersionException e) {
            lock.close();
            throw new IOException(absolute + ": " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".lock");
        FileChannel channel =
                FileChannel.open(
                        beside,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        ownerOnly(beside));
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by another supervisor of this very JVM.
            lock = null;
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw new IOException(file + " is in use by another supervisor");
        }
        return channel;
    }

    private static FileAttribute<?>[] ownerOnly(Path path) {
        boolean isPosix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return isPosix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Whole lines only: one that does not end was cut off. */
    private static List<String> linesOf(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException(file + " is too large for a registry");
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        int end = text.lastIndexOf('\n');
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

    /** Begins a new file with these, who are alive. Before anything else is noted. */
    synchronized void restart(List<RegistryEntry> alive) throws IOException {
        living.clear();
        alive.forEach(entry -> living.put(entry.spawnId(), entry));
        compact();
    }

    /** Before it is started: whoever finds this looks for it by its cookie. */
    synchronized void starting(RegistryEntry entry) throws IOException {
        living.put(entry.spawnId(), entry);
        try {
            append(RegistryLines.starting(entry));
        } catch (IOException e) {
            living.remove(entry.spawnId());
            throw e;
        }
    }

    synchronized void alive(RegistryEntry entry) throws IOException {
        living.put(entry.spawnId(), entry);
        append(RegistryLines.alive(entry));
    }

    /** Its end has been verified, or it never began. */
    synchronized void ended(String spawnId) throws IOException {
        living.remove(spawnId);
        append(RegistryLines.ended(spawnId));
    }

    private void append(String line) throws IOException {
        if (channel == null) {
            throw new IOException(file + " is closed");
        }
        if (mustCompact
                || lines >= Math.max(LEAST_LINES_TO_COMPACT, LINES_PER_LIVING * living.size())) {
            compact(); // with this very event, as the living already tell
            return;
        }
        // A part of a line, as of a full disk, would spoil the next one.
        mustCompact = true;
        write(channel, line);
        mustCompact = false;
        lines++;
    }

    private void compact() throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.deleteIfExists(next);
        FileChannel written =
                FileChannel.open(
                        next,
                        Set.of(
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.APPEND),
                        ownerOnly(next));
        try {
            StringBuilder text = new StringBuilder(RegistryLines.header(header));
            living.values()
                    .forEach(
                            entry ->
                                    text.append(
                                            entry.id() == null
                                                    ? RegistryLines.starting(entry)
                                                    : RegistryLines.alive(entry)));
            write(written, text.toString());
            // The name must not come to be before the content, or a crash of the machine leaves
            // neither.
            written.force(true);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            written.close();
            throw e;
        }
        if (channel != null) {
            channel.close();
        }
        channel = written;
        lines = living.size();
        mustCompact = false;
    }

    private static void write(FileChannel to, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        try {
            if (channel != null) {
                channel.close();
                channel = null;
            }
        } finally {
            lockChannel.close();
        }
    }
}
