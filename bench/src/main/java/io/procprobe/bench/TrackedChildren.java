package io.procprobe.bench;

import io.procprobe.ExitBuffer;
import io.procprobe.FieldSet;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessWatch;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.bench.programs.DescriptorBudget;
import java.time.Duration;

/** A watch on the measured children that holds all descriptors that there may be. */
final class TrackedChildren implements AutoCloseable {
    private static final int EXIT_CAPACITY = 64;

    /**
     * Enough for the best code of the JIT. Polls of many processes are too few to get there in an
     * iteration or two.
     */
    private static final int WARM_UP_CALLS = 30_000;

    private final ProcessProbe probe;
    private final ProcessWatch watch;
    private final SampleBuffer samples;
    private final ExitBuffer exits;

    private TrackedChildren(ProcessProbe probe, long[] pids, int parents, Duration memoryMaxAge) {
        this.probe = probe;
        watch =
                probe.newWatchBuilder()
                        .fields(FieldSet.SWEEP)
                        .memoryMaxAge(memoryMaxAge)
                        .descriptorBudget(DescriptorBudget.of(pids.length, parents))
                        .capacity(pids.length)
                        .open();
        samples = probe.newSampleBuffer(pids.length);
        exits = probe.newExitBuffer(EXIT_CAPACITY);
        for (long pid : pids) {
            if (watch.add(pid) < 0) {
                throw new IllegalStateException("process " + pid + " cannot be tracked");
            }
        }
    }

    /**
     * Tracks them, and polls until the code is compiled.
     *
     * @throws IllegalStateException when what would be measured is another thing than what is said
     *     to be
     */
    static TrackedChildren of(String binding, MeasuredChildren children, Duration memoryMaxAge) {
        System.setProperty("procprobe.binding", binding);
        ProcessProbe probe = ProcessProbe.open();
        TrackedChildren one =
                new TrackedChildren(probe, new long[] {children.pids()[0]}, 1, memoryMaxAge);
        for (int i = 0; i < WARM_UP_CALLS; i++) {
            one.poll();
            one.drainExits();
        }
        one.watch.close();
        TrackedChildren all =
                new TrackedChildren(probe, children.pids(), children.parents(), memoryMaxAge);
        all.poll();
        all.requireAllRead(children.processes, children.parents());
        return all;
    }

    private void requireAllRead(int count, int parents) {
        int kept = watch.stats().memoryDescriptors();
        int expected = DescriptorBudget.statmFiles(count, parents);
        if (kept != expected) {
            throw new IllegalStateException(
                    "statm files kept open: " + kept + " instead of " + expected);
        }
        for (int row = 0; row < count; row++) {
            if (samples.status(row) != Status.OK) {
                throw new IllegalStateException("a row has status " + samples.status(row));
            }
        }
    }

    SampleBuffer poll() {
        watch.poll(samples);
        return samples;
    }

    int drainExits() {
        return watch.exits(exits);
    }

    @Override
    public void close() {
        watch.close();
        probe.close();
    }
}
