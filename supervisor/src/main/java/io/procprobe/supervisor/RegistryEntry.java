package io.procprobe.supervisor;

import io.procprobe.ProcessId;
import java.time.Duration;
import java.time.Instant;

/**
 * What is remembered of a process across the end of its supervisor.
 *
 * @param spawnId what its environment says of its start; not empty
 * @param id who it is; null while it is only about to be started
 * @param tags what it is for
 * @param startedAt when it was started, or was about to be
 * @param deadline how long it may run; null for as long as it likes
 */
record RegistryEntry(
        String spawnId, ProcessId id, Tags tags, Instant startedAt, Duration deadline) {
    RegistryEntry alive(ProcessId who) {
        return new RegistryEntry(spawnId, who, tags, startedAt, deadline);
    }
}
