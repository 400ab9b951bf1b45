package io.procprobe.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Processes that do nothing, for being asked about. They end with the benchmark, whatever becomes
 * of it.
 */
final class IdleChildren implements AutoCloseable {
    private final List<Process> processes = new ArrayList<>();

    /** Starts them; each ends by itself when its standard input, held by this JVM, is closed. */
    IdleChildren(int count) throws IOException {
        try {
            for (int i = 0; i < count; i++) {
                processes.add(new ProcessBuilder("cat").start());
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    long[] pids() {
        return processes.stream().mapToLong(Process::pid).toArray();
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
        for (Process process : processes) {
            process.onExit().join();
        }
    }
}
