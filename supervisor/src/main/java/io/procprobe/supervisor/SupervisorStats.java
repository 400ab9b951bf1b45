package io.procprobe.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Facts for a health endpoint. Readings are those of the last sweep.
 *
 * @param active who is alive
 * @param peakConcurrent the most that were ever alive at once
 * @param started how many were ever started or adopted
 * @param endedByReason how many have ended, by reason
 * @param recent the last ends, the oldest first, as many and as old as the supervisor keeps
 * @param slotsTaken how many slots are taken
 * @param waiting how many processes wait for a slot
 * @param breakers state of the spawn-storm breaker of each kind that was used lately: CLOSED, OPEN
 *     or HALF_OPEN
 * @param sweeps how many sweeps there were
 * @param sweepsSkipped how many were left out since the one before took too long
 * @param lastSweep how long the last one took; zero before the first
 * @param failures how often a policy, a listener or a step of a sweep has failed
 * @param isDegraded whether memory is above a soft threshold
 */
public record SupervisorStats(
        List<Supervised> active,
        int peakConcurrent,
        long started,
        Map<EndReason, Long> endedByReason,
        List<Ended> recent,
        int slotsTaken,
        int waiting,
        Map<String, String> breakers,
        long sweeps,
        long sweepsSkipped,
        Duration lastSweep,
        long failures,
        boolean isDegraded) {
    /** Copies lists and maps. */
    public SupervisorStats {
        active = List.copyOf(active);
        endedByReason = Map.copyOf(endedByReason);
        recent = List.copyOf(recent);
        breakers = Map.copyOf(breakers);
        Objects.requireNonNull(lastSweep, "lastSweep");
    }
}
