package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessSample;
import io.procprobe.ProcessState;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.Child;
import io.procprobe.conformance.support.EachBinding;
import io.procprobe.conformance.support.Readings;
import io.procprobe.conformance.support.Wine;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.condition.OS;

/** Which fields there are of one's own child, and that what is not known is absent. */
final class FieldTest {
    private static final Set<Field> EVERYWHERE =
            EnumSet.of(
                    Field.IDENTITY,
                    Field.ALIVE,
                    Field.PARENT,
                    Field.RESIDENT,
                    Field.PRIVATE,
                    Field.VIRTUAL,
                    Field.CPU_TOTAL,
                    Field.CPU_USER,
                    Field.CPU_SYSTEM,
                    Field.THREADS,
                    Field.START_TIME);

    /** Windows has no users with numbers, no process groups and no such sessions. */
    private static final Set<Field> POSIX = EnumSet.of(Field.UID, Field.GROUP, Field.SESSION);

    private static final Set<ProcessState> LIVELY =
            EnumSet.of(ProcessState.RUNNING, ProcessState.SLEEPING, ProcessState.BLOCKED);

    private static final int THREADS = 5;

    private static Set<Field> promised() {
        Set<Field> promised = EnumSet.copyOf(EVERYWHERE);
        if (!OS.WINDOWS.isCurrentOs()) {
            promised.addAll(POSIX);
        }
        return promised;
    }

    @EachBinding
    void whatIsPromisedIsThere(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            SampleBuffer rows = probe.newSampleBuffer(1);
            probe.query(child.pid(), FieldSet.CHEAP_AND_TEXT, rows);
            for (Field field : promised()) {
                assertTrue(rows.has(0, field), field + " is absent");
            }
            assertTrue(rows.isAlive(0));
        }
    }

    @EachBinding
    void soIsTheState(Binding binding) throws Exception {
        Wine.skip("has no states of threads, out of which that of a process is made");
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            ProcessSample it = probe.sample(child.pid(), FieldSet.of(Field.STATE));
            assertTrue(LIVELY.contains(it.state().orElseThrow()), it.toString());
        }
    }

    @EachBinding
    void whatIsNotOfferedSaysSoAndIsAbsent(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            SampleBuffer rows = probe.newSampleBuffer(1);
            for (Field field : Field.values()) {
                probe.query(child.pid(), FieldSet.of(field), rows);
                boolean isThere = rows.has(0, field);
                assertTrue(isThere || !promised().contains(field), field + " is absent");
                assertEquals(
                        isThere ? Status.OK : Status.UNSUPPORTED, rows.status(0), field.name());
            }
        }
    }

    @EachBinding
    void anAbsentFieldIsNoNumber(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            SampleBuffer rows = probe.newSampleBuffer(1);
            probe.query(child.pid(), FieldSet.NONE, rows);
            assertEquals(Status.OK, rows.status(0));
            for (Field field : Field.values()) {
                assertFalse(rows.has(0, field), field.name());
                assertThrows(
                        IllegalStateException.class,
                        () -> Readings.get(rows, 0, field),
                        field.name());
            }
        }
    }

    /** What follows from what the fields mean, whatever the system. */
    @EachBinding
    void fieldsAgreeWithEachOther(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            child.order("touch 2");
            long least = (2 << 20) - Readings.memorySlack(probe.systemFacts());
            ProcessSample it = probe.sample(child.pid(), FieldSet.CHEAP_AND_TEXT);
            assertEquals(child.pid(), it.pid());
            assertEquals(child.pid(), it.id().orElseThrow().pid());
            long resident = it.residentBytes().orElseThrow();
            assertTrue(resident >= least, it.toString());
            assertTrue(resident <= it.virtualBytes().orElseThrow(), it.toString());
            it.sharedBytes()
                    .ifPresent(shared -> assertTrue(shared >= 0 && shared <= resident, "" + it));
            assertTrue(it.privateBytes().orElseThrow() >= least, it.toString());
        }
    }

    @EachBinding
    void threadsAreCounted(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            long before = threads(probe, child);
            child.order("threads " + THREADS);
            long after = threads(probe, child);
            // Windows starts threads of its own in every process.
            assertTrue(after >= before + THREADS, before + " and then " + after);
            assertTrue(OS.WINDOWS.isCurrentOs() || after == 1 + THREADS, before + ", " + after);
        }
    }

    private static long threads(ProcessProbe probe, Child child) {
        return probe.sample(child.pid(), FieldSet.of(Field.THREADS)).threads().orElseThrow();
    }

    @EachBinding
    void cpuTimeIsThatOfUserAndSystem(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            child.order("burn 100");
            ProcessSample before = probe.sample(child.pid(), FieldSet.of(Field.CPU_TOTAL));
            ProcessSample split =
                    probe.sample(child.pid(), FieldSet.of(Field.CPU_USER, Field.CPU_SYSTEM));
            long sum = split.cpuUserNanos().orElseThrow() + split.cpuSystemNanos().orElseThrow();
            long total = before.cpuTotalNanos().orElseThrow();
            // Both parts are counted in whole ticks.
            assertTrue(sum >= total - 2 * CpuTest.TICK_NANOS, sum + " of " + total);
        }
    }
}
