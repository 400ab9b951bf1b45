package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Children;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that share what may be shared read the truth; those that share more never crash. */
class ConcurrencyTest {
    private static final long OWN_PID = ProcessHandle.current().pid();
    private static final int THREADS = 8;
    private static final int TURNS = 2_000;

    /** What a getter or a query may throw when another thread changes its buffer. */
    private static final Set<Class<?>> DOCUMENTED =
            Set.of(
                    IllegalArgumentException.class,
                    IllegalStateException.class,
                    IndexOutOfBoundsException.class);

    private interface Turn {
        void run(int thread, int turn) throws Exception;
    }

    /** Runs all threads at once; gives how many turns were refused with what is documented. */
    private static int inParallel(Turn turn) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        CountDownLatch start = new CountDownLatch(THREADS);
        AtomicInteger refused = new AtomicInteger();
        try {
            List<Future<Void>> ends = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                Callable<Void> task =
                        () -> {
                            start.countDown();
                            start.await();
                            for (int t = 0; t < TURNS; t++) {
                                try {
                                    turn.run(thread, t);
                                } catch (RuntimeException e) {
                                    if (!DOCUMENTED.contains(e.getClass())) {
                                        throw e;
                                    }
                                    refused.incrementAndGet();
                                }
                            }
                            return null;
                        };
                ends.add(threads.submit(task));
            }
            for (Future<Void> end : ends) {
                end.get(120, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        return refused.get();
    }

    @BindingTest
    void oneProbeServesManyThreads(ProcessProbe probe, Children children) throws Exception {
        long child = children.sleeping().pid();
        ProcessId id = probe.identify(child).orElseThrow();
        List<SampleBuffer> rows = new ArrayList<>();
        List<TextBuffer> texts = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            rows.add(probe.newSampleBuffer(2));
            texts.add(probe.newTextBuffer(1));
        }
        int refused =
                inParallel(
                        (thread, turn) -> {
                            SampleBuffer own = rows.get(thread);
                            probe.query(new long[] {child, 0}, FieldSet.CHEAP, own);
                            assertEquals(child, own.pid(0));
                            assertEquals(OWN_PID, own.parentPid(0));
                            assertEquals(id.startToken(), own.startToken(0));
                            assertEquals(Status.INVALID, own.status(1));
                            probe.query(id, FieldSet.SWEEP, own);
                            assertEquals(Status.OK, own.status(0));
                            TextBuffer text = texts.get(thread);
                            assertEquals(Status.OK, probe.text().name(child, text));
                            assertEquals('s', text.byteAt(0));
                        });
        assertEquals(0, refused);
    }

    @BindingTest
    void aSharedSampleBufferNeverCrashes(ProcessProbe probe) throws Exception {
        SampleBuffer rows = probe.newSampleBuffer(1);
        AtomicInteger capacity = new AtomicInteger(1);
        long[] pids = new long[64];
        inParallel(
                (thread, turn) -> {
                    switch (thread % 4) {
                        case 0 -> probe.query(OWN_PID, FieldSet.SWEEP, rows);
                        case 1 -> probe.query(pids, FieldSet.SWEEP, rows);
                        case 2 -> {
                            for (int row = 0; row < rows.rows(); row++) {
                                // What is half written may be a status that there is not.
                                rows.pid(row);
                                rows.has(row, Field.RESIDENT);
                                rows.status(row);
                                rows.toSample(row);
                            }
                        }
                        default -> {
                            if (turn % 16 == 0) {
                                rows.ensureCapacity(Math.min(4096, capacity.incrementAndGet()));
                            }
                        }
                    }
                });
        probe.query(OWN_PID, FieldSet.SWEEP, rows);
        assertEquals(Status.OK, rows.status(0));
    }

    @BindingTest
    void aSharedPidBufferNeverCrashes(ProcessProbe probe) throws Exception {
        PidBuffer pids = probe.newPidBuffer(1);
        List<SampleBuffer> rows = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            rows.add(probe.newSampleBuffer(64));
        }
        inParallel(
                (thread, turn) -> {
                    switch (thread % 4) {
                        case 0 -> pids.add(OWN_PID);
                        case 1 -> probe.query(pids, FieldSet.NONE, rows.get(thread));
                        case 2 -> {
                            if (turn % 8 == 0) {
                                pids.clear();
                            }
                            pids.pid(0);
                        }
                        default -> {
                            if (turn % 8 == 0) {
                                probe.listPids(pids);
                            }
                        }
                    }
                });
        assertEquals(Status.OK, probe.listPids(pids));
        assertTrue(pids.size() > 0);
    }

    @BindingTest
    void aSharedTextBufferNeverCrashes(ProcessProbe probe, Children children) throws Exception {
        long child = children.start("sleep", "1000", "0" + "0".repeat(50_000)).pid();
        for (int round = 0; round < 4; round++) {
            // It starts small every time, so that it grows while others use it.
            TextBuffer text = probe.newTextBuffer(1);
            inParallel(
                    (thread, turn) -> {
                        if (turn >= TURNS / 20) {
                            return;
                        }
                        switch (thread % 4) {
                            case 0 -> probe.text().name(child, text);
                            case 1 -> probe.text().commandLine(child, text);
                            case 2 -> probe.text().environment(OWN_PID, "PATH", text);
                            default -> {
                                assertNotNull(text.toString());
                                assertNotNull(text.toStrings());
                                assertNotNull(text.toByteArray());
                            }
                        }
                    });
            assertEquals(Status.OK, probe.text().name(OWN_PID, text));
        }
    }

    @BindingTest
    void closingEndsAllThreads(ProcessProbe probe) throws Exception {
        AtomicBoolean closed = new AtomicBoolean();
        List<SampleBuffer> rows = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            rows.add(probe.newSampleBuffer(1));
        }
        int refused =
                inParallel(
                        (thread, turn) -> {
                            if (thread == 0 && turn == TURNS / 2) {
                                probe.close();
                                closed.set(true);
                            }
                            boolean before = closed.get();
                            probe.query(OWN_PID, FieldSet.SWEEP, rows.get(thread));
                            assertTrue(!before, "a closed probe read");
                        });
        // The thread that closed it was refused in every turn from then on, at least.
        assertTrue(refused >= TURNS / 2, refused + " turns were refused");
    }
}
