package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.procprobe.testing.Binding;
import io.procprobe.testing.BindingTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** Wrong arguments throw, and leave everything as it was. */
class MisuseTest {
    private static final long OWN_PID = ProcessHandle.current().pid();

    @BindingTest
    void aBufferThatIsTooSmallIsRefusedAndKept(ProcessProbe probe) {
        SampleBuffer rows = probe.newSampleBuffer(2);
        probe.query(new long[] {OWN_PID, 0}, FieldSet.SWEEP, rows);
        ProcessSample first = rows.toSample(0);
        ProcessSample second = rows.toSample(1);
        PidBuffer pids = probe.newPidBuffer(1);
        for (int i = 0; i < 3; i++) {
            pids.add(OWN_PID);
        }
        ProcessId own = probe.identify(OWN_PID).orElseThrow();

        for (Executable query :
                new Executable[] {
                    () -> probe.query(new long[] {1, 2, 3}, FieldSet.SWEEP, rows),
                    () -> probe.query(pids, FieldSet.SWEEP, rows),
                    () -> probe.query(List.of(own, own, own), FieldSet.SWEEP, rows)
                }) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, query);
            assertEquals(
                    "the buffer has room for 2 rows, not for 3: call ensureCapacity(3)",
                    e.getMessage());
            assertEquals(2, rows.rows());
            assertEquals(first, rows.toSample(0));
            assertEquals(second, rows.toSample(1));
        }

        rows.ensureCapacity(3);
        assertTrue(rows.capacity() >= 3);
        assertEquals(0, rows.rows());
        probe.query(pids, FieldSet.SWEEP, rows);
        assertEquals(3, rows.rows());
    }

    @BindingTest
    void aBufferThatIsLargeEnoughIsKept(ProcessProbe probe) {
        SampleBuffer rows = probe.newSampleBuffer(4);
        probe.query(OWN_PID, FieldSet.SWEEP, rows);
        ProcessSample sample = rows.toSample(0);
        rows.ensureCapacity(4);
        rows.ensureCapacity(0);
        rows.ensureCapacity(-1);
        assertEquals(4, rows.capacity());
        assertEquals(sample, rows.toSample(0));
    }

    @BindingTest
    void nullIsRefused(ProcessProbe probe) {
        SampleBuffer rows = probe.newSampleBuffer(1);
        TextBuffer text = probe.newTextBuffer(1);
        ProcessId nobody = null;
        for (Executable call :
                new Executable[] {
                    () -> probe.query(OWN_PID, FieldSet.SWEEP, null),
                    () -> probe.query(OWN_PID, null, rows),
                    () -> probe.query((long[]) null, FieldSet.SWEEP, rows),
                    () -> probe.query((PidBuffer) null, FieldSet.SWEEP, rows),
                    () -> probe.query(nobody, FieldSet.SWEEP, rows),
                    () -> probe.query((List<ProcessId>) null, FieldSet.SWEEP, rows),
                    () -> probe.query(Arrays.asList(nobody), FieldSet.SWEEP, rows),
                    () -> probe.sample(nobody, FieldSet.SWEEP),
                    () -> probe.listPids(null),
                    () -> probe.text().name(OWN_PID, null),
                    () -> probe.text().name(nobody, text),
                    () -> probe.text().environment(OWN_PID, null),
                    () -> probe.text().environment(OWN_PID, "PATH", null),
                    () -> rows.has(0, null),
                    () -> new ProcessId(1, null, 1)
                }) {
            // A row is needed by has() only, and must not be why it throws.
            probe.query(OWN_PID, FieldSet.SWEEP, rows);
            assertThrows(NullPointerException.class, call);
        }
    }

    @BindingTest
    void aBufferOfTheOtherBindingIsRefused(Binding binding, ProcessProbe probe) {
        Binding other = binding == Binding.FFM ? Binding.JNA : Binding.FFM;
        assumeTrue(Binding.required().contains(other), "this Java has one binding only");
        System.setProperty("procprobe.binding", other.property());
        try (ProcessProbe foreign = ProcessProbe.open()) {
            SampleBuffer rows = foreign.newSampleBuffer(1);
            TextBuffer text = foreign.newTextBuffer(16);
            PidBuffer pids = foreign.newPidBuffer(1);
            ProcessId own = foreign.identify(OWN_PID).orElseThrow();
            for (Executable call :
                    new Executable[] {
                        () -> probe.query(OWN_PID, FieldSet.SWEEP, rows),
                        () -> probe.query(new long[] {OWN_PID}, FieldSet.SWEEP, rows),
                        () -> probe.query(own, FieldSet.SWEEP, rows),
                        () -> probe.query(List.of(own), FieldSet.SWEEP, rows),
                        () -> probe.query(pids, FieldSet.SWEEP, probe.newSampleBuffer(1)),
                        () -> probe.listPids(pids),
                        () -> probe.text().name(OWN_PID, text),
                        () -> probe.text().environment(own, "PATH", text)
                    }) {
                IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call);
                assertTrue(e.getMessage().contains(binding.name()), e.getMessage());
                assertTrue(e.getMessage().contains(other.name()), e.getMessage());
            }
            // An identity is of the machine, and good for either.
            assertEquals(Status.OK, probe.sample(own, FieldSet.SWEEP).status());
        }
    }

    @BindingTest
    void aProbeTakesBuffersOfAnotherProbeWithItsBinding(ProcessProbe probe) {
        try (ProcessProbe twin = ProcessProbe.open()) {
            SampleBuffer rows = twin.newSampleBuffer(1);
            probe.query(OWN_PID, FieldSet.SWEEP, rows);
            assertEquals(Status.OK, rows.status(0));
        }
    }

    @BindingTest
    void indexesOutOfRangeAreRefused(ProcessProbe probe) {
        SampleBuffer rows = probe.newSampleBuffer(4);
        assertRowRefused(rows, 0);
        probe.query(OWN_PID, FieldSet.SWEEP, rows);
        for (int row : new int[] {-1, 1, 3, 4, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertRowRefused(rows, row);
        }

        PidBuffer pids = probe.newPidBuffer(4);
        assertThrows(IndexOutOfBoundsException.class, () -> pids.pid(0));
        pids.add(OWN_PID);
        assertEquals(OWN_PID, pids.pid(0));
        assertThrows(IndexOutOfBoundsException.class, () -> pids.pid(1));
        assertThrows(IndexOutOfBoundsException.class, () -> pids.pid(-1));
        pids.clear();
        assertThrows(IndexOutOfBoundsException.class, () -> pids.pid(0));

        TextBuffer text = probe.newTextBuffer(64);
        assertThrows(IndexOutOfBoundsException.class, () -> text.byteAt(0));
        assertEquals(Status.OK, probe.text().name(OWN_PID, text));
        assertThrows(IndexOutOfBoundsException.class, () -> text.byteAt(text.length()));
        assertThrows(IndexOutOfBoundsException.class, () -> text.byteAt(-1));
    }

    @BindingTest
    void badCapacitiesAreRefused(ProcessProbe probe) {
        for (int capacity : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertCapacityRefused(capacity, () -> probe.newSampleBuffer(capacity));
            assertCapacityRefused(capacity, () -> probe.newPidBuffer(capacity));
            assertCapacityRefused(capacity, () -> probe.newTextBuffer(capacity));
        }
        SampleBuffer rows = probe.newSampleBuffer(1);
        assertCapacityRefused(Integer.MAX_VALUE, () -> rows.ensureCapacity(Integer.MAX_VALUE));
        probe.query(OWN_PID, FieldSet.SWEEP, rows);
        assertEquals(Status.OK, rows.status(0));
    }

    @BindingTest
    void namesThatNoVariableHasAreRefused(ProcessProbe probe) {
        TextBuffer text = probe.newTextBuffer(16);
        for (String name : List.of("", "A=B", "=", "A\0", "x".repeat(256), "é".repeat(128))) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> probe.text().environment(OWN_PID, name, text));
            assertThrows(
                    IllegalArgumentException.class, () -> probe.text().environment(OWN_PID, name));
        }
        for (String name : List.of("x".repeat(255), "é".repeat(127))) {
            assertEquals(Status.NOT_FOUND, probe.text().environment(OWN_PID, name, text));
        }
    }

    @BindingTest
    void aGrowingListKeepsItsPids(ProcessProbe probe) {
        PidBuffer pids = probe.newPidBuffer(1);
        List<Long> expected = new ArrayList<>();
        for (long pid = 1; pid <= 1000; pid++) {
            pids.add(pid);
            expected.add(pid);
        }
        List<Long> held = new ArrayList<>();
        for (int i = 0; i < pids.size(); i++) {
            held.add(pids.pid(i));
        }
        assertEquals(expected, held);
    }

    private static void assertRowRefused(SampleBuffer rows, int row) {
        for (Executable getter :
                new Executable[] {
                    () -> rows.pid(row),
                    () -> rows.status(row),
                    () -> rows.has(row, Field.RESIDENT),
                    () -> rows.fields(row),
                    () -> rows.sampledAtNanos(row),
                    () -> rows.memorySampledAtNanos(row),
                    () -> rows.residentBytes(row),
                    () -> rows.id(row),
                    () -> rows.osError(row),
                    () -> rows.failedCall(row),
                    () -> rows.toSample(row)
                }) {
            assertThrows(IndexOutOfBoundsException.class, getter);
        }
    }

    private static void assertCapacityRefused(int capacity, Executable call) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call);
        assertTrue(e.getMessage().endsWith("not " + capacity), e.getMessage());
    }
}
