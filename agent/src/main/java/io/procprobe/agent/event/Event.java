package io.procprobe.agent.event;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Something that has happened.
 *
 * @param id greater than that of all before
 * @param timeMillis when it was noticed, since 1970-01-01T00:00Z
 * @param kind what
 * @param pid to whom; empty for an alert
 * @param name of that process; of an alert, what it is about
 * @param groups of which groups it was
 * @param reason why, where that is known; else empty
 * @param exitCode with what it has ended
 * @param signal by what it was ended
 * @param livedMillis for how long it has lived
 */
public record Event(
        long id,
        long timeMillis,
        Kind kind,
        OptionalLong pid,
        String name,
        List<String> groups,
        String reason,
        OptionalInt exitCode,
        OptionalInt signal,
        OptionalLong livedMillis) {
    /** What can happen. */
    public enum Kind {
        /** A process was not there at the poll before. */
        SPAWNED,
        /** A process has exited. */
        EXITED,
        /** The supervisor has ended a process. */
        REAPED,
        /** A threshold was crossed. */
        ALERT,
        /** It no longer is. */
        CLEARED
    }

    /** Checks that nothing is null. */
    public Event {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(reason, "reason");
        groups = List.copyOf(groups);
    }

    /** An event without what only an end has. */
    static Event of(Kind kind, OptionalLong pid, String name, List<String> groups, String reason) {
        return new Event(
                0,
                System.currentTimeMillis(),
                kind,
                pid,
                name,
                groups,
                reason,
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalLong.empty());
    }

    Event withId(long newId) {
        return new Event(
                newId, timeMillis, kind, pid, name, groups, reason, exitCode, signal, livedMillis);
    }
}
