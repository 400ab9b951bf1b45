package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Children;
import io.procprobe.testing.Proc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Everything at once from many threads, while processes come and go, and closed in the midst: each
 * call does its work or says that the watch is closed, and every slot is that of the process that
 * was added there.
 */
@EnabledOnOs(OS.LINUX)
class ProcessWatchConcurrencyTest {
    private static final long OWN_PID = ProcessHandle.current().pid();
    private static final int ROUNDS = 200;
    private static final int CHILDREN = 12;

    /** Of one round: what was done, and whose rows were seen. */
    private static final class Round {
        final ProcessProbe probe;
        final ProcessWatch watch;
        final AtomicLongArray pids;
        final Map<Long, Long> pidBySlot = new ConcurrentHashMap<>();
        final Map<Long, Long> seenBySlot = new ConcurrentHashMap<>();
        final Map<Long, Long> givenBySlot = new ConcurrentHashMap<>();
        final AtomicLong done = new AtomicLong();
        final CountDownLatch enough;
        final AtomicLong wrong = new AtomicLong();

        /** Tells by {@code enough} when so many calls were made. */
        Round(ProcessProbe probe, AtomicLongArray pids, int capacity, int budget, int calls) {
            this.probe = probe;
            this.pids = pids;
            this.enough = new CountDownLatch(calls);
            this.watch = probe.newWatchBuilder().capacity(capacity).descriptorBudget(budget).open();
        }

        /** One thread: by its number, mostly one kind of call. True when it met the closing. */
        boolean run(int thread, Random random) throws InterruptedException {
            SampleBuffer rows = probe.newSampleBuffer(1);
            ExitBuffer exits = probe.newExitBuffer(2);
            List<Long> own = new ArrayList<>();
            try {
                while (true) {
                    switch (thread) {
                        case 0, 1 -> churn(own, random);
                        case 2, 3 -> poll(rows);
                        case 4 -> take(exits, watch.exits(exits));
                        case 5, 6 -> {
                            Status status = watch.await(Duration.ofMillis(1), exits);
                            if (status == Status.CLOSED) {
                                return true;
                            }
                            take(exits, status == Status.OK ? exits.rows() : 0);
                        }
                        default -> {
                            watch.wake();
                            watch.memoryMaxAge(Duration.ofMillis(random.nextInt(3)));
                            WatchStats stats = watch.stats();
                            wrong.addAndGet(stats.tracked() < 0 ? 1 : 0);
                            wrong.addAndGet(watch.tracked() < 0 ? 1 : 0);
                        }
                    }
                    done.incrementAndGet();
                    enough.countDown();
                }
            } catch (IllegalStateException e) {
                if ("the watch is closed".equals(e.getMessage())) {
                    return true;
                }
                throw e;
            }
        }

        private void churn(List<Long> own, Random random) {
            long pid = pids.get(random.nextInt(pids.length()));
            long slot = watch.add(pid);
            if (slot > 0) {
                pidBySlot.put(slot, pid);
                own.add(slot);
            } else {
                wrong.addAndGet(ProcessWatch.statusOf(slot) == Status.GONE ? 0 : 1);
            }
            if (own.size() > 20 || (!own.isEmpty() && random.nextBoolean())) {
                long gone = own.remove(random.nextInt(own.size()));
                wrong.addAndGet(watch.remove(gone) == Status.OK ? 0 : 1);
                wrong.addAndGet(watch.remove(gone) == Status.STALE ? 0 : 1);
            }
        }

        private void poll(SampleBuffer rows) {
            int count = watch.poll(rows);
            for (int row = 0; row < count; row++) {
                seenBySlot.merge(rows.slot(row), rows.pid(row), this::same);
                Status status = rows.status(row);
                wrong.addAndGet(status == Status.OK || status == Status.GONE ? 0 : 1);
                if (rows.pid(row) == OWN_PID) {
                    wrong.addAndGet(rows.residentBytes(row) > 0 ? 0 : 1);
                }
            }
        }

        private void take(ExitBuffer exits, int count) {
            for (int row = 0; row < count; row++) {
                if (givenBySlot.put(exits.slot(row), exits.pid(row)) != null) {
                    wrong.incrementAndGet();
                }
            }
        }

        private long same(long before, long now) {
            wrong.addAndGet(before == now ? 0 : 1);
            return now;
        }

        /** After all threads have ended. */
        void verify() {
            assertEquals(0, wrong.get());
            seenBySlot.forEach((slot, pid) -> assertEquals(pidBySlot.get(slot), pid, "polled"));
            givenBySlot.forEach((slot, pid) -> assertEquals(pidBySlot.get(slot), pid, "ended"));
        }
    }

    @BindingTest
    void closingInTheMidstOfEverything(ProcessProbe probe, Children children) throws Exception {
        int threads = 8;
        AtomicLongArray pids = new AtomicLongArray(CHILDREN);
        List<Process> alive = new ArrayList<>();
        for (int i = 0; i < CHILDREN; i++) {
            alive.add(children.sleeping());
            pids.set(i, alive.get(i).pid());
        }
        pids.set(0, OWN_PID);
        int before = Proc.ownWatchDescriptorsWithoutProcesses();
        long polled = 0;
        long ended = 0;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int i = 0; i < ROUNDS; i++) {
                Round round = new Round(probe, pids, 1 + i % 3, i % 40, 200);
                CountDownLatch start = new CountDownLatch(threads);
                List<Future<Boolean>> ends = new ArrayList<>();
                for (int t = 0; t < threads; t++) {
                    int thread = t;
                    Random random = new Random(i * 100L + t);
                    ends.add(
                            pool.submit(
                                    () -> {
                                        start.countDown();
                                        start.await();
                                        return round.run(thread, random);
                                    }));
                }
                start.await();
                assertTrue(round.enough.await(60, TimeUnit.SECONDS));
                // Two of the children are replaced by others meanwhile.
                for (int k = 0; k < 2; k++) {
                    int next = 1 + (2 * i + k) % (CHILDREN - 1);
                    Children.end(alive.get(next));
                    alive.set(next, children.sleeping());
                    pids.set(next, alive.get(next).pid());
                }
                round.watch.close();
                for (Future<Boolean> end : ends) {
                    assertTrue(end.get(60, TimeUnit.SECONDS));
                }
                round.verify();
                polled += round.seenBySlot.size();
                ended += round.givenBySlot.size();
            }
        } finally {
            pool.shutdownNow();
        }
        assertTrue(polled > ROUNDS, polled + " slots were polled");
        assertTrue(ended > 0, "no end was given out");
        assertEquals(before, Proc.ownWatchDescriptors());
    }

    /** The shortest lives: some calls come before the closing and some after. */
    @BindingTest
    void closingAtAnyMoment(ProcessProbe probe, Children children) throws Exception {
        AtomicLongArray pids = new AtomicLongArray(2);
        pids.set(0, children.sleeping().pid());
        pids.set(1, children.zombie());
        int threads = 8;
        int before = Proc.ownWatchDescriptorsWithoutProcesses();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        long done = 0;
        try {
            for (int i = 0; i < 2 * ROUNDS; i++) {
                Round round = new Round(probe, pids, 1, i % 8, i % 50);
                List<Future<Boolean>> ends = new ArrayList<>();
                for (int t = 0; t < threads; t++) {
                    int thread = t;
                    Random random = new Random(i * 100L + t);
                    ends.add(pool.submit(() -> round.run(thread, random)));
                }
                assertTrue(round.enough.await(60, TimeUnit.SECONDS));
                round.watch.close();
                for (Future<Boolean> end : ends) {
                    assertTrue(end.get(60, TimeUnit.SECONDS));
                }
                assertEquals(0, round.wrong.get());
                done += round.done.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertTrue(done > 2 * ROUNDS, done + " calls");
        assertEquals(before, Proc.ownWatchDescriptors());
    }
}
