package io.procprobe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who belongs to trees that are to be ended: the roots, their descendants, those that have left it
 * by reparenting but are still in a session or a process group of it, and those with its cookie.
 *
 * <p>A number, be it that of a parent, a session or a group, names a process of the tree only as
 * long as it stays taken. So nobody is taken in for a number alone: it is read from the candidate,
 * and after that somebody of the tree is seen to hold it still, who had it before. For a parent
 * that is the parent; for a session or a group its leader, unreaped, or anybody of the tree who was
 * in it already when its leader was known. A session that nobody of the tree is in any more may be
 * that of others who were given the number since, and is left alone.
 */
final class TreeMembers {
    static final long OWN_PID = ProcessHandle.current().pid();

    private static final FieldSet FIELDS =
            FieldSet.of(
                    Field.IDENTITY,
                    Field.ALIVE,
                    Field.START_TIME,
                    Field.PARENT,
                    Field.SESSION,
                    Field.GROUP);

    private static final FieldSet FIELDS_AND_STATE = FIELDS.plus(Field.STATE);
    private static final FieldSet NUMBERS = FieldSet.of(Field.PARENT, Field.SESSION, Field.GROUP);

    private final ProcessProbe probe;
    private final PidBuffer pids;
    private final SampleBuffer rows;
    private final SampleBuffer again;
    private final Map<ProcessId, TreeMember> members = new LinkedHashMap<>();

    /** What this look has seen: who of the tree holds a PID, and keeps a session or group. */
    private final Map<Long, TreeMember> holders = new HashMap<>();

    private final Map<Long, TreeMember> sessions = new HashMap<>();
    private final Map<Long, TreeMember> groups = new HashMap<>();

    /**
     * PIDs of this process and its ancestors. They may have the cookie too, where somebody of an
     * earlier tree has started this process: that alone does not make them belong to this one.
     */
    private final Set<Long> ownLine = new HashSet<>();

    private final boolean alone;
    private final String cookieName;
    private final byte[] cookieValue;
    private final TextBuffer environment;
    private boolean looksForStopped;
    private boolean isSure;
    private long refusedPid;

    /**
     * @param roots the tops of the trees; they may be below each other
     * @param alone the roots are all there is
     * @param cookieName empty for no cookie
     */
    TreeMembers(
            ProcessProbe probe,
            List<ProcessId> roots,
            boolean alone,
            String cookieName,
            String cookieValue) {
        this.probe = probe;
        this.alone = alone;
        this.cookieName = cookieName;
        this.cookieValue = cookieValue.getBytes(StandardCharsets.UTF_8);
        this.environment = probe.newTextBuffer(256);
        this.pids = probe.newPidBuffer(1024);
        this.rows = probe.newSampleBuffer(1024);
        this.again = probe.newSampleBuffer(1);
        for (ProcessId root : roots) {
            if (!refuses(root)) {
                members.put(root, new TreeMember(root));
            }
        }
    }

    /** In the order in which they were found. */
    Collection<TreeMember> all() {
        return members.values();
    }

    /** No one before those whom he started. */
    List<TreeMember> youngestFirst() {
        return members.values().stream().sorted(TreeMember.YOUNGEST_FIRST).toList();
    }

    /**
     * Of those who have not ended and are chosen, the ones whose parents are not among them; all of
     * them should numbers be so that this is nobody.
     */
    List<TreeMember> eldest(Predicate<TreeMember> chosen) {
        List<TreeMember> all =
                members.values().stream()
                        .filter(member -> !member.hasEnded() && chosen.test(member))
                        .toList();
        Set<Long> pids = new HashSet<>();
        all.forEach(member -> pids.add(member.id.pid()));
        List<TreeMember> eldest =
                all.stream().filter(member -> !pids.contains(member.parentPid)).toList();
        return eldest.isEmpty() ? all : eldest;
    }

    /**
     * The PID of one who belongs to the tree and is never ended: this process, or one that the
     * system would end with. 0 when there is none.
     */
    long refusedPid() {
        return refusedPid;
    }

    /**
     * Whether the last look told of everybody who was there whether he belongs to the tree. When
     * not, for things changed meanwhile, another look is to follow.
     */
    boolean isSure() {
        return isSure;
    }

    /** Looks at all processes, and gives those who belong to the tree and were not known. */
    List<TreeMember> findNew() {
        read();
        for (int row = 0; row < rows.rows(); row++) {
            if (rows.has(row, Field.IDENTITY)) {
                TreeMember member = members.get(rows.id(row));
                if (member != null) {
                    note(member, row);
                }
            }
        }
        members.values().forEach(this::keepNumbers);
        List<TreeMember> found = new ArrayList<>();
        if (alone) {
            return found;
        }
        noteOwnLine();
        takeIn(row -> hasCookie(row) && !ownLine.contains(rows.pid(row)), found);
        int before;
        do {
            before = found.size();
            takeIn(this::isConnected, found);
        } while (found.size() > before);
        return found;
    }

    /**
     * From now on a look also tells who is stopped: not before anybody has been, for states cost a
     * list of all threads on Windows, where nobody is.
     */
    void lookForStopped() {
        looksForStopped = true;
    }

    private void read() {
        isSure = probe.listPids(pids) == Status.OK;
        rows.ensureCapacity(Math.max(1, pids.size()));
        probe.query(pids, looksForStopped ? FIELDS_AND_STATE : FIELDS, rows);
        holders.clear();
        sessions.clear();
        groups.clear();
    }

    private void noteOwnLine() {
        if (cookieName.isEmpty()) {
            return;
        }
        Map<Long, Long> parents = new HashMap<>();
        for (int row = 0; row < rows.rows(); row++) {
            parents.put(rows.pid(row), numberOf(rows, row, Field.PARENT));
        }
        ownLine.clear();
        Long pid = OWN_PID;
        // A loop there would be if numbers were read at different times.
        while (pid != null && pid != 0 && ownLine.add(pid)) {
            pid = parents.get(pid);
        }
    }

    private interface Test {
        boolean holds(int row);
    }

    private void takeIn(Test belongs, List<TreeMember> found) {
        for (int row = 0; row < rows.rows(); row++) {
            if (rows.has(row, Field.IDENTITY)
                    && rows.has(row, Field.PARENT)
                    && !members.containsKey(rows.id(row))
                    && belongs.holds(row)
                    && !refuses(rows.id(row))) {
                TreeMember member = new TreeMember(rows.id(row));
                members.put(member.id, member);
                note(member, row);
                keepNumbers(member);
                found.add(member);
            }
        }
    }

    /** Who that is, the library knows: it is asked, and nothing is sent. */
    private boolean refuses(ProcessId who) {
        boolean refuses = probe.signal(who, Signals.CHECK_ONLY) == Status.REFUSED;
        refusedPid = refuses ? who.pid() : refusedPid;
        return refuses;
    }

    /** What this look says of one of the tree. */
    private void note(TreeMember member, int row) {
        holders.put(member.id.pid(), member);
        member.parentPid =
                member.parentPid == 0 ? numberOf(rows, row, Field.PARENT) : member.parentPid;
        if (rows.has(row, Field.START_TIME)) {
            member.startedAtNanos = rows.startTimeEpochNanos(row);
        }
        long session = numberOf(rows, row, Field.SESSION);
        long group = numberOf(rows, row, Field.GROUP);
        member.sessionIsOfTree &= session == member.session;
        member.groupIsOfTree &= group == member.group;
        member.session = session;
        member.group = group;
        if (rows.has(row, Field.ALIVE) && !rows.isAlive(row)) {
            member.noteEnd();
        }
        ProcessState state = rows.has(row, Field.STATE) ? rows.state(row) : ProcessState.UNKNOWN;
        member.noteStopped(state == ProcessState.STOPPED || state == ProcessState.TRACED);
    }

    /** Whether the last look saw nobody who could still start somebody. */
    boolean areAllStill() {
        return members.values().stream().allMatch(TreeMember::isStill);
    }

    /** While it is in them, nobody else is given the numbers of its session and its group. */
    private void keepNumbers(TreeMember member) {
        if (holders.get(member.id.pid()) != member) {
            return; // not there any more
        }
        member.sessionIsOfTree |= holders.containsKey(member.session);
        member.groupIsOfTree |= holders.containsKey(member.group);
        if (member.sessionIsOfTree) {
            sessions.put(member.session, member);
        }
        if (member.groupIsOfTree) {
            groups.put(member.group, member);
        }
    }

    /** Asked at every look: a process gets its own environment only with its own program. */
    private boolean hasCookie(int row) {
        return !cookieName.isEmpty()
                && probe.text().environment(rows.id(row), cookieName, environment) == Status.OK
                && Arrays.equals(environment.toByteArray(), cookieValue);
    }

    private boolean isConnected(int row) {
        return isNamed(row, Field.PARENT)
                || isWithin(row, Field.SESSION, sessions)
                || isWithin(row, Field.GROUP, groups)
                || isNamed(row, Field.SESSION)
                || isNamed(row, Field.GROUP);
    }

    /** By the number of one of the tree, who still has it after the candidate was asked again. */
    private boolean isNamed(int row, Field field) {
        long number = numberOf(rows, row, field);
        TreeMember holder = holders.get(number);
        return holder != null && isProven(says(rows.id(row), field, number) && isThere(holder.id));
    }

    /** In a session or group of the tree, in which somebody of the tree still is. */
    private boolean isWithin(int row, Field field, Map<Long, TreeMember> keepers) {
        long number = numberOf(rows, row, field);
        TreeMember keeper = keepers.get(number);
        return keeper != null
                && isProven(says(rows.id(row), field, number) && says(keeper.id, field, number));
    }

    private boolean isProven(boolean is) {
        isSure &= is;
        return is;
    }

    private boolean says(ProcessId who, Field field, long number) {
        probe.query(who, NUMBERS, again);
        return numberOf(again, 0, field) == number;
    }

    /** Also as a zombie, which keeps its number. */
    private boolean isThere(ProcessId who) {
        probe.query(who, NUMBERS, again);
        return again.status(0) == Status.OK;
    }

    /** 0 when it is not known. */
    private static long numberOf(SampleBuffer from, int row, Field field) {
        if (!from.has(row, field)) {
            return 0;
        }
        return switch (field) {
            case PARENT -> from.parentPid(row);
            case SESSION -> from.session(row);
            default -> from.processGroup(row);
        };
    }
}
