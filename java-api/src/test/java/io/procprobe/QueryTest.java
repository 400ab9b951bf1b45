package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Children;
import io.procprobe.testing.JavaChild;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;

/** What is read of this JVM and of its children, against what Java itself says of them. */
class QueryTest {
    private static final long OWN_PID = ProcessHandle.current().pid();
    private static final long MEGABYTE = 1 << 20;

    @BindingTest
    void ownProcessIsWhatJavaSaysOfIt(ProcessProbe probe) {
        ProcessSample own = probe.sample(OWN_PID, FieldSet.CHEAP_AND_TEXT);

        assertEquals(Status.OK, own.status());
        assertEquals(OWN_PID, own.pid());
        assertEquals(OWN_PID, own.id().orElseThrow().pid());
        assertTrue(own.alive().orElseThrow());
        assertEquals(
                ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L),
                own.parentPid().orElseThrow());
        assertTrue(own.threads().orElseThrow() >= 2);
        assertTrue(own.residentBytes().orElseThrow() > MEGABYTE);
        assertTrue(own.virtualBytes().orElseThrow() >= own.residentBytes().orElseThrow());
    }

    @BindingTest
    void ownCpuTimeLiesBetweenTwoReadingsOfTheRuntime(ProcessProbe probe) {
        long slack = Duration.ofMillis(20).toNanos();
        long before = ownCpuNanos();
        long read = probe.sample(OWN_PID, FieldSet.SWEEP).cpuTotalNanos().orElseThrow();
        long after = ownCpuNanos();
        assertTrue(
                before - slack <= read && read <= after + slack,
                before + " to " + after + ", read " + read);
    }

    @BindingTest
    void startTimeIsThatOfProcessHandle(ProcessProbe probe, Children children) throws Exception {
        Process child = children.sleeping();
        for (ProcessHandle process :
                new ProcessHandle[] {ProcessHandle.current(), child.toHandle()}) {
            Instant expected = process.info().startInstant().orElseThrow();
            Instant read =
                    probe.sample(process.pid(), FieldSet.of(Field.START_TIME))
                            .startTime()
                            .orElseThrow();
            assertTrue(
                    Duration.between(expected, read).abs().toMillis() <= 10,
                    expected + ", read " + read);
        }
    }

    @BindingTest
    void aChildHasThisJvmAsParent(ProcessProbe probe, Children children) throws Exception {
        Process child = children.sleeping();
        ProcessSample sample = probe.sample(child.pid(), FieldSet.CHEAP);
        assertEquals(OWN_PID, sample.parentPid().orElseThrow());
        assertTrue(sample.alive().orElseThrow());
    }

    @BindingTest
    void aGrandchildHasTheChildAsParent(ProcessProbe probe, Children children) throws Exception {
        Process child = children.start("sh", "-c", "sleep 1000 & echo $!; wait");
        long grandchild = Long.parseLong(Children.firstLine(child));
        assertEquals(
                child.pid(), probe.sample(grandchild, FieldSet.SWEEP).parentPid().orElseThrow());
    }

    @BindingTest
    void memoryThatIsTouchedIsSeen(ProcessProbe probe, Children children) throws Exception {
        JavaChild child = children.java();
        ProcessSample before = probe.sample(child.pid(), FieldSet.CHEAP);
        child.tell("touch 16");
        ProcessSample after = probe.sample(child.pid(), FieldSet.CHEAP);
        // The heap may have had a few touched pages to spare.
        long least = 12 * MEGABYTE;
        assertTrue(
                after.residentBytes().orElseThrow() - before.residentBytes().orElseThrow() > least);
        assertTrue(
                after.privateBytes().orElseThrow() - before.privateBytes().orElseThrow() > least);
    }

    @BindingTest
    void cpuTimeThatIsBurntIsSeen(ProcessProbe probe, Children children) throws Exception {
        JavaChild child = children.java();
        FieldSet fields = FieldSet.of(Field.CPU_TOTAL, Field.CPU_USER, Field.CPU_SYSTEM);
        ProcessSample before = probe.sample(child.pid(), fields);
        child.tell("burn 200");
        ProcessSample after = probe.sample(child.pid(), fields);
        long least = Duration.ofMillis(200).toNanos();
        // Two counters of ticks, each of which may lag by one at either reading.
        long ticks = Duration.ofMillis(40).toNanos();
        // The clock of who runs on another CPU moves with the next tick there.
        long lag = Duration.ofMillis(10).toNanos();
        assertTrue(
                after.cpuTotalNanos().orElseThrow() - before.cpuTotalNanos().orElseThrow()
                        >= least - lag);
        assertTrue(split(after) - split(before) >= least - ticks);
        assertTrue(Math.abs(split(after) - after.cpuTotalNanos().orElseThrow()) <= ticks);
    }

    @BindingTest
    void threadsThatAreStartedAreSeen(ProcessProbe probe, Children children) throws Exception {
        JavaChild child = children.java();
        FieldSet fields = FieldSet.of(Field.THREADS);
        long before = probe.sample(child.pid(), fields).threads().orElseThrow();
        child.tell("threads 20");
        long after = probe.sample(child.pid(), fields).threads().orElseThrow();
        // The JVM's own compiler threads come and go.
        assertTrue(Math.abs(after - before - 20) <= 4, before + " before, " + after + " after");
    }

    @BindingTest
    void rowsComeInTheOrderOfTheRequest(ProcessProbe probe, Children children) throws Exception {
        long child = children.sleeping().pid();
        long[] pids = {child, OWN_PID, child, children.reaped().pid(), OWN_PID};
        SampleBuffer rows = probe.newSampleBuffer(pids.length);
        PidBuffer request = probe.newPidBuffer(1);
        for (long pid : pids) {
            request.add(pid);
        }

        probe.query(pids, FieldSet.SWEEP, rows);
        assertRows(pids, rows);
        probe.query(OWN_PID, FieldSet.SWEEP, rows);
        assertEquals(1, rows.rows());
        probe.query(request, FieldSet.SWEEP, rows);
        assertRows(pids, rows);
    }

    @BindingTest
    void theTimeOfAReadingIsThatOfNanoTime(ProcessProbe probe) {
        SampleBuffer rows = probe.newSampleBuffer(1);
        long before = System.nanoTime();
        probe.query(OWN_PID, FieldSet.SWEEP, rows);
        long after = System.nanoTime();
        assertTrue(before <= rows.sampledAtNanos(0) && rows.sampledAtNanos(0) <= after);
        assertEquals(rows.sampledAtNanos(0), rows.memorySampledAtNanos(0));
    }

    @BindingTest
    void theListHoldsThisJvmAndItsChildren(ProcessProbe probe, Children children) throws Exception {
        long child = children.sleeping().pid();
        long gone = children.reaped().pid();
        // One entry at first, so that it has to grow.
        PidBuffer pids = probe.newPidBuffer(1);
        assertEquals(Status.OK, probe.listPids(pids));
        long[] listed = new long[pids.size()];
        for (int i = 0; i < listed.length; i++) {
            listed[i] = pids.pid(i);
        }
        assertTrue(contains(listed, OWN_PID));
        assertTrue(contains(listed, child));
        assertTrue(!contains(listed, gone), "a reaped process is listed");
    }

    private static void assertRows(long[] pids, SampleBuffer rows) {
        assertEquals(pids.length, rows.rows());
        for (int row = 0; row < pids.length; row++) {
            assertEquals(pids[row], rows.pid(row));
            assertEquals(row == 3 ? Status.GONE : Status.OK, rows.status(row));
        }
    }

    private static boolean contains(long[] pids, long wanted) {
        for (long pid : pids) {
            if (pid == wanted) {
                return true;
            }
        }
        return false;
    }

    private static long split(ProcessSample sample) {
        return sample.cpuUserNanos().orElseThrow() + sample.cpuSystemNanos().orElseThrow();
    }

    private static long ownCpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
