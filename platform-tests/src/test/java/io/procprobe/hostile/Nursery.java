package io.procprobe.hostile;

import io.procprobe.conformance.support.Await;
import io.procprobe.conformance.support.Child;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A parent that starts and reaps processes when told to: any number of them costs this JVM three
 * descriptors and one thread, where {@link ProcessBuilder} takes as many for each. A number stays
 * with a child until it is reaped here.
 */
final class Nursery implements AutoCloseable {
    private final Child parent;

    Nursery() throws IOException {
        parent = Child.start();
    }

    /** The parent of all. */
    long pid() {
        return parent.pid();
    }

    /**
     * Starts a process that waits.
     *
     * @throws IOException when that is refused
     */
    long spawn() throws IOException {
        return parent.ask("spawn");
    }

    /** So many, each of which has come to its rest. */
    List<Long> spawn(int count) throws Exception {
        List<Long> pids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pids.add(spawn());
        }
        for (long pid : pids) {
            Await.until("it waits", () -> Guest.read("/proc/" + pid + "/stat").contains(") S "));
        }
        return pids;
    }

    /** Kills a child and reaps it: its number is free when this returns. */
    void end(long pid) throws Exception {
        end(List.of(pid));
    }

    void end(List<Long> pids) throws Exception {
        List<String> left = new ArrayList<>();
        for (long pid : pids) {
            kill(pid);
            left.add(Long.toString(pid));
        }
        Await.until("the killed have been reaped", () -> areReaped(left));
    }

    /** Kills a child, which stays a zombie. */
    static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    private boolean areReaped(List<String> left) throws IOException {
        left.removeAll(parent.order("reap"));
        return left.isEmpty();
    }

    @Override
    public void close() {
        parent.close();
    }
}
