package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.procprobe.testing.Await;
import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Children;
import io.procprobe.testing.ExitStatuses;
import io.procprobe.testing.Getters;
import io.procprobe.testing.JavaChild;
import io.procprobe.testing.Proc;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Who is tracked, and that the rows of a poll are the truth about them. */
@EnabledOnOs(OS.LINUX)
class ProcessWatchTest {
    private static final long OWN_PID = ProcessHandle.current().pid();
    private static final int TRIES = 100;
    private static final int MEGABYTE = 1 << 20;
    private static final int KILLED = ProcessExit.SIGNALLED + 9;

    private static final FieldSet ONE_SHOT =
            FieldSet.of(Getters.oneShotFields().toArray(new Field[0]));

    private static final List<Field> SHARED = List.of(Field.UNIQUE, Field.PROPORTIONAL);

    /** A process that does nothing any more: neither its memory nor its CPU clock moves. */
    private static Process quiet(Children children) throws Exception {
        Process child = children.sleeping();
        Await.until(
                "it is a sleeping sleep, and has left its CPU",
                () ->
                        Proc.text(child.pid(), "comm").strip().equals("sleep")
                                && Proc.stat(child.pid()).state() == 'S'
                                && !Proc.text(child.pid(), "syscall").startsWith("running"));
        return child;
    }

    private static long added(ProcessWatch watch, long pid) {
        long slot = watch.add(pid);
        assertEquals(Status.OK, ProcessWatch.statusOf(slot));
        assertTrue(slot > 0, "slot " + slot);
        return slot;
    }

    private static int rowOf(SampleBuffer rows, long slot) {
        for (int row = 0; row < rows.rows(); row++) {
            if (rows.slot(row) == slot) {
                return row;
            }
        }
        return fail("no row for slot " + slot);
    }

    private static ProcessId foreign(ProcessId id) {
        TokenKind kind =
                id.tokenKind() == TokenKind.UNIQUE_ID ? TokenKind.PIDFD_INODE : TokenKind.UNIQUE_ID;
        return new ProcessId(id.pid(), kind, id.startToken());
    }

    // ------------------------------------------------------------------------------- who is in it

    @BindingTest
    void rowsSayWhoseTheyAre(ProcessProbe probe, Children children) throws Exception {
        try (ProcessWatch watch = probe.newWatch()) {
            SampleBuffer rows = probe.newSampleBuffer(1);
            assertEquals(0, watch.poll(rows));
            assertEquals(0, rows.rows());
            List<Long> pids = new ArrayList<>();
            List<Long> slots = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                long pid = children.sleeping().pid();
                pids.add(pid);
                slots.add(
                        i % 2 == 0
                                ? added(watch, pid)
                                : watch.add(probe.identify(pid).orElseThrow()));
                assertEquals(i + 1, watch.tracked());
                assertEquals(i, ProcessWatch.index(slots.get(i)));
            }
            assertEquals(5, new HashSet<>(slots).size());

            // The buffer had room for one.
            assertEquals(5, watch.poll(rows));
            assertEquals(5, rows.rows());
            assertTrue(rows.capacity() >= 5);
            for (int row = 0; row < 5; row++) {
                assertEquals(Status.OK, rows.status(row));
                assertEquals(slots.get(row), rows.slot(row));
                assertEquals(pids.get(row), rows.pid(row));
                assertEquals(OWN_PID, rows.parentPid(row));
            }
        }
    }

    @BindingTest
    void aRemovedSlotIsStaleAndItsNumberNeverGivenAgain(ProcessProbe probe, Children children)
            throws Exception {
        long first = children.sleeping().pid();
        long second = children.sleeping().pid();
        try (ProcessWatch watch = probe.newWatch()) {
            SampleBuffer rows = probe.newSampleBuffer(2);
            Set<Long> given = new HashSet<>();
            long stays = added(watch, second);
            for (int i = 0; i < 1000; i++) {
                long slot = added(watch, first);
                assertTrue(given.add(slot), "given twice: " + slot);
                assertEquals(1, ProcessWatch.index(slot));
                assertEquals(Status.OK, watch.remove(slot));
                assertEquals(Status.STALE, watch.remove(slot));
                assertEquals(1, watch.tracked());
            }
            // The next tenant of the same index is not removed by the number of an earlier one.
            long slot = added(watch, first);
            for (long stale : given) {
                assertEquals(Status.STALE, watch.remove(stale));
            }
            for (long never : new long[] {0, 1, -1, -8, Long.MIN_VALUE, Long.MAX_VALUE}) {
                assertEquals(Status.STALE, watch.remove(never));
            }
            assertEquals(2, watch.poll(rows));
            assertEquals(first, rows.pid(rowOf(rows, slot)));
            assertEquals(second, rows.pid(rowOf(rows, stays)));
        }
    }

    @BindingTest
    void whoCannotBeTrackedIsAStatus(ProcessProbe probe, Children children) throws Exception {
        ProcessId own = probe.identify(OWN_PID).orElseThrow();
        Process child = children.sleeping();
        ProcessId ended = probe.identify(child.pid()).orElseThrow();
        Children.end(child);
        ProcessId replaced = new ProcessId(OWN_PID, own.tokenKind(), own.startToken() + 1);
        for (int budget : new int[] {0, 100}) {
            try (ProcessWatch watch = probe.newWatchBuilder().descriptorBudget(budget).open()) {
                assertStatus(Status.GONE, watch.add(ended));
                assertStatus(Status.GONE, watch.add(Integer.MAX_VALUE));
                assertStatus(Status.GONE, watch.add(Long.MAX_VALUE));
                assertStatus(Status.REPLACED, watch.add(replaced));
                assertStatus(Status.UNKNOWN_IDENTITY, watch.add(foreign(own)));
                for (long pid : new long[] {0, -1, Integer.MIN_VALUE, Long.MIN_VALUE}) {
                    assertStatus(Status.INVALID, watch.add(pid));
                }
                assertEquals(0, watch.tracked());
                assertEquals(3, watch.stats().descriptors());
                assertEquals(0, watch.poll(probe.newSampleBuffer(1)));
            }
        }
    }

    private static void assertStatus(Status expected, long slot) {
        assertTrue(slot < 0, "slot " + slot);
        assertEquals(expected, ProcessWatch.statusOf(slot));
    }

    @BindingTest
    void aProcessMayBeTrackedTwice(ProcessProbe probe, Children children) throws Exception {
        Process child = quiet(children);
        try (ProcessWatch watch = probe.newWatch()) {
            SampleBuffer rows = probe.newSampleBuffer(2);
            ExitBuffer exits = probe.newExitBuffer(4);
            long first = added(watch, child.pid());
            long second = added(watch, child.pid());
            assertNotEquals(first, second);
            assertEquals(2, watch.poll(rows));
            assertEquals(rows.residentBytes(0), rows.residentBytes(1));
            assertEquals(rows.cpuTotalNanos(0), rows.cpuTotalNanos(1));
            Children.end(child);
            assertEquals(2, watch.exits(exits));
            assertEquals(Set.of(first, second), Set.of(exits.slot(0), exits.slot(1)));
            assertEquals(Status.OK, watch.remove(first));
            assertEquals(1, watch.poll(rows));
            assertEquals(second, rows.slot(0));
        }
    }

    /** What was known before the watch moved into other memory is known after. */
    @BindingTest
    void growthKeepsExitsReadingsAndParents(ProcessProbe probe, Children children)
            throws Exception {
        Process ends = children.sleeping();
        long orphan = children.neverReaped();
        ProcessHandle parent = parentOf(orphan);
        Process quiet = quiet(children);
        try (ProcessWatch watch = probe.newWatchBuilder().capacity(1).open()) {
            assertEquals(1, watch.stats().capacity());
            SampleBuffer rows = probe.newSampleBuffer(1);
            long endsSlot = added(watch, ends.pid());
            long orphanSlot = added(watch, orphan);
            long quietSlot = added(watch, quiet.pid());
            watch.poll(rows);
            assertEquals(parent.pid(), rows.parentPid(rowOf(rows, orphanSlot)));
            Children.end(ends);
            watch.poll(rows);
            assertEquals(1, watch.stats().undrained());

            int more = 40;
            List<Long> slots = new ArrayList<>();
            for (int i = 0; i < more; i++) {
                slots.add(added(watch, OWN_PID));
            }
            assertTrue(watch.stats().capacity() >= more + 3);

            ExitBuffer exits = probe.newExitBuffer(4);
            assertEquals(1, watch.exits(exits));
            assertEquals(endsSlot, exits.slot(0));
            end(parent);
            assertEquals(more + 3, watch.poll(rows));
            assertEquals(Proc.stat(orphan).parent(), rows.parentPid(rowOf(rows, orphanSlot)));
            assertEquals(0.0, rows.cpuLoad(rowOf(rows, quietSlot)));
            for (long slot : slots) {
                assertEquals(OWN_PID, rows.pid(rowOf(rows, slot)));
            }
        } finally {
            ProcessHandle.of(orphan).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    // ---------------------------------------------------------------------------- what rows hold

    /** What pages are shared with changes with whoever else maps them, at any time. */
    private static void pollBetweenEqualQueries(
            ProcessProbe probe, long pid, FieldSet fields, SampleBuffer query, Runnable poll)
            throws Exception {
        SampleBuffer before = probe.newSampleBuffer(1);
        Await.until(
                "nobody else starts or ends meanwhile",
                () -> {
                    probe.query(pid, fields, before);
                    poll.run();
                    probe.query(pid, fields, query);
                    return SHARED.stream()
                            .filter(field -> query.has(0, field) && before.has(0, field))
                            .allMatch(
                                    field ->
                                            Getters.get(query, 0, field)
                                                    == Getters.get(before, 0, field));
                });
    }

    /**
     * Each field for itself, then all at once: as a query says it, and nothing that was not asked.
     */
    @BindingTest
    void everyFieldIsWhatAQuerySays(ProcessProbe probe, Children children) throws Exception {
        long pid = quiet(children).pid();
        List<FieldSet> sets = new ArrayList<>();
        Getters.oneShotFields().forEach(field -> sets.add(FieldSet.of(field)));
        sets.add(FieldSet.NONE);
        sets.add(ONE_SHOT);
        SampleBuffer query = probe.newSampleBuffer(1);
        SampleBuffer rows = probe.newSampleBuffer(1);
        for (int budget : new int[] {0, 100}) {
            for (FieldSet fields : sets) {
                try (ProcessWatch watch =
                        probe.newWatchBuilder().fields(fields).descriptorBudget(budget).open()) {
                    long slot = added(watch, pid);
                    for (int poll = 0; poll < 3; poll++) {
                        pollBetweenEqualQueries(probe, pid, fields, query, () -> watch.poll(rows));
                        assertEquals(1, rows.rows());
                        assertEquals(Status.OK, rows.status(0));
                        assertEquals(slot, rows.slot(0));
                        assertEquals(query.fields(0), rows.fields(0));
                        for (Field field : Field.values()) {
                            if (query.has(0, field)) {
                                assertEquals(
                                        Getters.get(query, 0, field),
                                        Getters.get(rows, 0, field),
                                        field + " with a budget of " + budget);
                            }
                        }
                    }
                }
            }
        }
        // The last query was for all: the comparison was not of nothing with nothing.
        assertTrue(
                query.fields(0)
                        .plus(FieldSet.of(Field.UNIQUE, Field.PROPORTIONAL, Field.SWAP))
                        .equals(ONE_SHOT),
                query.fields(0).toString());
    }

    @BindingTest
    void rowsAreWhatProcSays(ProcessProbe probe, Children children) throws Exception {
        long pid = quiet(children).pid();
        long page = probe.systemFacts().pageBytes();
        SampleBuffer rows = probe.newSampleBuffer(1);
        try (ProcessWatch watch =
                probe.newWatchBuilder().fields(ONE_SHOT.plus(FieldSet.WATCH)).open()) {
            added(watch, pid);
            watch.poll(rows);
            Proc.Stat stat = Proc.stat(pid);
            Proc.Statm statm = Proc.statm(pid);
            assertEquals(probe.identify(pid).orElseThrow(), rows.id(0));
            assertTrue(rows.isAlive(0));
            assertEquals(ProcessState.SLEEPING, rows.state(0));
            assertEquals(stat.parent(), rows.parentPid(0));
            assertEquals(stat.group(), rows.processGroup(0));
            assertEquals(stat.session(), rows.session(0));
            assertEquals(stat.threads(), rows.threads(0));
            assertEquals(Proc.ownUid(), rows.uid(0));
            assertEquals(statm.resident() * page, rows.residentBytes(0));
            assertEquals(statm.shared() * page, rows.sharedBytes(0));
            assertEquals((statm.resident() - statm.shared()) * page, rows.privateBytes(0));
            assertEquals(statm.virtual() * page, rows.virtualBytes(0));
            assertEquals(stat.userTicks() * Proc.TICK_NANOS, rows.cpuUserNanos(0));
            assertEquals(stat.systemTicks() * Proc.TICK_NANOS, rows.cpuSystemNanos(0));
            long ticks = rows.cpuTotalNanos(0) / Proc.TICK_NANOS;
            long told = stat.userTicks() + stat.systemTicks();
            assertTrue(ticks >= told && ticks <= told + 1, ticks + " ticks, not " + told);
        }
    }

    @BindingTest
    void theLoadIsThatSinceThePollBefore(ProcessProbe probe, Children children) throws Exception {
        long spins = children.start("sh", "-c", "while :; do :; done").pid();
        long sleeps = quiet(children).pid();
        for (int budget : new int[] {0, 100}) {
            try (ProcessWatch watch = probe.newWatchBuilder().descriptorBudget(budget).open()) {
                SampleBuffer rows = probe.newSampleBuffer(2);
                added(watch, spins);
                added(watch, sleeps);
                watch.poll(rows);
                for (int row = 0; row < 2; row++) {
                    assertFalse(rows.has(row, Field.CPU_LOAD), "a load of one reading");
                    assertTrue(rows.has(row, Field.CPU_TOTAL));
                }
                assertEquals("", wrongLoad(watch, rows, spins));
                assertEquals(0.0, rows.cpuLoad(1));
            }
        }
    }

    /** Empty once a load was as /proc says, whatever part of a core the machine had to spare. */
    private static String wrongLoad(ProcessWatch watch, SampleBuffer rows, long spins)
            throws IOException, InterruptedException {
        String wrong = "never tried";
        for (int i = 0; i < TRIES && !wrong.isEmpty(); i++) {
            watch.poll(rows);
            double ticksBefore = ticks(spins);
            long cpuBefore = rows.cpuTotalNanos(0);
            long before = rows.sampledAtNanos(0);
            // The measured time itself: a tick is 10 ms, so two of them are a tenth of it.
            TimeUnit.MILLISECONDS.sleep(200);
            watch.poll(rows);
            double elapsed = rows.sampledAtNanos(0) - before;
            double exact = (rows.cpuTotalNanos(0) - cpuBefore) / elapsed;
            double told = (ticks(spins) - ticksBefore) * Proc.TICK_NANOS / elapsed;
            double load = rows.cpuLoad(0);
            assertEquals(exact, load, 2e-6);
            boolean isRight = Math.abs(load - told) < 0.15 && load > 0.1 && load < 1.1;
            wrong = isRight ? "" : load + " where /proc tells of " + told;
        }
        return wrong;
    }

    private static long ticks(long pid) throws IOException {
        Proc.Stat stat = Proc.stat(pid);
        return stat.userTicks() + stat.systemTicks();
    }

    /** One core is 1.0; as much as the machine had to spare, by its clock, and never more. */
    @BindingTest
    void aSpinningProcessIsOneCore(ProcessProbe probe, Children children) throws Exception {
        long spins = children.start("sh", "-c", "while :; do :; done").pid();
        try (ProcessWatch watch = probe.newWatch()) {
            SampleBuffer rows = probe.newSampleBuffer(1);
            added(watch, spins);
            watch.poll(rows);
            Await.until(
                    "it had some of a core",
                    () -> {
                        TimeUnit.MILLISECONDS.sleep(100);
                        watch.poll(rows);
                        double load = rows.cpuLoad(0);
                        // The clock of who runs elsewhere may lag by a tick.
                        assertTrue(load < 1.2, "load " + load);
                        return load > 0.1;
                    });
        }
    }

    @BindingTest
    void theFirstPollAfterTheEndOfAParentShowsTheNewOne(ProcessProbe probe, Children children)
            throws Exception {
        SampleBuffer rows = probe.newSampleBuffer(2);
        for (int i = 0; i < 20; i++) {
            boolean isParentTracked = i % 2 == 0;
            long orphan = children.neverReaped();
            ProcessHandle parent = parentOf(orphan);
            try (ProcessWatch watch = probe.newWatch()) {
                long slot = added(watch, orphan);
                if (isParentTracked) {
                    added(watch, parent.pid());
                }
                watch.poll(rows);
                assertEquals(parent.pid(), rows.parentPid(rowOf(rows, slot)));
                long readings = watch.stats().parentReadings();
                watch.poll(rows);
                assertEquals(readings, watch.stats().parentReadings(), "read without need");
                end(parent);
                watch.poll(rows);
                assertEquals(Proc.stat(orphan).parent(), rows.parentPid(rowOf(rows, slot)));
                assertNotEquals(parent.pid(), rows.parentPid(rowOf(rows, slot)));
            } finally {
                ProcessHandle.of(orphan).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    /** The parent of a process whose own parent is this JVM. */
    private static ProcessHandle parentOf(long pid) {
        ProcessHandle parent = ProcessHandle.of(pid).orElseThrow().parent().orElseThrow();
        assertEquals(OWN_PID, parent.parent().orElseThrow().pid());
        return parent;
    }

    private static void end(ProcessHandle process) throws Exception {
        process.destroyForcibly();
        process.onExit().get(60, TimeUnit.SECONDS);
    }

    // ----------------------------------------------------------------------------------- the ended

    @BindingTest
    void aZombieIsOkAndNotAlive(ProcessProbe probe, Children children) throws Exception {
        FieldSet fields = ONE_SHOT.plus(Field.CPU_LOAD, Field.EXIT_STATUS);
        for (int budget : new int[] {0, 100}) {
            long pid = children.neverReaped();
            try (ProcessWatch watch =
                    probe.newWatchBuilder().fields(fields).descriptorBudget(budget).open()) {
                SampleBuffer rows = probe.newSampleBuffer(1);
                ExitBuffer exits = probe.newExitBuffer(1);
                long slot = added(watch, pid);
                watch.poll(rows);
                assertTrue(rows.isAlive(0));
                assertFalse(rows.has(0, Field.EXIT_STATUS));
                ProcessId id = rows.id(0);
                Children.makeZombie(pid);
                for (int poll = 0; poll < 3; poll++) {
                    watch.poll(rows);
                    assertEquals(Status.OK, rows.status(0));
                    assertEquals(slot, rows.slot(0));
                    assertEquals(id, rows.id(0));
                    assertFalse(rows.isAlive(0));
                    assertEquals(ProcessState.ZOMBIE, rows.state(0));
                    assertEquals(0, rows.residentBytes(0));
                    assertEquals(0, rows.virtualBytes(0));
                    assertEquals(Proc.stat(pid).parent(), rows.parentPid(0));
                    assertEquals(KILLED, rows.exitStatus(0));
                    assertFalse(rows.has(0, Field.CPU_LOAD));
                }
                assertEquals(1, watch.exits(exits));
                assertEquals(id, exits.id(0).orElseThrow());

                // One that is a zombie already is tracked all the same.
                long again = added(watch, id.pid());
                assertEquals(1, watch.exits(exits));
                assertEquals(again, exits.slot(0));
                assertEquals(KILLED, exits.exitStatus(0));
            }
        }
    }

    @BindingTest
    void aReapedOneIsGoneWithItsStatus(ProcessProbe probe, Children children) throws Exception {
        FieldSet fields = FieldSet.CHEAP_AND_TEXT.plus(Field.CPU_LOAD, Field.EXIT_STATUS);
        Process killed = children.sleeping();
        Process exits = children.start("sh", "-c", "read line; exit 42");
        try (ProcessWatch watch = probe.newWatchBuilder().fields(fields).open()) {
            SampleBuffer rows = probe.newSampleBuffer(2);
            added(watch, killed.pid());
            added(watch, exits.pid());
            assertEquals(2, watch.poll(rows));
            Children.end(killed);
            exits.getOutputStream().close();
            assertEquals(42, exits.waitFor());
            for (int poll = 0; poll < 3; poll++) {
                assertEquals(2, watch.poll(rows));
                for (int row = 0; row < 2; row++) {
                    assertEquals(Status.GONE, rows.status(row));
                    OptionalInt status = rows.toSample(row).exitStatus();
                    ExitStatuses.assertOfReaped(probe, row == 0 ? KILLED : 42, status);
                    assertEquals(
                            status.isPresent() ? FieldSet.of(Field.EXIT_STATUS) : FieldSet.NONE,
                            rows.fields(row));
                }
                assertEquals(killed.pid(), rows.pid(0));
                assertEquals(exits.pid(), rows.pid(1));
            }
            // Nothing is held of them any more.
            assertEquals(3, watch.stats().descriptors());
            assertEquals(2, watch.stats().ended());
        }
    }

    /** A status is a field like others: who did not ask for it does not get it. */
    @BindingTest
    void noStatusUnlessAsked(ProcessProbe probe, Children children) throws Exception {
        long zombie = children.zombie();
        Process reaped = children.sleeping();
        try (ProcessWatch watch = probe.newWatch()) {
            SampleBuffer rows = probe.newSampleBuffer(2);
            added(watch, zombie);
            added(watch, reaped.pid());
            Children.end(reaped);
            watch.poll(rows);
            assertEquals(FieldSet.SWEEP, rows.fields(0));
            assertEquals(FieldSet.NONE, rows.fields(1));
            assertEquals(Status.GONE, rows.status(1));
        }
    }

    // -------------------------------------------------------------------------------- memory's age

    @BindingTest
    void theMemoryOfAnIdleProcessIsKept(ProcessProbe probe, Children children) throws Exception {
        long pid = quiet(children).pid();
        Duration age = Duration.ofHours(1);
        try (ProcessWatch watch = probe.newWatchBuilder().memoryMaxAge(age).open()) {
            SampleBuffer rows = probe.newSampleBuffer(1);
            added(watch, pid);
            watch.poll(rows);
            long resident = rows.residentBytes(0);
            long readAt = rows.memorySampledAtNanos(0);
            assertEquals(readAt, rows.sampledAtNanos(0));
            long before = readAt;
            for (int poll = 0; poll < 100; poll++) {
                watch.poll(rows);
                assertEquals(readAt, rows.memorySampledAtNanos(0));
                assertEquals(resident, rows.residentBytes(0));
                assertTrue(rows.sampledAtNanos(0) > before);
                before = rows.sampledAtNanos(0);
            }
            assertEquals(1, watch.stats().memoryReadings());

            watch.memoryMaxAge(Duration.ZERO);
            for (int poll = 0; poll < 10; poll++) {
                watch.poll(rows);
                assertEquals(rows.sampledAtNanos(0), rows.memorySampledAtNanos(0));
            }
            assertEquals(11, watch.stats().memoryReadings());
        }
    }

    @BindingTest
    void memoryIsNeverOlderThanAllowed(ProcessProbe probe, Children children) throws Exception {
        long pid = quiet(children).pid();
        long age = TimeUnit.MILLISECONDS.toNanos(20);
        try (ProcessWatch watch =
                probe.newWatchBuilder().memoryMaxAge(Duration.ofNanos(age)).open()) {
            SampleBuffer rows = probe.newSampleBuffer(1);
            added(watch, pid);
            watch.poll(rows);
            long first = rows.memorySampledAtNanos(0);
            long[] kept = new long[1];
            Await.until(
                    "it was kept, and read again",
                    () -> {
                        watch.poll(rows);
                        long old = rows.sampledAtNanos(0) - rows.memorySampledAtNanos(0);
                        assertTrue(old < age, old + " ns old");
                        kept[0] += old > 0 ? 1 : 0;
                        return kept[0] > 0 && rows.memorySampledAtNanos(0) > first + 3 * age;
                    });
        }
    }

    @BindingTest
    void growthIsShownByTheNextPoll(ProcessProbe probe, Children children) throws Exception {
        JavaChild child = children.java();
        try (ProcessWatch watch =
                probe.newWatchBuilder().memoryMaxAge(Duration.ofHours(1)).open()) {
            SampleBuffer rows = probe.newSampleBuffer(1);
            added(watch, child.pid());
            for (int i = 0; i < 5; i++) {
                watch.poll(rows);
                long before = rows.residentBytes(0);
                child.tell("touch 4");
                // The clock of who runs on another CPU moves with the next tick there.
                Await.until(
                        "its clock has moved",
                        () -> {
                            watch.poll(rows);
                            return rows.sampledAtNanos(0) == rows.memorySampledAtNanos(0);
                        });
                long grown = rows.residentBytes(0) - before;
                // A collection may have made room before.
                assertTrue(grown > 0 || i > 0, "grown by " + grown);
                assertTrue(rows.residentBytes(0) >= (i + 1) * 4L * MEGABYTE);
            }
            long page = probe.systemFacts().pageBytes();
            // Its compiler may be at work.
            Await.until(
                    "it is as in /proc",
                    () -> {
                        child.tell("touch 1");
                        watch.poll(rows);
                        long resident = Proc.statm(child.pid()).resident() * page;
                        return Math.abs(rows.residentBytes(0) - resident) < MEGABYTE;
                    });
        }
    }

    // ------------------------------------------------------------------------------------- figures

    @BindingTest
    void figuresCountWhatIsTrackedAndHeld(ProcessProbe probe, Children children) throws Exception {
        int processes = 5;
        List<Process> tracked = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            tracked.add(quiet(children));
        }
        int before = Proc.ownWatchDescriptorsWithoutProcesses();
        int pidfds = Proc.ownDescriptors("pidfd");
        int statms = Proc.ownDescriptors("/statm");
        try (ProcessWatch watch = probe.newWatchBuilder().capacity(7).open()) {
            SampleBuffer rows = probe.newSampleBuffer(processes);
            long limit = Long.parseLong(softLimit());
            WatchStats empty = watch.stats();
            assertEquals(
                    new WatchStats(
                            7,
                            0,
                            0,
                            0,
                            0,
                            0,
                            0,
                            3,
                            (int) Math.min(limit / 4, Integer.MAX_VALUE),
                            0,
                            0,
                            0,
                            0,
                            0,
                            0,
                            0,
                            0,
                            0),
                    empty);
            assertEquals(before + 3, Proc.ownWatchDescriptors());

            List<Long> slots = new ArrayList<>();
            for (Process process : tracked) {
                slots.add(added(watch, process.pid()));
            }
            watch.poll(rows);
            watch.poll(rows);
            WatchStats all = watch.stats();
            assertEquals(processes, all.tracked());
            assertEquals(0, all.lookedUp());
            assertEquals(1, all.parents());
            assertEquals(0, all.parentsEachPoll());
            assertEquals(processes, all.processDescriptors());
            assertEquals(processes, all.memoryDescriptors());
            assertEquals(3 + 1 + 2 * processes, all.descriptors());
            assertTrue(all.kernelBytes() > 0);
            assertEquals(2, all.polls());
            assertEquals(2L * processes, all.rows());
            assertEquals(2L * processes, all.memoryReadings());
            assertEquals(0, all.exits());
            assertEquals(0, all.evictions());
            assertEquals(before + all.descriptors(), Proc.ownWatchDescriptors());
            assertEquals(pidfds + processes + 1, Proc.ownDescriptors("pidfd"));
            assertEquals(statms + processes, Proc.ownDescriptors("/statm"));

            Children.end(tracked.get(0));
            watch.poll(rows);
            WatchStats one = watch.stats();
            assertEquals(processes, one.tracked());
            assertEquals(1, one.ended());
            assertEquals(1, one.undrained());
            assertEquals(1, one.exits());
            assertEquals(1, watch.exits(probe.newExitBuffer(1)));
            assertEquals(0, watch.stats().undrained());

            for (long slot : slots) {
                assertEquals(Status.OK, watch.remove(slot));
            }
            WatchStats none = watch.stats();
            assertEquals(0, none.tracked());
            assertEquals(0, none.ended());
            assertEquals(3, none.descriptors());
            assertEquals(0, none.kernelBytes());
            assertEquals(before + 3, Proc.ownWatchDescriptors());
        }
        assertEquals(before, Proc.ownWatchDescriptors());
    }

    private static String softLimit() throws IOException {
        return Proc.text(OWN_PID, "limits")
                .lines()
                .filter(line -> line.startsWith("Max open files"))
                .findFirst()
                .orElseThrow()
                .split(" +", -1)[3];
    }

    /** Whatever the budget: it is kept, and the rows are the same. */
    @BindingTest
    void aBudgetIsKeptAndChangesNoReading(ProcessProbe probe, Children children) throws Exception {
        int processes = 5;
        long[] pids = new long[processes];
        for (int i = 0; i < processes; i++) {
            pids[i] = quiet(children).pid();
        }
        SampleBuffer query = probe.newSampleBuffer(processes);
        SampleBuffer rows = probe.newSampleBuffer(processes);
        probe.query(pids, FieldSet.SWEEP, query);
        int before = Proc.ownWatchDescriptorsWithoutProcesses();
        for (int budget = 0; budget <= 2 * processes + 2; budget++) {
            try (ProcessWatch watch =
                    probe.newWatchBuilder().descriptorBudget(budget).capacity(2).open()) {
                assertEquals(budget, watch.stats().descriptorBudget());
                for (long pid : pids) {
                    added(watch, pid);
                }
                for (int poll = 0; poll < 5; poll++) {
                    assertEquals(processes, watch.poll(rows));
                    for (int row = 0; row < processes; row++) {
                        assertEquals(pids[row], rows.pid(row));
                        assertEquals(query.residentBytes(row), rows.residentBytes(row));
                        assertEquals(query.privateBytes(row), rows.privateBytes(row));
                        assertEquals(query.cpuTotalNanos(row), rows.cpuTotalNanos(row));
                        assertEquals(OWN_PID, rows.parentPid(row));
                    }
                    WatchStats stats = watch.stats();
                    assertTrue(stats.descriptors() <= budget + 3, stats.toString());
                    assertEquals(before + stats.descriptors(), Proc.ownWatchDescriptors());
                    assertEquals(
                            processes,
                            stats.processDescriptors() + stats.lookedUp(),
                            stats.toString());
                }
                // Beside one for each process, the parent of them all takes one.
                assertEquals(
                        budget < processes + 1,
                        watch.stats().lookedUp() > 0,
                        watch.stats().toString());
            }
        }
        assertEquals(before, Proc.ownWatchDescriptors());
    }
}
