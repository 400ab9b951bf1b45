package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.testing.Await;
import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Children;
import io.procprobe.testing.ExitStatuses;
import io.procprobe.testing.JavaChild;
import io.procprobe.testing.Proc;
import io.procprobe.testing.Waiter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Every end is given out, once, with its status, to who asks or waits for it. */
@EnabledOnOs(OS.LINUX)
class ProcessWatchExitsTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int KILLED = ProcessExit.SIGNALLED + 9;
    private static final int TERMINATED = ProcessExit.SIGNALLED + 15;

    /** A child of this JVM that exits with this code once its input ends. */
    private static Process exiting(Children children, int code) throws IOException {
        return children.start("sh", "-c", "read line; exit " + code);
    }

    /** Ends it and returns when this JVM has reaped it. */
    private static void tellToExit(Process process) throws Exception {
        process.getOutputStream().close();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    }

    private static long added(ProcessWatch watch, long pid) {
        long slot = watch.add(pid);
        assertEquals(Status.OK, ProcessWatch.statusOf(slot));
        return slot;
    }

    // ------------------------------------------------------------------------------- what is told

    @BindingTest
    void childrenTellTheirCodeOrSignal(ProcessProbe probe, Children children) throws Exception {
        Map<Long, Integer> expected = new HashMap<>();
        Map<Long, ProcessId> ids = new HashMap<>();
        List<Process> all = new ArrayList<>();
        try (ProcessWatch watch = probe.newWatch()) {
            for (int status : new int[] {0, 1, 7, 127, 128, 255, TERMINATED, KILLED}) {
                Process child = exiting(children, status);
                all.add(child);
                long slot = added(watch, child.pid());
                expected.put(slot, status);
                ids.put(slot, probe.identify(child.pid()).orElseThrow());
            }
            ExitBuffer exits = probe.newExitBuffer(16);
            assertEquals(0, watch.exits(exits));
            assertEquals(0, exits.rows());
            long before = System.nanoTime();
            Instant beforeInstant = Instant.now();
            for (Process child : all) {
                int status = expected.get(slotOf(ids, child.pid()));
                if (status == KILLED) {
                    Children.end(child);
                } else if (status == TERMINATED) {
                    child.destroy();
                    assertTrue(child.waitFor(60, TimeUnit.SECONDS));
                } else {
                    tellToExit(child);
                }
            }
            assertEquals(all.size(), watch.exits(exits));
            assertEquals(all.size(), exits.rows());
            long after = System.nanoTime();
            Set<Long> slots = new HashSet<>();
            for (int row = 0; row < exits.rows(); row++) {
                long slot = exits.slot(row);
                assertTrue(slots.add(slot));
                ProcessId id = ids.get(slot);
                assertEquals(id.pid(), exits.pid(row));
                assertEquals(id, exits.id(row).orElseThrow());
                ProcessExit exit = exits.toExit(row);
                assertEquals(id.pid(), exit.pid());
                assertEquals(id, exit.id().orElseThrow());
                assertEquals(exits.hasExitStatus(row), exit.exitStatus().isPresent());
                ExitStatuses.assertOfReaped(probe, expected.get(slot), exit.exitStatus());
                assertTrue(exits.noticedAtNanos(row) >= before);
                assertTrue(exits.noticedAtNanos(row) <= after);
                assertFalse(exit.noticedAt().isBefore(beforeInstant.minusMillis(1)));
                // They had been reaped before anybody looked: nothing is made up.
                assertFalse(exits.hasCpuTotal(row));
                assertEquals(OptionalLong.empty(), exit.cpuTotalNanos());
                int known = row;
                assertThrows(IllegalStateException.class, () -> exits.cpuTotalNanos(known));
            }
            assertEquals(expected.keySet(), slots);
            // Once.
            assertEquals(0, watch.exits(exits));
            assertEquals(0, exits.rows());
            watch.poll(probe.newSampleBuffer(1));
            assertEquals(0, watch.exits(exits));
            assertEquals(all.size(), watch.tracked());
        }
    }

    private static long slotOf(Map<Long, ProcessId> ids, long pid) {
        return ids.entrySet().stream()
                .filter(entry -> entry.getValue().pid() == pid)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    /** Zombies, whose statuses every Linux tells. */
    @BindingTest
    void othersThatNobodyReaps(ProcessProbe probe, Children children) throws Exception {
        for (int budget : new int[] {0, 100}) {
            try (ProcessWatch watch = probe.newWatchBuilder().descriptorBudget(budget).open()) {
                ExitBuffer exits = probe.newExitBuffer(2);
                for (int status : new int[] {0, 1, 200, KILLED}) {
                    String end = status == KILLED ? "kill -9 $$" : "exit " + status;
                    Process parent =
                            children.start(
                                    "sh",
                                    "-c",
                                    "exec 3<&0; sh -c 'read line; "
                                            + end
                                            + "' <&3 & echo $!; exec sleep 1001");
                    long pid = Long.parseLong(Children.firstLine(parent));
                    Await.until(
                            "the parent reaps nobody",
                            () -> Proc.text(parent.pid(), "comm").strip().equals("sleep"));
                    long slot = added(watch, pid);
                    assertEquals(0, watch.exits(exits));
                    parent.getOutputStream().close();
                    Await.until("it is a zombie", () -> Proc.stat(pid).state() == 'Z');
                    assertEquals(1, watch.exits(exits));
                    assertEquals(slot, exits.slot(0));
                    assertEquals(pid, exits.pid(0));
                    assertEquals(status, exits.exitStatus(0));
                    assertTrue(exits.hasCpuTotal(0));
                    Proc.Stat stat = Proc.stat(pid);
                    long told = (stat.userTicks() + stat.systemTicks()) * Proc.TICK_NANOS;
                    long cpu = exits.cpuTotalNanos(0);
                    // A zombie may have been on its CPU for one more tick when it was told.
                    assertTrue(
                            cpu >= told - Proc.TICK_NANOS && cpu < told + 3 * Proc.TICK_NANOS,
                            cpu + " " + told);
                    assertEquals(cpu, exits.toExit(0).cpuTotalNanos().orElseThrow());
                    assertEquals(0, watch.exits(exits));
                }
            }
        }
    }

    @BindingTest
    void othersThatTheirParentReaps(ProcessProbe probe, Children children) throws Exception {
        JavaChild parent = children.java();
        int processes = 50;
        try (ProcessWatch watch = probe.newWatch()) {
            Map<Long, Long> slots = new HashMap<>();
            for (String pid : parent.ask("breed " + processes)) {
                slots.put(added(watch, Long.parseLong(pid)), Long.parseLong(pid));
            }
            assertEquals(processes, slots.size());
            Waiter<Map<Long, Integer>> waiter =
                    new Waiter<>(() -> drain(probe, watch, slots, processes));
            for (String end : parent.ask("cull 500")) {
                String[] words = end.split(" ", -1);
                long pid = Long.parseLong(words[0]);
                ExitStatuses.assertOfReaped(
                        probe, Integer.parseInt(words[1]), optional(waiter.get().get(pid)));
            }
            assertEquals(processes, waiter.get().size());
        }
    }

    private static OptionalInt optional(int status) {
        return status < 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** Statuses by PID, of all; -1 where there is none. */
    private static Map<Long, Integer> drain(
            ProcessProbe probe, ProcessWatch watch, Map<Long, Long> slots, int processes)
            throws InterruptedException {
        Map<Long, Integer> statuses = new HashMap<>();
        ExitBuffer exits = probe.newExitBuffer(7);
        while (statuses.size() < processes) {
            assertEquals(Status.OK, watch.await(LONG, exits));
            assertTrue(exits.rows() > 0);
            for (int row = 0; row < exits.rows(); row++) {
                assertEquals(slots.get(exits.slot(row)), exits.pid(row));
                int status = exits.hasExitStatus(row) ? exits.exitStatus(row) : -1;
                assertEquals(null, statuses.put(exits.pid(row), status), "given out twice");
            }
        }
        return statuses;
    }

    @BindingTest
    void aSmallBufferGivesThemOneByOne(ProcessProbe probe, Children children) throws Exception {
        try (ProcessWatch watch = probe.newWatch()) {
            Set<Long> slots = new HashSet<>();
            List<Process> all = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                all.add(children.sleeping());
                slots.add(added(watch, all.get(i).pid()));
            }
            for (Process child : all) {
                Children.end(child);
            }
            ExitBuffer exits = probe.newExitBuffer(1);
            assertEquals(1, exits.capacity());
            Set<Long> given = new HashSet<>();
            for (int i = 0; i < 5; i++) {
                // In turn by asking and by waiting, which is the same to those that are left.
                int rows =
                        i % 2 == 0
                                ? watch.exits(exits)
                                : watch.await(LONG, exits) == Status.OK ? exits.rows() : -1;
                assertEquals(1, rows);
                given.add(exits.slot(0));
                assertEquals(4 - i, watch.stats().undrained());
            }
            assertEquals(slots, given);
            assertEquals(0, watch.exits(exits));
            assertEquals(Status.TIMED_OUT, watch.await(Duration.ZERO, exits));
        }
    }

    @BindingTest
    void whatWasRemovedIsNotGivenOut(ProcessProbe probe, Children children) throws Exception {
        long zombie = children.zombie();
        Process child = children.sleeping();
        try (ProcessWatch watch = probe.newWatch()) {
            ExitBuffer exits = probe.newExitBuffer(4);
            long unnoticed = added(watch, zombie);
            assertEquals(Status.OK, watch.remove(unnoticed));
            assertEquals(0, watch.exits(exits));

            long noticed = added(watch, zombie);
            long other = added(watch, child.pid());
            watch.poll(probe.newSampleBuffer(2));
            assertEquals(1, watch.stats().undrained());
            assertEquals(Status.OK, watch.remove(noticed));
            assertEquals(0, watch.stats().undrained());
            assertEquals(Status.TIMED_OUT, watch.await(Duration.ZERO, exits));

            Children.end(child);
            assertEquals(1, watch.exits(exits));
            assertEquals(other, exits.slot(0));
        }
    }

    // ------------------------------------------------------------------------------------ waiting

    @BindingTest
    void waitingEndsWithTheTime(ProcessProbe probe, Children children) throws Exception {
        for (int budget : new int[] {0, 100}) {
            try (ProcessWatch watch = probe.newWatchBuilder().descriptorBudget(budget).open()) {
                added(watch, children.sleeping().pid());
                ExitBuffer exits = probe.newExitBuffer(1);
                // Longer than the stretches that the wait consists of.
                for (int millis : new int[] {0, 1, 30, 250}) {
                    long before = System.nanoTime();
                    assertEquals(Status.TIMED_OUT, watch.await(Duration.ofMillis(millis), exits));
                    long waited = System.nanoTime() - before;
                    assertTrue(waited >= millis * 1_000_000L, waited + " ns of " + millis + " ms");
                    assertEquals(0, exits.rows());
                }
                for (Duration none :
                        new Duration[] {Duration.ofNanos(-1), Duration.ofSeconds(Long.MIN_VALUE)}) {
                    assertEquals(Status.TIMED_OUT, watch.await(none, exits));
                }
            }
        }
    }

    @BindingTest
    void anEndEndsTheWait(ProcessProbe probe, Children children) throws Exception {
        for (int budget : new int[] {0, 100}) {
            long pid = children.neverReaped();
            try (ProcessWatch watch = probe.newWatchBuilder().descriptorBudget(budget).open()) {
                ExitBuffer exits = probe.newExitBuffer(1);
                long slot = added(watch, pid);
                assertEquals(budget == 0 ? 1 : 0, watch.stats().lookedUp());
                Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
                Waiter<Status> waiter = new Waiter<>(() -> watch.await(forever, exits));
                waiter.awaitIn("watchAwait");
                Children.makeZombie(pid);
                assertEquals(Status.OK, waiter.get());
                assertEquals(1, exits.rows());
                assertEquals(slot, exits.slot(0));
                assertEquals(KILLED, exits.exitStatus(0));
            }
        }
    }

    /** The wait has begun before there is anything to wait for, and in memory that is moved. */
    @BindingTest
    void whoeverIsAddedMeanwhileIsWaitedFor(ProcessProbe probe, Children children)
            throws Exception {
        for (int budget : new int[] {0, 100}) {
            try (ProcessWatch watch =
                    probe.newWatchBuilder().descriptorBudget(budget).capacity(1).open()) {
                ExitBuffer exits = probe.newExitBuffer(1);
                Waiter<Status> waiter = new Waiter<>(() -> watch.await(LONG, exits));
                waiter.awaitIn("watchAwait");
                for (int i = 0; i < 20; i++) {
                    added(watch, ProcessHandle.current().pid());
                }
                Process child = children.sleeping();
                long slot = added(watch, child.pid());
                Children.end(child);
                assertEquals(Status.OK, waiter.get());
                assertEquals(slot, exits.slot(0));
            }
        }
    }

    @BindingTest
    void wakingEndsOneWait(ProcessProbe probe) throws Exception {
        try (ProcessWatch watch = probe.newWatch()) {
            ExitBuffer exits = probe.newExitBuffer(1);
            // Before: the next one, and any number counts as one.
            for (int times = 1; times <= 3; times++) {
                for (int i = 0; i < times; i++) {
                    watch.wake();
                }
                assertEquals(Status.WOKEN, watch.await(LONG, exits));
                assertEquals(0, exits.rows());
                assertEquals(Status.TIMED_OUT, watch.await(Duration.ZERO, exits));
            }
            for (int i = 0; i < 20; i++) {
                Waiter<Status> waiter = new Waiter<>(() -> watch.await(LONG, exits));
                waiter.awaitIn("watchAwait");
                watch.wake();
                assertEquals(Status.WOKEN, waiter.get());
            }
            assertEquals(Status.TIMED_OUT, watch.await(Duration.ZERO, exits));
        }
    }

    /** An end that is there counts more than having been woken, which is not forgotten either. */
    @BindingTest
    void anEndComesBeforeAWake(ProcessProbe probe, Children children) throws Exception {
        try (ProcessWatch watch = probe.newWatch()) {
            ExitBuffer exits = probe.newExitBuffer(1);
            added(watch, children.zombie());
            watch.wake();
            assertEquals(Status.OK, watch.await(LONG, exits));
            assertEquals(Status.WOKEN, watch.await(LONG, exits));
        }
    }

    @BindingTest
    void anInterruptIsNoticed(ProcessProbe probe, Children children) throws Exception {
        try (ProcessWatch watch = probe.newWatch()) {
            added(watch, children.sleeping().pid());
            ExitBuffer exits = probe.newExitBuffer(1);
            long soonest = Long.MAX_VALUE;
            for (int i = 0; i < 10; i++) {
                Waiter<Status> waiter = new Waiter<>(() -> watch.await(LONG, exits));
                waiter.awaitIn("watchAwait");
                long before = System.nanoTime();
                waiter.interrupt();
                ExecutionException e = assertThrows(ExecutionException.class, waiter::get);
                soonest = Math.min(soonest, System.nanoTime() - before);
                assertInstanceOf(InterruptedException.class, e.getCause());
            }
            // Within 100 ms; the machine may add to that, but hardly ten times.
            assertTrue(soonest < 1_000_000_000, soonest + " ns at the soonest");

            // Also the one that waits for its turn.
            Waiter<Status> first = new Waiter<>(() -> watch.await(LONG, exits));
            first.awaitIn("watchAwait");
            ExitBuffer others = probe.newExitBuffer(1);
            Waiter<Status> second = new Waiter<>(() -> watch.await(LONG, others));
            second.awaitBlocked();
            second.interrupt();
            ExecutionException e = assertThrows(ExecutionException.class, second::get);
            assertInstanceOf(InterruptedException.class, e.getCause());
            watch.wake();
            assertEquals(Status.WOKEN, first.get());

            // One that was interrupted before does not even begin, and is so no more.
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> watch.await(LONG, exits));
            assertFalse(Thread.interrupted());
        }
    }

    @BindingTest
    void closingEndsAllWaits(ProcessProbe probe, Children children) throws Exception {
        long pid = children.sleeping().pid();
        for (int round = 0; round < 20; round++) {
            ProcessWatch watch = probe.newWatchBuilder().descriptorBudget(round % 2 * 10).open();
            added(watch, pid);
            List<Waiter<Status>> waiters = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                ExitBuffer exits = probe.newExitBuffer(1);
                Waiter<Status> waiter = new Waiter<>(() -> watch.await(LONG, exits));
                waiters.add(i == 0 ? waiter.awaitIn("watchAwait") : waiter.awaitBlocked());
            }
            watch.close();
            for (Waiter<Status> waiter : waiters) {
                assertEquals(Status.CLOSED, waiter.get());
            }
        }
    }

    /** Whoever waits hinders nobody. */
    @BindingTest
    void allElseGoesOnDuringAWait(ProcessProbe probe, Children children) throws Exception {
        try (ProcessWatch watch = probe.newWatch()) {
            ExitBuffer exits = probe.newExitBuffer(1);
            Waiter<Status> waiter = new Waiter<>(() -> watch.await(LONG, exits));
            waiter.awaitIn("watchAwait");
            long slot = added(watch, children.sleeping().pid());
            assertEquals(1, watch.poll(probe.newSampleBuffer(1)));
            assertEquals(0, watch.exits(probe.newExitBuffer(1)));
            assertEquals(1, watch.stats().tracked());
            assertEquals(1, watch.tracked());
            watch.memoryMaxAge(Duration.ofMillis(1));
            assertEquals(Status.OK, watch.remove(slot));
            // Another one that only looks does not wait for its turn.
            assertEquals(Status.TIMED_OUT, watch.await(Duration.ZERO, probe.newExitBuffer(1)));
            waiter.awaitIn("watchAwait");
            watch.wake();
            assertEquals(Status.WOKEN, waiter.get());
        }
    }

    /** A poll takes an end out of the set that the system waits on: it has to tell of it. */
    @BindingTest
    void whatAPollHasNoticedEndsTheWait(ProcessProbe probe, Children children) throws Exception {
        try (ProcessWatch watch = probe.newWatch()) {
            SampleBuffer rows = probe.newSampleBuffer(1);
            ExitBuffer exits = probe.newExitBuffer(1);
            // Before it begins.
            long slot = added(watch, children.zombie());
            watch.poll(rows);
            assertEquals(1, watch.stats().undrained());
            assertEquals(Status.OK, watch.await(LONG, exits));
            assertEquals(slot, exits.slot(0));
            assertEquals(Status.OK, watch.remove(slot));

            // While it is under way: who notices first is open, what is given out is not.
            for (int i = 0; i < 20; i++) {
                Waiter<Status> waiter = new Waiter<>(() -> watch.await(LONG, exits));
                waiter.awaitIn("watchAwait");
                Process child = children.sleeping();
                long next = added(watch, child.pid());
                child.destroyForcibly();
                Await.until(
                        "a poll or the wait has noticed it",
                        () -> {
                            watch.poll(rows);
                            return watch.stats().ended() == 1;
                        });
                assertEquals(Status.OK, waiter.get());
                assertEquals(next, exits.slot(0));
                assertEquals(Status.OK, watch.remove(next));
            }
        }
    }

    @BindingTest
    void ofManyThatWaitEachEndReachesOne(ProcessProbe probe, Children children) throws Exception {
        int threads = 4;
        int processes = 60;
        List<Process> all = new ArrayList<>();
        Map<Long, Long> pids = new HashMap<>();
        Map<Long, Long> given = new ConcurrentHashMap<>();
        AtomicInteger twice = new AtomicInteger();
        AtomicBoolean polls = new AtomicBoolean(true);
        ProcessWatch watch = probe.newWatch();
        for (int i = 0; i < processes; i++) {
            all.add(children.sleeping());
            pids.put(added(watch, all.get(i).pid()), all.get(i).pid());
        }
        List<Waiter<Status>> waiters = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            waiters.add(
                    new Waiter<>(
                            () -> {
                                ExitBuffer exits = probe.newExitBuffer(2);
                                Status status;
                                while ((status = watch.await(LONG, exits)) == Status.OK) {
                                    for (int row = 0; row < exits.rows(); row++) {
                                        if (given.put(exits.slot(row), exits.pid(row)) != null) {
                                            twice.incrementAndGet();
                                        }
                                    }
                                }
                                return status;
                            }));
        }
        Waiter<Void> poller =
                new Waiter<>(
                        () -> {
                            SampleBuffer rows = probe.newSampleBuffer(1);
                            while (polls.get()) {
                                watch.poll(rows);
                                TimeUnit.MILLISECONDS.sleep(1); // its lock is not a fair one
                            }
                            return null;
                        });
        for (Process child : all) {
            Children.end(child);
        }
        Await.until("all were given out", () -> given.size() == processes);
        polls.set(false);
        poller.get();
        watch.close();
        for (Waiter<Status> waiter : waiters) {
            assertEquals(Status.CLOSED, waiter.get());
        }
        assertEquals(pids, given);
        assertEquals(0, twice.get());
    }
}
