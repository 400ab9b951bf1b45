package io.procprobe.supervisor;

import io.procprobe.ProcessId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who is alive, with what each of them holds. */
final class Living {
    /** What a living process holds, and gives back once its end has been verified. */
    record Seat(Slots.Permit permit, UniqueKeys.Hold keys) {
        void giveBack() {
            // In this order: who has waited for the keys comes for a slot next.
            permit.giveBack();
            keys.release();
        }
    }

    private final Map<Supervised, Seat> seats = new LinkedHashMap<>();
    private final Map<ProcessId, Supervised> byId = new HashMap<>();
    private final Set<String> spawnIds = new HashSet<>();
    private long started;
    private long changes;

    /** How many are alive with it. */
    synchronized int add(Supervised who, Seat seat) {
        seats.put(who, seat);
        byId.put(who.id(), who);
        spawnIds.add(who.spawnId());
        started++;
        changes++;
        return seats.size();
    }

    /** Null when it has been taken out already: the end of each is told once. */
    synchronized Seat remove(Supervised who) {
        byId.remove(who.id(), who);
        spawnIds.remove(who.spawnId());
        changes++;
        return seats.remove(who);
    }

    synchronized int count() {
        return seats.size();
    }

    /** How many there have been. */
    synchronized long started() {
        return started;
    }

    /** Null when it is none of the living. */
    synchronized Supervised byId(ProcessId id) {
        return byId.get(id);
    }

    /** Whether whoever this start has brought about is alive. */
    synchronized boolean hasSpawnId(String spawnId) {
        return spawnIds.contains(spawnId);
    }

    synchronized List<Supervised> all() {
        return List.copyOf(seats.keySet());
    }

    /**
     * The same without garbage: only where others are alive than before, the list is made anew.
     *
     * @param version what this gave before; any number at first
     * @return to be given the next time
     */
    synchronized long copyInto(List<Supervised> into, long version) {
        if (version != changes) {
            into.clear();
            into.addAll(seats.keySet());
        }
        return changes;
    }
}
