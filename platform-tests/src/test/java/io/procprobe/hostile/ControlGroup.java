package io.procprobe.hostile;

import io.procprobe.conformance.support.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A control group below one mount point, that a test makes and removes. */
final class ControlGroup implements AutoCloseable {
    private static final long PAUSE_NANOS = 2_000_000;

    private final Path folder;

    ControlGroup(String parent, String name) throws IOException {
        folder = Files.createDirectory(Path.of(parent, name));
    }

    String folder() {
        return folder.toString();
    }

    boolean has(String file) {
        return Files.exists(folder.resolve(file));
    }

    void set(String file, Object value) throws IOException {
        Guest.write(folder.resolve(file).toString(), value);
    }

    long number(String file) throws IOException {
        return Long.parseLong(Guest.read(folder.resolve(file).toString()));
    }

    void add(long pid) throws IOException {
        set("cgroup.procs", pid);
    }

    /** Those in it have been sent away or ended; the last of these may still be leaving. */
    @Override
    public void close() {
        long begin = System.nanoTime();
        while (!folder.toFile().delete()) {
            if (System.nanoTime() - begin > Await.DEADLINE.toNanos()) {
                throw new AssertionError("the group cannot be removed: " + folder);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
