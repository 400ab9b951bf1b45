package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Children;
import io.procprobe.testing.Getters;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A row holds what was asked for and nothing else. Linux offers every field. */
@EnabledOnOs(OS.LINUX)
class FieldTest {
    private static final long OWN_PID = ProcessHandle.current().pid();

    @BindingTest
    void eachFieldAloneGivesThatFieldAlone(ProcessProbe probe) {
        SampleBuffer rows = probe.newSampleBuffer(1);
        for (Field wanted : Getters.oneShotFields()) {
            // What the row held before must not shine through.
            probe.query(OWN_PID, allFields(), rows);
            probe.query(OWN_PID, FieldSet.of(wanted), rows);
            assertEquals(Status.OK, rows.status(0));
            assertEquals(FieldSet.of(wanted), rows.fields(0));
            for (Field field : Field.values()) {
                assertEquals(field == wanted, rows.has(0, field));
                if (field == wanted) {
                    assertTrue(Getters.get(rows, 0, field) >= 0);
                } else {
                    assertAbsent(rows, field);
                }
            }
        }
    }

    @BindingTest
    void noFieldAsksOnlyWhetherItIsThere(ProcessProbe probe, Children children) throws Exception {
        SampleBuffer rows = probe.newSampleBuffer(1);
        probe.query(OWN_PID, FieldSet.NONE, rows);
        assertEquals(Status.OK, rows.status(0));
        assertEquals(FieldSet.NONE, rows.fields(0));
        probe.query(children.reaped().pid(), FieldSet.NONE, rows);
        assertEquals(Status.GONE, rows.status(0));
        assertEquals(FieldSet.NONE, rows.fields(0));
    }

    @BindingTest
    void allFieldsAreThereAtOnce(ProcessProbe probe, Children children) throws Exception {
        ProcessSample own = probe.sample(OWN_PID, allFields());
        assertTrue(own.uniqueBytes().orElseThrow() <= own.proportionalBytes().orElseThrow());
        SampleBuffer rows = probe.newSampleBuffer(1);
        probe.query(children.sleeping().pid(), allFields(), rows);
        assertEquals(allFields(), rows.fields(0));
        assertEquals(0, rows.osError(0));
        assertEquals("", rows.failedCall(0));
    }

    @BindingTest
    void theObjectHoldsWhatTheRowHolds(ProcessProbe probe, Children children) throws Exception {
        long pid = children.sleeping().pid();
        SampleBuffer rows = probe.newSampleBuffer(1);
        probe.query(pid, allFields(), rows);
        ProcessSample sample = rows.toSample(0);
        assertEquals(rows.pid(0), sample.pid());
        assertEquals(rows.sampledAtNanos(0), sample.sampledAtNanos());
        assertEquals(rows.id(0), sample.id().orElseThrow());
        assertEquals(rows.tokenKind(0), sample.id().orElseThrow().tokenKind());
        assertEquals(rows.startToken(0), sample.id().orElseThrow().startToken());
        assertEquals(rows.isAlive(0), sample.alive().orElseThrow());
        assertEquals(rows.state(0), sample.state().orElseThrow());
        assertEquals(rows.parentPid(0), sample.parentPid().orElseThrow());
        assertEquals(rows.uid(0), sample.uid().orElseThrow());
        assertEquals(rows.residentBytes(0), sample.residentBytes().orElseThrow());
        assertEquals(rows.privateBytes(0), sample.privateBytes().orElseThrow());
        assertEquals(rows.sharedBytes(0), sample.sharedBytes().orElseThrow());
        assertEquals(rows.virtualBytes(0), sample.virtualBytes().orElseThrow());
        assertEquals(rows.cpuTotalNanos(0), sample.cpuTotalNanos().orElseThrow());
        assertEquals(rows.cpuUserNanos(0), sample.cpuUserNanos().orElseThrow());
        assertEquals(rows.cpuSystemNanos(0), sample.cpuSystemNanos().orElseThrow());
        assertEquals(rows.threads(0), sample.threads().orElseThrow());
        assertEquals(rows.processGroup(0), sample.processGroup().orElseThrow());
        assertEquals(rows.session(0), sample.session().orElseThrow());
        assertEquals(rows.uniqueBytes(0), sample.uniqueBytes().orElseThrow());
        assertEquals(rows.proportionalBytes(0), sample.proportionalBytes().orElseThrow());
        assertEquals(rows.swapBytes(0), sample.swapBytes().orElseThrow());

        ProcessSample empty = probe.sample(pid, FieldSet.NONE);
        assertEquals(
                new ProcessSample(
                        pid,
                        Status.OK,
                        empty.sampledAtNanos(),
                        empty(),
                        empty(),
                        empty(),
                        empty(),
                        none(),
                        none(),
                        none(),
                        none(),
                        none(),
                        none(),
                        none(),
                        none(),
                        none(),
                        none(),
                        none(),
                        none(),
                        none(),
                        none(),
                        none(),
                        OptionalDouble.empty(),
                        OptionalInt.empty()),
                empty);
    }

    @Test
    void setsAddUp() {
        FieldSet two = FieldSet.of(Field.RESIDENT).plus(Field.PARENT);
        assertEquals(FieldSet.of(Field.PARENT, Field.RESIDENT), two);
        assertEquals(two.hashCode(), FieldSet.of(Field.PARENT, Field.RESIDENT).hashCode());
        assertTrue(two.contains(Field.PARENT));
        assertTrue(!two.contains(Field.UID));
        assertEquals("[PARENT, RESIDENT]", two.toString());
        for (Field field : Field.values()) {
            Field.CostClass cost = field.costClass();
            assertEquals(cost == Field.CostClass.CHEAP, FieldSet.CHEAP.contains(field));
            assertEquals(
                    cost == Field.CostClass.CHEAP || cost == Field.CostClass.TEXT,
                    FieldSet.CHEAP_AND_TEXT.contains(field));
        }
    }

    private static FieldSet allFields() {
        return FieldSet.of(Getters.oneShotFields().toArray(Field[]::new));
    }

    private static <T> Optional<T> empty() {
        return Optional.empty();
    }

    private static OptionalLong none() {
        return OptionalLong.empty();
    }

    private static void assertAbsent(SampleBuffer rows, Field field) {
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> Getters.get(rows, 0, field));
        assertTrue(e.getMessage().contains(field.name()), e.getMessage());
        if (field == Field.IDENTITY) {
            assertThrows(IllegalStateException.class, () -> rows.id(0));
            assertThrows(IllegalStateException.class, () -> rows.tokenKind(0));
        }
    }
}
