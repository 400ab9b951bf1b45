package io.procprobe.agent.event;

import io.procprobe.ExitBuffer;
import io.procprobe.ProcessExit;
import io.procprobe.ProcessTable;
import io.procprobe.agent.event.Event.Kind;
import io.procprobe.agent.poll.Snapshot;
import io.procprobe.micrometer.group.GroupListener;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Notes who comes and who goes. For the thread that polls. */
public final class TableEvents implements GroupListener {
    private final EventRing ring;
    private final List<String> groups;
    private final Supplier<Snapshot> before;

    /**
     * Notes them in a ring.
     *
     * @param ring where
     * @param groups the names of the groups
     * @param before what the poll before has found, with the names of those who are gone
     */
    public TableEvents(EventRing ring, List<String> groups, Supplier<Snapshot> before) {
        this.ring = ring;
        this.groups = groups;
        this.before = before;
    }

    @Override
    public void spawned(ProcessTable table, int row, long membership) {
        ring.add(
                Event.of(
                        Kind.SPAWNED,
                        OptionalLong.of(table.rows().pid(row)),
                        table.name(row),
                        Memberships.names(membership, groups),
                        ""));
    }

    @Override
    public void exited(long pid, long membership, ExitBuffer ends, int end) {
        OptionalInt code = OptionalInt.empty();
        OptionalInt signal = OptionalInt.empty();
        if (end != UNKNOWN_END) {
            ProcessExit exit = ends.toExit(end);
            code = exit.exitCode();
            signal = exit.signal();
        }
        Snapshot known = before.get();
        int row = known == null ? -1 : known.find(pid);
        long now = System.currentTimeMillis();
        OptionalLong started = row < 0 ? OptionalLong.empty() : known.startMillis(row);
        ring.add(
                new Event(
                        0,
                        now,
                        Kind.EXITED,
                        OptionalLong.of(pid),
                        row < 0 ? "" : known.name(row),
                        Memberships.names(membership, groups),
                        "",
                        code,
                        signal,
                        started.isPresent()
                                ? OptionalLong.of(Math.max(0, now - started.getAsLong()))
                                : OptionalLong.empty()));
    }
}
