package io.procprobe.supervisor;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who is alive, with what each of them holds. */
final class Living {
    /** What a living process holds, and gives back once its end has been verified. */
    record Seat(Slots.Permit permit, UniqueKeys.Hold keys) {
        void giveBack() {
            keys.release();
            permit.giveBack();
        }
    }

    private final Map<Supervised, Seat> seats = new LinkedHashMap<>();
    private final Map<Long, Supervised> byPid = new HashMap<>();
    private long started;
    private long changes;

    /** How many are alive with it. */
    synchronized int add(Supervised who, Seat seat) {
        seats.put(who, seat);
        byPid.put(who.pid(), who);
        started++;
        changes++;
        return seats.size();
    }

    /** Null when it has been taken out already: the end of each is told once. */
    synchronized Seat remove(Supervised who) {
        byPid.remove(who.pid(), who);
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

    /** Null when nobody alive has this PID. */
    synchronized Supervised byPid(long pid) {
        return byPid.get(pid);
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
