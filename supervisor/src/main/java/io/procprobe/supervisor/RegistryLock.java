package io.procprobe.supervisor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * That one supervisor has a registry: a lock on a file beside it, which the system takes back from
 * whoever ends.
 *
 * <p>The locks of POSIX belong to a process, and to close any descriptor of the file gives them
 * back. So this JVM remembers what it has, and does not even open that a second time; and where
 * somebody else in this JVM has the lock, as another class loader may, what was opened in vain is
 * kept open for the next attempt.
 */
final class RegistryLock implements AutoCloseable {
    private static final Set<Path> HELD = new HashSet<>();
    private static final Map<Path, FileChannel> NEVER_TO_CLOSE = new HashMap<>();

    private final Path path;
    private final FileChannel channel;

    private RegistryLock(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Takes it.
     *
     * @param registry a real path: one file has one name
     * @throws IOException when another supervisor has it, here or elsewhere
     */
    static RegistryLock take(Path registry) throws IOException {
        Path path = registry.resolveSibling(registry.getFileName() + ".lock");
        synchronized (HELD) {
            FileChannel locked = HELD.contains(path) ? null : lock(path);
            if (locked == null) {
                throw new IOException(registry + " is in use by another supervisor");
            }
            HELD.add(path);
            return new RegistryLock(path, locked);
        }
    }

    /** Null when another has it. */
    private static FileChannel lock(Path path) throws IOException {
        FileChannel kept = NEVER_TO_CLOSE.remove(path);
        FileChannel channel = kept != null ? kept : open(path);
        FileLock lock = null;
        boolean isClosable = true;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            NEVER_TO_CLOSE.put(path, channel);
            isClosable = false;
        } finally {
            if (lock == null && isClosable) {
                channel.close();
            }
        }
        return lock == null ? null : channel;
    }

    private static FileChannel open(Path path) throws IOException {
        return FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                Registry.ownerOnly(path));
    }

    /** Gives it back. May be called again. */
    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            if (channel.isOpen()) {
                try {
                    channel.close();
                } finally {
                    HELD.remove(path);
                }
            }
        }
    }
}
