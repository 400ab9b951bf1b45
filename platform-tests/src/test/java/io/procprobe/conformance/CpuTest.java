package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessWatch;
import io.procprobe.SampleBuffer;
import io.procprobe.conformance.support.Await;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.Child;
import io.procprobe.conformance.support.EachBinding;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** CPU time, against the clock of the very process that used it. */
final class CpuTest {
    /** Where a system counts CPU time in ticks, they are of this length at most. */
    static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(16);

    private static final FieldSet CPU = FieldSet.of(Field.CPU_TOTAL);
    private static final long BURNT_MILLIS = 200;
    private static final int TIMES_THE_SAME = 10;

    private static long total(ProcessProbe probe, long pid) {
        return probe.sample(pid, CPU).cpuTotalNanos().orElseThrow();
    }

    @EachBinding
    void aChildHasUsedWhatItsOwnClockSays(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            long before = total(probe, child.pid());
            long used = child.ask("burn " + BURNT_MILLIS);
            assertTrue(
                    before <= used - TimeUnit.MILLISECONDS.toNanos(BURNT_MILLIS) + 2 * TICK_NANOS,
                    before + " before it had used " + used);
            // The clock of a process that runs is brought up to date when it stops running.
            Await.until(
                    "its CPU time is " + used,
                    () -> total(probe, child.pid()) >= used - 2 * TICK_NANOS);
            long after = total(probe, child.pid());
            long later = child.ask("burn 0");
            assertTrue(after <= later + 2 * TICK_NANOS, after + " when it had used " + later);
        }
    }

    @EachBinding
    void whoDoesNothingUsesNothing(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                Child other = Child.start()) {
            long idle = child.ask("spawn");
            awaitRest(probe, idle);
            long before = total(probe, idle);
            other.order("burn " + BURNT_MILLIS);
            assertTrue(total(probe, idle) - before <= 2 * TICK_NANOS, "it has used CPU time");
        }
    }

    /** On a slow machine a new process uses some before it waits. */
    private static void awaitRest(ProcessProbe probe, long pid) throws Exception {
        long[] last = {-1};
        int[] times = {0};
        Await.until(
                "PID " + pid + " has come to rest",
                () -> {
                    long now = total(probe, pid);
                    times[0] = now == last[0] ? times[0] + 1 : 0;
                    last[0] = now;
                    return times[0] == TIMES_THE_SAME;
                });
    }

    /** Each of the threads that run may have used a tick of which nobody knows yet. */
    @EachBinding
    void thisProcessHasUsedWhatJavaSays(Binding binding) {
        OperatingSystemMXBean bean =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long slack = TICK_NANOS * (2 + Runtime.getRuntime().availableProcessors());
        try (ProcessProbe probe = binding.open()) {
            long before = bean.getProcessCpuTime();
            long total = total(probe, ProcessHandle.current().pid());
            long after = bean.getProcessCpuTime();
            assertTrue(before <= total + slack, before + " before " + total);
            assertTrue(total <= after + slack, total + " before " + after);
        }
    }

    /** 1.0 is one core: what was used by its own clock over the time that has passed. */
    @EachBinding
    void loadIsWhatWasUsedSinceThePreviousPoll(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                ProcessWatch watch = probe.newWatch()) {
            SampleBuffer rows = probe.newSampleBuffer(1);
            watch.add(child.pid());
            assertEquals(1, watch.poll(rows));
            assertTrue(!rows.has(0, Field.CPU_LOAD));
            long cpu = rows.cpuTotalNanos(0);
            long time = rows.sampledAtNanos(0);
            child.order("burn " + BURNT_MILLIS);
            assertEquals(1, watch.poll(rows));
            double expected =
                    (double) (rows.cpuTotalNanos(0) - cpu) / (rows.sampledAtNanos(0) - time);
            assertEquals(expected, rows.cpuLoad(0), 0.01);
            assertTrue(rows.cpuLoad(0) > 0);
        }
    }
}
