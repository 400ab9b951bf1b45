package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.procprobe.testing.Await;
import io.procprobe.testing.Binding;
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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Futures that complete when processes end, children or not, all by one thread. */
@EnabledOnOs(OS.LINUX)
class OnExitTest {
    private static final long OWN_PID = ProcessHandle.current().pid();
    private static final String THREAD = "procprobe-exits";
    private static final int KILLED = ProcessExit.SIGNALLED + 9;
    private static final int PROCESSES = 1_000;
    private static final int PER_SECOND = 250;
    private static final int PERCENT_IN_TIME = 99;
    private static final long IN_TIME_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** What is late by its nature is late in each; a machine that is busy elsewhere is not. */
    private static final int TRIES = 12;

    private static ProcessExit get(CompletableFuture<ProcessExit> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    private static ProcessId identify(ProcessProbe probe, Process process) {
        return probe.identify(process.pid()).orElseThrow();
    }

    private static Set<Thread> servingThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(THREAD))
                .collect(Collectors.toSet());
    }

    /** What the threads that serve all hold now, for themselves. */
    private static int descriptorsWithoutProcesses(ProcessProbe probe) throws Exception {
        // The first call may start the thread.
        assertTrue(probe.onExit(probe.identify(OWN_PID).orElseThrow()).cancel(false));
        Await.until("all others are forgotten", () -> Proc.ownDescriptors("pidfd") == 0);
        return Proc.ownWatchDescriptors();
    }

    // ------------------------------------------------------------------------------- a thousand

    @BindingTest
    void aThousandThatAreNotOurChildren(
            ProcessProbe probe, Children children, TestReporter reporter) throws Exception {
        JavaChild parent = children.java();
        List<String> seen = new ArrayList<>();
        boolean isInTime = false;
        for (int i = 0; i < TRIES && !isInTime; i++) {
            Latencies latencies = endThousand(probe, parent);
            isInTime = mostOf(latencies.sinceKnown) <= IN_TIME_NANOS;
            seen.add(
                    "since the order %s; the parent %s; since the parent knew %s"
                            .formatted(
                                    inWords(latencies.sinceOrder),
                                    inWords(latencies.ofParent),
                                    inWords(latencies.sinceKnown)));
        }
        reporter.publishEntry("onExit", seen.toString());
        assertTrue(isInTime, seen.toString());
    }

    /**
     * In nanoseconds, ascending. Between the order to end and the end lies a shell that has to read
     * a line, which takes its time on a busy machine; so the end is taken to be when the parent,
     * which waits for nothing else, knows of it. The others are to be looked at.
     */
    private static final class Latencies {
        /** From the order to end until a future was completed. */
        final long[] sinceOrder = new long[PROCESSES];

        /** From the order to end until the parent knew. */
        final long[] ofParent = new long[PROCESSES];

        /** Until a future was completed since the parent knew; negative before that. */
        final long[] sinceKnown = new long[PROCESSES];

        void put(int index, long ordered, long known, long completed) {
            sinceOrder[index] = completed - ordered;
            ofParent[index] = known - ordered;
            sinceKnown[index] = completed - known;
        }

        Latencies sorted() {
            Arrays.sort(sinceOrder);
            Arrays.sort(ofParent);
            Arrays.sort(sinceKnown);
            return this;
        }
    }

    /** Of ascending numbers, the one that so many percent do not exceed. */
    private static long mostOf(long[] ascending) {
        return ascending[ascending.length * PERCENT_IN_TIME / 100 - 1];
    }

    private static String inWords(long[] ascending) {
        return "half %.2f, %d %% %.2f, all %.2f ms"
                .formatted(
                        ascending[ascending.length / 2 - 1] / 1e6,
                        PERCENT_IN_TIME,
                        mostOf(ascending) / 1e6,
                        ascending[ascending.length - 1] / 1e6);
    }

    private static Latencies endThousand(ProcessProbe probe, JavaChild parent) throws Exception {
        Map<Long, Long> completedAt = new ConcurrentHashMap<>();
        Map<Long, CompletableFuture<ProcessExit>> futures = new HashMap<>();
        for (String line : parent.ask("breed " + PROCESSES)) {
            ProcessId id = probe.identify(Long.parseLong(line)).orElseThrow();
            CompletableFuture<ProcessExit> future = probe.onExit(id);
            CompletableFuture<Void> unused =
                    future.thenAccept(exit -> completedAt.put(exit.pid(), System.nanoTime()));
            futures.put(id.pid(), future);
        }
        assertEquals(PROCESSES, futures.size());
        assertTrue(futures.values().stream().noneMatch(CompletableFuture::isDone));

        List<String> ends = parent.ask("cull " + PER_SECOND);
        assertEquals(PROCESSES, ends.size());
        CompletableFuture.allOf(futures.values().toArray(new CompletableFuture<?>[0]))
                .get(60, TimeUnit.SECONDS);
        Await.until("all were told", () -> completedAt.size() == PROCESSES);
        Latencies latencies = new Latencies();
        for (int i = 0; i < PROCESSES; i++) {
            // PID, status, when it was ordered to end, when its parent knew.
            String[] end = ends.get(i).split(" ", -1);
            long pid = Long.parseLong(end[0]);
            ProcessExit exit = get(futures.get(pid));
            assertEquals(pid, exit.pid());
            ExitStatuses.assertOfReaped(probe, Integer.parseInt(end[1]), exit.exitStatus());
            latencies.put(i, Long.parseLong(end[2]), Long.parseLong(end[3]), completedAt.get(pid));
        }
        return latencies.sorted();
    }

    // ------------------------------------------------------------------------------ one process

    @BindingTest
    void childrenAndOthersAlike(ProcessProbe probe, Children children) throws Exception {
        Process child = children.start("sh", "-c", "read line; exit 42");
        long other = children.neverReaped();
        ProcessId childId = identify(probe, child);
        ProcessId otherId = probe.identify(other).orElseThrow();
        CompletableFuture<ProcessExit> childEnd = probe.onExit(childId);
        CompletableFuture<ProcessExit> childEndAgain = probe.onExit(childId);
        CompletableFuture<ProcessExit> otherEnd = probe.onExit(otherId);
        assertFalse(childEnd.isDone() || childEndAgain.isDone() || otherEnd.isDone());
        Instant before = Instant.now();

        child.getOutputStream().close();
        for (CompletableFuture<ProcessExit> end : List.of(childEnd, childEndAgain)) {
            ProcessExit exit = get(end);
            assertEquals(child.pid(), exit.pid());
            assertEquals(childId, exit.id().orElseThrow());
            ExitStatuses.assertOfReaped(probe, 42, exit.exitStatus());
            assertFalse(exit.noticedAt().isBefore(before.minusMillis(1)));
            assertFalse(exit.noticedAt().isAfter(Instant.now().plusMillis(1)));
        }
        assertFalse(otherEnd.isDone());

        Children.makeZombie(other);
        ProcessExit exit = get(otherEnd);
        assertEquals(otherId, exit.id().orElseThrow());
        assertEquals(OptionalInt.of(9), exit.signal());
        assertTrue(exit.cpuTotalNanos().isPresent());
    }

    @BindingTest
    void aZombieHasEnded(ProcessProbe probe, Children children) throws Exception {
        ProcessId zombie = probe.identify(children.zombie()).orElseThrow();
        assertEquals(OptionalInt.of(KILLED), get(probe.onExit(zombie)).exitStatus());
    }

    @BindingTest
    void whoIsGoneOrReplacedHasEndedAtOnce(ProcessProbe probe, Children children) throws Exception {
        Process child = children.sleeping();
        ProcessId gone = identify(probe, child);
        Children.end(child);
        ProcessId own = probe.identify(OWN_PID).orElseThrow();
        ProcessId replaced = new ProcessId(OWN_PID, own.tokenKind(), own.startToken() + 1);
        for (ProcessId id : List.of(gone, replaced)) {
            CompletableFuture<ProcessExit> future = probe.onExit(id);
            assertTrue(future.isDone());
            ProcessExit exit = get(future);
            assertEquals(id.pid(), exit.pid());
            assertEquals(id, exit.id().orElseThrow());
            assertEquals(OptionalInt.empty(), exit.exitStatus());
            assertTrue(exit.cpuTotalNanos().isEmpty());
        }
    }

    /** Unknown is neither gone nor there: nothing is said of its end. */
    @BindingTest
    void anUnknownIdentityFails(ProcessProbe probe) {
        ProcessId own = probe.identify(OWN_PID).orElseThrow();
        TokenKind kind =
                own.tokenKind() == TokenKind.UNIQUE_ID
                        ? TokenKind.PIDFD_INODE
                        : TokenKind.UNIQUE_ID;
        CompletableFuture<ProcessExit> future =
                probe.onExit(new ProcessId(OWN_PID, kind, own.startToken()));
        assertTrue(future.isCompletedExceptionally());
        ExecutionException e = assertThrows(ExecutionException.class, future::get);
        assertInstanceOf(IOException.class, e.getCause());
        assertTrue(e.getCause().getMessage().contains(Long.toString(OWN_PID)), e.toString());
        assertTrue(
                e.getCause().getMessage().contains(Status.UNKNOWN_IDENTITY.meaning()),
                e.toString());
    }

    @BindingTest
    void misuse(ProcessProbe probe, Children children) throws Exception {
        assertThrows(NullPointerException.class, () -> probe.onExit(null));
        Process child = children.sleeping();
        ProcessId id = identify(probe, child);
        CompletableFuture<ProcessExit> future = probe.onExit(id);
        probe.close();
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> probe.onExit(id));
        assertEquals("the probe is closed", e.getMessage());
        // What was asked before is answered.
        assertFalse(future.isDone());
        Children.end(child);
        assertEquals(id, get(future).id().orElseThrow());
    }

    // --------------------------------------------------------------------- threads, descriptors

    @BindingTest
    void oneThreadServesAll(ProcessProbe probe, Children children) throws Exception {
        int processes = 50;
        List<Process> all = new ArrayList<>();
        List<Waiter<CompletableFuture<Thread>>> askers = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            Process child = children.sleeping();
            all.add(child);
            ProcessId id = identify(probe, child);
            // From many threads, each with a probe of its own.
            askers.add(
                    new Waiter<>(
                            () -> {
                                try (ProcessProbe own = ProcessProbe.open()) {
                                    return own.onExit(id).thenApply(exit -> Thread.currentThread());
                                }
                            }));
        }
        List<CompletableFuture<Thread>> futures = new ArrayList<>();
        for (Waiter<CompletableFuture<Thread>> asker : askers) {
            futures.add(asker.get());
        }
        Set<Thread> serving = servingThreads();
        assertTrue(
                serving.size() >= 1 && serving.size() <= Binding.required().size(),
                serving.toString());
        for (Process child : all) {
            Children.end(child);
        }
        Thread first = futures.get(0).get(60, TimeUnit.SECONDS);
        assertEquals(THREAD, first.getName());
        assertTrue(first.isDaemon());
        for (CompletableFuture<Thread> future : futures) {
            assertEquals(first, future.get(60, TimeUnit.SECONDS));
        }
        assertEquals(serving, servingThreads());
    }

    @BindingTest
    void whoeverLosesInterestFreesTheDescriptor(ProcessProbe probe, Children children)
            throws Exception {
        int processes = 20;
        List<ProcessId> ids = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            ids.add(identify(probe, children.sleeping()));
        }
        int before = descriptorsWithoutProcesses(probe);

        for (int round = 0; round < 10; round++) {
            List<CompletableFuture<ProcessExit>> futures = new ArrayList<>();
            for (ProcessId id : ids) {
                futures.add(probe.onExit(id));
            }
            assertEquals(before + processes, Proc.ownWatchDescriptors());
            for (CompletableFuture<ProcessExit> future : futures) {
                assertTrue(future.cancel(true));
                assertThrows(CancellationException.class, future::join);
            }
            assertEquals(before, Proc.ownWatchDescriptors());
        }

        CompletableFuture<ProcessExit> timedOut =
                probe.onExit(ids.get(0)).orTimeout(1, TimeUnit.MILLISECONDS);
        ExecutionException e = assertThrows(ExecutionException.class, () -> get(timedOut));
        assertInstanceOf(TimeoutException.class, e.getCause());
        Await.until("it is forgotten", () -> Proc.ownWatchDescriptors() == before);

        // Completed by somebody else: that is losing interest, too.
        CompletableFuture<ProcessExit> completed = probe.onExit(ids.get(0));
        assertTrue(completed.complete(null));
        assertEquals(before, Proc.ownWatchDescriptors());
    }

    @BindingTest
    void anEndFreesTheDescriptor(ProcessProbe probe, Children children) throws Exception {
        int before = descriptorsWithoutProcesses(probe);
        // Of the reaped and of zombies.
        for (int i = 0; i < 20; i++) {
            Process child = children.sleeping();
            CompletableFuture<ProcessExit> childEnd = probe.onExit(identify(probe, child));
            Children.end(child);
            get(childEnd);
            get(probe.onExit(probe.identify(children.zombie()).orElseThrow()));
        }
        Await.until("all are forgotten", () -> Proc.ownWatchDescriptors() == before);
    }

    // -------------------------------------------------------------------------------- dependents

    /** As documented: it holds up the others, and asynchronous ones do not. */
    @BindingTest
    void aSlowDependentHoldsUpOthersOnly(ProcessProbe probe, Children children) throws Exception {
        Process first = children.sleeping();
        Process second = children.sleeping();
        ProcessId third = identify(probe, children.sleeping());
        CountDownLatch isIn = new CountDownLatch(1);
        CountDownLatch mayGo = new CountDownLatch(1);
        CompletableFuture<Boolean> slow =
                probe.onExit(identify(probe, first))
                        .thenApply(
                                exit -> {
                                    isIn.countDown();
                                    try {
                                        return mayGo.await(60, TimeUnit.SECONDS);
                                    } catch (InterruptedException e) {
                                        return false;
                                    }
                                });
        CompletableFuture<ProcessExit> other = probe.onExit(identify(probe, second));
        Children.end(first);
        assertTrue(isIn.await(60, TimeUnit.SECONDS));
        try (ProcessWatch watch = probe.newWatch()) {
            watch.add(second.pid());
            Children.end(second);
            // Who waits for it by himself knows of it by now; nobody is there to tell others.
            ExitBuffer exits = probe.newExitBuffer(1);
            assertEquals(Status.OK, watch.await(Duration.ofMinutes(1), exits));
            assertEquals(Status.TIMED_OUT, watch.await(Duration.ofMillis(50), exits));
        }
        assertFalse(other.isDone());
        // Who asks or loses interest does not wait for it.
        assertTrue(probe.onExit(third).cancel(false));
        mayGo.countDown();
        assertTrue(slow.get(60, TimeUnit.SECONDS));
        assertEquals(second.pid(), get(other).pid());
    }

    @BindingTest
    void asynchronousDependentsRunElsewhere(ProcessProbe probe, Children children)
            throws Exception {
        Process child = children.sleeping();
        CompletableFuture<Thread> future =
                probe.onExit(identify(probe, child)).thenApplyAsync(e -> Thread.currentThread());
        Children.end(child);
        assertFalse(future.get(60, TimeUnit.SECONDS).getName().equals(THREAD));
    }

    /** The thread survives what dependents throw, and they may ask for further ends. */
    @BindingTest
    void dependentsMayFailAndMayAskAgain(ProcessProbe probe, Children children) throws Exception {
        Process first = children.sleeping();
        Process second = children.sleeping();
        ProcessId next = identify(probe, second);
        CompletableFuture<ProcessExit> firstEnd = probe.onExit(identify(probe, first));
        CompletableFuture<Void> fails =
                firstEnd.thenAccept(
                        exit -> {
                            throw new AssertionError("thrown by a dependent");
                        });
        CompletableFuture<ProcessExit> both = firstEnd.thenCompose(exit -> probe.onExit(next));
        Children.end(first);
        ExecutionException e =
                assertThrows(ExecutionException.class, () -> fails.get(60, TimeUnit.SECONDS));
        assertInstanceOf(AssertionError.class, e.getCause());
        assertEquals(first.pid(), get(firstEnd).pid());
        assertFalse(both.isDone());
        Children.end(second);
        assertEquals(next, get(both).id().orElseThrow());
    }

    /** More of them wait at once than there are carriers, so none of these is kept. */
    @BindingTest
    void virtualThreadsWaitWithoutACarrier(ProcessProbe probe, Children children) throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "this Java has no virtual threads");
        int processes = Runtime.getRuntime().availableProcessors() * 8;
        List<Process> all = new ArrayList<>();
        CountDownLatch asked = new CountDownLatch(processes);
        CountDownLatch told = new CountDownLatch(processes);
        AtomicInteger right = new AtomicInteger();
        for (int i = 0; i < processes; i++) {
            Process child = children.sleeping();
            all.add(child);
            ProcessId id = identify(probe, child);
            startVirtualThread(
                    () -> {
                        CompletableFuture<ProcessExit> future = probe.onExit(id);
                        asked.countDown();
                        right.addAndGet(future.join().pid() == id.pid() ? 1 : 0);
                        told.countDown();
                    });
        }
        assertTrue(asked.await(60, TimeUnit.SECONDS), asked + " did not get to run");
        for (Process child : all) {
            Children.end(child);
        }
        assertTrue(told.await(60, TimeUnit.SECONDS), told + " were not told");
        assertEquals(processes, right.get());
    }

    private static void startVirtualThread(Runnable task) throws ReflectiveOperationException {
        Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    }
}
