package io.procprobe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who belongs to a tree that is to be ended: the root, its descendants, and those that have left it
 * by reparenting but are still in a session or a process group that one of them leads.
 *
 * <p>The number of a session or a group stays taken as long as somebody is in it, so whoever is in
 * the one that a member leads, or led, belongs to the tree; unless that number is somebody else's
 * PID now, which it can become only once the session is empty.
 */
final class TreeMembers {
    /** One process of the tree, once found. */
    static final class Member {
        final ProcessId id;
        final long parentPid;
        String name = "";
        boolean stopped;
        boolean terminated;
        boolean killed;
        boolean denied;
        ProcessExit exit;
        long endedAtNanos;

        Member(ProcessId id, long parentPid) {
            this.id = id;
            this.parentPid = parentPid;
        }

        boolean hasEnded() {
            return endedAtNanos != 0;
        }

        /** Whether a signal would tell it anything new. */
        boolean needs(int signal) {
            return switch (signal) {
                case Signals.STOP -> !stopped;
                case Signals.CONTINUE -> stopped;
                case Signals.TERMINATE -> !terminated;
                default -> !killed;
            };
        }

        /** A signal has been sent to it, or could not be. */
        void noteSent(int signal, Status status) {
            denied |= status == Status.DENIED;
            if (status == Status.OK) {
                switch (signal) {
                    case Signals.STOP -> stopped = true;
                    case Signals.CONTINUE -> stopped = false;
                    case Signals.TERMINATE -> terminated = true;
                    default -> killed = true;
                }
            }
        }
    }

    private static final FieldSet FIELDS =
            FieldSet.of(
                    Field.IDENTITY,
                    Field.ALIVE,
                    Field.PARENT,
                    Field.SESSION,
                    Field.GROUP,
                    Field.START_TIME);

    private final ProcessProbe probe;
    private final PidBuffer pids;
    private final SampleBuffer rows;
    private final Map<ProcessId, Member> members = new LinkedHashMap<>();

    /** Members by the PID that they have or had; the last one, should they have had the same. */
    private final Map<Long, Member> byPid = new HashMap<>();

    private final Map<Long, Integer> rowByPid = new HashMap<>();

    private final String cookieName;
    private final byte[] cookieValue;
    private final TextBuffer environment;

    /** An empty name stands for no cookie. */
    TreeMembers(ProcessProbe probe, String cookieName, String cookieValue) {
        this.probe = probe;
        this.cookieName = cookieName;
        this.cookieValue = cookieValue.getBytes(StandardCharsets.UTF_8);
        this.environment = probe.newTextBuffer(256);
        this.pids = probe.newPidBuffer(1024);
        this.rows = probe.newSampleBuffer(1024);
    }

    Collection<Member> all() {
        return members.values();
    }

    Member add(ProcessId id, long parentPid) {
        Member member = new Member(id, parentPid);
        members.put(id, member);
        byPid.put(id.pid(), member);
        return member;
    }

    /** Looks at all processes, and gives those alive that belong to the tree and are not known. */
    List<Member> findNew() {
        read();
        List<Member> found = new ArrayList<>();
        boolean grows = true;
        while (grows) {
            grows = false;
            for (int row = 0; row < rows.rows(); row++) {
                if (isCandidate(row) && belongs(row)) {
                    Member member = add(rows.id(row), rows.parentPid(row));
                    found.add(member);
                    grows = true;
                }
            }
        }
        return found;
    }

    private void read() {
        probe.listPids(pids);
        rows.ensureCapacity(Math.max(1, pids.size()));
        probe.query(pids, FIELDS, rows);
        rowByPid.clear();
        for (int row = 0; row < rows.rows(); row++) {
            rowByPid.put(rows.pid(row), row);
        }
    }

    private boolean isCandidate(int row) {
        return rows.has(row, Field.IDENTITY)
                && rows.has(row, Field.PARENT)
                && rows.has(row, Field.ALIVE)
                && rows.isAlive(row)
                && !members.containsKey(rows.id(row));
    }

    private boolean belongs(int row) {
        return isChildOfMember(row)
                || (rows.has(row, Field.SESSION) && isLedByMember(row, rows.session(row)))
                || (rows.has(row, Field.GROUP) && isLedByMember(row, rows.processGroup(row)))
                || hasCookie(row);
    }

    /** Asked at every look: a process gets its own environment only with its own program. */
    private boolean hasCookie(int row) {
        return !cookieName.isEmpty()
                && probe.text().environment(rows.id(row), cookieName, environment) == Status.OK
                && Arrays.equals(environment.toByteArray(), cookieValue);
    }

    /** The parent is a member, by its identity, and did not start after its child. */
    private boolean isChildOfMember(int row) {
        Integer parent = rowByPid.get(rows.parentPid(row));
        return parent != null && isMember(parent) && !startedBefore(row, parent);
    }

    private boolean isLedByMember(int row, long leader) {
        Member member = byPid.get(leader);
        if (member == null) {
            return false;
        }
        Integer holder = rowByPid.get(leader);
        return holder == null || (isMember(holder) && !startedBefore(row, holder));
    }

    private boolean isMember(int row) {
        return rows.has(row, Field.IDENTITY) && members.containsKey(rows.id(row));
    }

    private boolean startedBefore(int row, int other) {
        return rows.has(row, Field.START_TIME)
                && rows.has(other, Field.START_TIME)
                && rows.startTimeEpochNanos(row) < rows.startTimeEpochNanos(other);
    }
}
