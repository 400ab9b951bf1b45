package io.procprobe.testing;

import io.procprobe.ExitBuffer;
import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessWatch;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Polls for long, in a JVM of its own whose heap does not grow: processes come and go, others are
 * removed and added again, other watches are opened and closed. Writes what it holds before and
 * after, as lines of KEY=VALUE.
 *
 * <p>Arguments: how many polls, and PIDs of processes that stay.
 */
public final class GrowthProgram {
    private static final int ADD_EVERY = 10;
    private static final int END_EVERY = 500;
    private static final int OPEN_EVERY = 250;

    private final ProcessProbe probe;
    private final ProcessWatch watch;
    private final SampleBuffer rows;
    private final ExitBuffer exits;
    private final long[] pids;
    private final long[] slots;
    private Process child;
    private CompletableFuture<?> childEnd;
    private long exitsSeen;

    private GrowthProgram(ProcessProbe probe, ProcessWatch watch, long[] pids) {
        this.probe = probe;
        this.watch = watch;
        this.rows = probe.newSampleBuffer(pids.length + 1);
        this.exits = probe.newExitBuffer(2);
        this.pids = pids;
        this.slots = new long[pids.length];
    }

    /** Runs to the end; the processes that it starts end with it at the latest. */
    public static void main(String[] args) throws Exception {
        int polls = Integer.parseInt(args[0]);
        long[] pids = new long[args.length - 1];
        for (int i = 0; i < pids.length; i++) {
            pids[i] = Long.parseLong(args[i + 1]);
        }
        try (ProcessProbe probe = ProcessProbe.open()) {
            // Starts the thread that serves all futures, with its descriptors.
            probe.onExit(probe.identify(ProcessHandle.current().pid()).orElseThrow()).cancel(false);
            write("watch.first", Proc.ownWatchDescriptors());
            write("descriptors.first", descriptors());
            FieldSet fields = FieldSet.WATCH.plus(Field.ALIVE, Field.EXIT_STATUS);
            try (ProcessWatch watch = probe.newWatchBuilder().fields(fields).capacity(1).open()) {
                GrowthProgram program = new GrowthProgram(probe, watch, pids);
                program.begin();
                program.run(polls / 3);
                program.say("before");
                program.run(polls);
                program.say("after");
                program.child.destroyForcibly().waitFor();
                program.childEnd.join();
                write("exits", program.exitsSeen);
                write("polls", watch.stats().polls());
            }
            Await.until("all is closed", () -> Proc.ownDescriptors("pidfd") == 0);
            write("watch.last", Proc.ownWatchDescriptors());
            write("descriptors.last", descriptors());
        }
    }

    private void begin() throws IOException {
        for (int i = 0; i < pids.length; i++) {
            slots[i] = watch.add(pids[i]);
        }
        startChild();
    }

    private void startChild() throws IOException {
        child = new ProcessBuilder("sh", "-c", "read line").start();
        childEnd = probe.onExit(probe.identify(child.pid()).orElseThrow());
        require(watch.add(child.pid()) > 0, "added");
    }

    private void run(int polls) throws Exception {
        for (int i = 1; i <= polls; i++) {
            require(watch.poll(rows) == pids.length + 1, "rows");
            if (i % ADD_EVERY == 0) {
                int index = i / ADD_EVERY % pids.length;
                require(watch.remove(slots[index]) == Status.OK, "removed");
                slots[index] = watch.add(pids[index]);
                require(slots[index] > 0, "added");
            }
            if (i % OPEN_EVERY == 0) {
                watch.memoryMaxAge(Duration.ofSeconds(i / OPEN_EVERY % 2));
                try (ProcessWatch other = probe.newWatch()) {
                    require(other.add(pids[0]) > 0, "added");
                    require(other.poll(rows) == 1, "rows");
                }
            }
            if (i % END_EVERY == 0) {
                child.getOutputStream().close();
                require(watch.await(Duration.ofMinutes(1), exits) == Status.OK, "ended");
                require(exits.rows() == 1 && exits.pid(0) == child.pid(), "one end");
                require(watch.poll(rows) == pids.length + 1, "rows");
                require(watch.remove(exits.slot(0)) == Status.OK, "removed");
                exitsSeen++;
                child.waitFor();
                childEnd.join();
                child.getInputStream().close();
                child.getErrorStream().close();
                startChild();
            }
        }
    }

    private void say(String when) throws Exception {
        System.gc();
        // Those of the watch, and of the one that serves futures: its own three and the child.
        int expected = watch.stats().descriptors() + 3 + 1;
        Await.until("the last child is forgotten", () -> Proc.ownWatchDescriptors() == expected);
        write("watch." + when, expected);
        write("descriptors." + when, descriptors());
        long page = probe.systemFacts().pageBytes();
        write("resident." + when, Proc.statm(ProcessHandle.current().pid()).resident() * page);
    }

    private static int descriptors() {
        return new File("/proc/self/fd").list().length;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("not " + what);
        }
    }

    private static void write(String key, long value) {
        System.out.println(key + "=" + value);
    }
}
