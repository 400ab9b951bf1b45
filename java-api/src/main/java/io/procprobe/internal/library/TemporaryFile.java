package io.procprobe.internal.library;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Names of files that are about to be renamed or deleted. */
final class TemporaryFile {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private TemporaryFile() {}

    /**
     * A name that no other JVM uses at the same time. Not random: the folder is private or the file
     * is created exclusively, and the random source of the JVM costs more than all the rest of the
     * start.
     */
    static Path in(Path folder) {
        return folder.resolve(
                ".tmp-"
                        + ProcessHandle.current().pid()
                        + "-"
                        + Long.toHexString(System.nanoTime())
                        + "-"
                        + COUNT.getAndIncrement());
    }
}
