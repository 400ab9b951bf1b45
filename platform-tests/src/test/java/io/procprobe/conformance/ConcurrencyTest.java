package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.ExitBuffer;
import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.PidBuffer;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import io.procprobe.ProcessWatch;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.conformance.support.Await;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.Child;
import io.procprobe.conformance.support.EachBinding;
import io.procprobe.conformance.support.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Many threads at once: right answers, and documented exceptions only. */
final class ConcurrencyTest {
    private static final int THREADS = 6;
    private static final int ROUNDS = 1_500;

    private static void runAtOnce(List<Callable<Void>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<Future<Void>> futures = new ArrayList<>();
            tasks.forEach(task -> futures.add(threads.submit(task)));
            for (Future<Void> each : futures) {
                each.get(Await.DEADLINE.toNanos(), TimeUnit.NANOSECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @EachBinding
    void everyThreadGetsItsOwnAnswers(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                Child other = Child.start()) {
            long[] pids = {child.pid(), other.pid()};
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                long pid = pids[i % 2];
                tasks.add(() -> askForOne(probe, pid));
            }
            runAtOnce(tasks);
        }
    }

    private static Void askForOne(ProcessProbe probe, long pid) {
        ProcessId id = probe.identify(pid).orElseThrow();
        SampleBuffer rows = probe.newSampleBuffer(1);
        for (int i = 0; i < Part.of(ROUNDS); i++) {
            probe.query(id, FieldSet.CHEAP, rows);
            assertEquals(Status.OK, rows.status(0));
            assertEquals(id, rows.id(0));
            assertEquals(ProcessHandle.current().pid(), rows.parentPid(0));
        }
        return null;
    }

    @EachBinding
    void oneWatchServesAll(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                ProcessWatch watch = probe.newWatchBuilder().capacity(1).open()) {
            List<Long> pids = new ArrayList<>();
            child.members("tree 2 2").forEach(each -> pids.add(each.pid()));
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int first = i;
                tasks.add(() -> comeAndGo(probe, watch, pids, first));
            }
            runAtOnce(tasks);
            assertEquals(0, watch.tracked());
        }
    }

    private static Void comeAndGo(
            ProcessProbe probe, ProcessWatch watch, List<Long> pids, int first) {
        SampleBuffer rows = probe.newSampleBuffer(1);
        ExitBuffer exits = probe.newExitBuffer(1);
        for (int i = 0; i < Part.of(ROUNDS); i++) {
            long pid = pids.get((first + i) % pids.size());
            long slot = watch.add(pid);
            watch.poll(rows);
            int own = 0;
            for (int row = 0; row < rows.rows(); row++) {
                assertEquals(Status.OK, rows.status(row));
                if (rows.slot(row) == slot) {
                    assertEquals(pid, rows.pid(row));
                    own++;
                }
            }
            assertEquals(1, own);
            assertEquals(0, watch.exits(exits));
            assertEquals(Status.OK, watch.remove(slot));
        }
        return null;
    }

    /** Those that come too late are told so, and nothing else happens. */
    @EachBinding
    void closingWhileOthersAskIsHarmless(Binding binding) throws Exception {
        for (int i = 0; i < Part.of(30); i++) {
            ProcessProbe probe = binding.open();
            ProcessWatch watch = probe.newWatch();
            ProcessTable table = probe.newTable();
            AtomicInteger calls = new AtomicInteger();
            watch.add(ProcessHandle.current().pid());
            List<Callable<Void>> tasks = new ArrayList<>();
            tasks.add(() -> untilClosed(calls, () -> ask(probe)));
            SampleBuffer rows = probe.newSampleBuffer(1);
            tasks.add(() -> untilClosed(calls, () -> watch.poll(rows)));
            tasks.add(() -> untilClosed(calls, table::refresh));
            tasks.add(
                    () -> {
                        Await.until("all are at work", () -> calls.get() > 3);
                        watch.close();
                        table.close();
                        probe.close();
                        return null;
                    });
            runAtOnce(tasks);
        }
    }

    private static Status ask(ProcessProbe probe) {
        PidBuffer pids = probe.newPidBuffer(1);
        return probe.listPids(pids);
    }

    private static Void untilClosed(AtomicInteger calls, Callable<?> call) throws Exception {
        try {
            while (true) {
                call.call();
                calls.incrementAndGet();
            }
        } catch (IllegalStateException e) {
            assertTrue(e.getMessage().contains("closed"), e.getMessage());
        }
        return null;
    }

    private static Future<Status> await(
            ExecutorService threads, ProcessProbe probe, ProcessWatch watch) {
        return threads.submit(() -> watch.await(Await.DEADLINE, probe.newExitBuffer(1)));
    }

    private static Status get(Future<Status> answer) throws Exception {
        return answer.get(Await.DEADLINE.toNanos(), TimeUnit.NANOSECONDS);
    }

    @EachBinding
    void aWaitIsEndedByAnExitOrAWake(Binding binding) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                ProcessWatch watch = probe.newWatch()) {
            watch.add(child.pid());
            Future<Status> woken = await(threads, probe, watch);
            watch.wake();
            assertEquals(Status.WOKEN, get(woken));
            Future<Status> exited = await(threads, probe, watch);
            child.kill();
            assertEquals(Status.OK, get(exited));
        } finally {
            threads.shutdownNow();
        }
    }

    @EachBinding
    void aWaitIsEndedByAClose(Binding binding) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (ProcessProbe probe = binding.open()) {
            Await.until("a close ends a wait", () -> closesBeneathAWait(threads, probe));
        } finally {
            threads.shutdownNow();
        }
    }

    /** False when the wait began too late: what is closed by then is not waited for. */
    private static boolean closesBeneathAWait(ExecutorService threads, ProcessProbe probe)
            throws Exception {
        ProcessWatch watch = probe.newWatch();
        Future<Status> answer = await(threads, probe, watch);
        // Most waits begin within it.
        Thread.sleep(1);
        watch.close();
        try {
            assertEquals(Status.CLOSED, get(answer));
            return true;
        } catch (ExecutionException e) {
            assertEquals(IllegalStateException.class, e.getCause().getClass());
            return false;
        }
    }

    @EachBinding
    void anInterruptEndsAWait(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                ProcessWatch watch = probe.newWatch()) {
            watch.add(child.pid());
            ExitBuffer exits = probe.newExitBuffer(1);
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> watch.await(Await.DEADLINE, exits));
            assertFalse(Thread.currentThread().isInterrupted());
            SampleBuffer rows = probe.newSampleBuffer(1);
            watch.poll(rows);
            assertTrue(rows.has(0, Field.RESIDENT));
            child.kill();
            assertEquals(Status.OK, watch.await(Await.DEADLINE, exits));
        }
    }
}
