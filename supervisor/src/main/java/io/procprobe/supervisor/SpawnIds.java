package io.procprobe.supervisor;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The cookies of one supervisor: its own, and one for each start. */
final class SpawnIds {
    private final String supervisor;

    /** Unlike that of any other supervisor that the same registry had. */
    private final String instance = UUID.randomUUID().toString();

    private final AtomicLong starts = new AtomicLong();
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    SpawnIds(String supervisor) {
        this.supervisor = supervisor;
    }

    /** The same for all processes of one registry. */
    String supervisor() {
        return supervisor;
    }

    String next() {
        return instance + "-" + starts.incrementAndGet();
    }

    /** From before its process is there until that is looked after. */
    void begin(String spawnId) {
        underWay.add(spawnId);
    }

    void finish(String spawnId) {
        underWay.remove(spawnId);
    }

    boolean isUnderWay(String spawnId) {
        return underWay.contains(spawnId);
    }
}
