package io.procprobe.supervisor.chaos;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessSample;
import io.procprobe.Status;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * Processes with which no supervisor has anything to do. Some stay. Others come and go all the
 * time, and so get PIDs that a moment ago were those of supervised processes: each has an exit code
 * of its own, which it has only when nobody else has ended it.
 */
final class Bystanders {
    private static final int STAYING = 20;
    private static final int PASSING = 20;
    private static final int PACE_MILLIS = 10;
    private static final int LONGEST_MILLIS = 2_000;

    private record Passing(Process process, long untilNanos) {}

    private final ProcessProbe probe;
    private final Random random;
    private final LongPredicate wasOurs;
    private final Consumer<String> fail;
    private final List<Process> staying = new ArrayList<>();
    private final List<ProcessId> identities = new ArrayList<>();
    private final Queue<Passing> passing = new ArrayDeque<>();
    private final AtomicInteger passed = new AtomicInteger();
    private final AtomicInteger heirs = new AtomicInteger();
    private final Thread thread = new Thread(this::comeAndGo, "bystanders");
    private volatile boolean isClosed;

    /**
     * @param wasOurs whether a PID was that of a supervised process
     * @param fail is told what went wrong
     */
    Bystanders(ProcessProbe probe, long seed, LongPredicate wasOurs, Consumer<String> fail) {
        this.probe = probe;
        this.random = new Random(seed);
        this.wasOurs = wasOurs;
        this.fail = fail;
    }

    void start() throws IOException {
        for (int i = 0; i < STAYING; i++) {
            Process process = new ProcessBuilder("sleep", "100000").start();
            staying.add(process);
            identities.add(probe.identify(process.pid()).orElseThrow());
        }
        thread.start();
    }

    /** How many have come and gone as they should. */
    int passed() {
        return passed.get();
    }

    /** How many of all had the PID of a supervised process. */
    int heirs() {
        return heirs.get();
    }

    void check() {
        for (ProcessId each : identities) {
            ProcessSample it = probe.sample(each, FieldSet.of(Field.ALIVE));
            if (it.status() != Status.OK || !it.alive().orElse(false)) {
                fail.accept("a bystander is gone: " + each);
            }
        }
    }

    private void comeAndGo() {
        try {
            while (!isClosed) {
                if (passing.size() < PASSING) {
                    passing.add(come());
                }
                while (!passing.isEmpty() && passing.peek().untilNanos() - System.nanoTime() < 0) {
                    go(passing.remove());
                }
                Thread.sleep(PACE_MILLIS);
            }
        } catch (IOException | InterruptedException e) {
            fail.accept("bystanders do not come and go: " + e);
        } finally {
            passing.forEach(Bystanders::go);
        }
    }

    private Passing come() throws IOException {
        int code = 1 + random.nextInt(100);
        Process process =
                new ProcessBuilder("sh", "-c", "read line; exit $1", "sh", "" + code).start();
        if (wasOurs.test(process.pid())) {
            heirs.incrementAndGet();
        }
        var unused =
                process.onExit()
                        .thenAccept(
                                it -> {
                                    passed.incrementAndGet();
                                    if (it.exitValue() != code) {
                                        fail.accept(
                                                "a bystander, PID %d, has ended with %d, not %d"
                                                        .formatted(it.pid(), it.exitValue(), code));
                                    }
                                });
        long lives = random.nextInt(LONGEST_MILLIS) * 1_000_000L;
        return new Passing(process, System.nanoTime() + lives);
    }

    private static void go(Passing each) {
        try {
            each.process().getOutputStream().close();
        } catch (IOException e) {
            // Its end says the same: the exit code is not its own.
            return;
        }
    }

    /** Ends those that stay, and waits for the others. */
    void end() throws InterruptedException {
        isClosed = true;
        thread.join();
        for (Passing each : passing) {
            each.process().waitFor();
        }
        staying.forEach(Process::destroyForcibly);
    }
}
