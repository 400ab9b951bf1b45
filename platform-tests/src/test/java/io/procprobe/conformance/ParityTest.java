package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.conformance.support.Await;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.Child;
import io.procprobe.conformance.support.Readings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All bindings give the same answers about children that stand still. */
final class ParityTest {
    private static final FieldSet ALL = FieldSet.of(Field.values());

    private final List<ProcessProbe> probes = new ArrayList<>();

    @BeforeEach
    void openAll() {
        Binding.required().forEach(binding -> probes.add(binding.open()));
    }

    @AfterEach
    void closeAll() {
        probes.forEach(ProcessProbe::close);
    }

    /**
     * A child that has just answered may still be on its way to waiting: what the others say counts
     * when the first one says the same before and after.
     */
    private void assertSame(Function<ProcessProbe, ?> reading) throws Exception {
        ProcessProbe first = probes.get(0);
        Await.until(
                "the children stand still",
                () -> {
                    Object before = reading.apply(first);
                    List<Object> all = new ArrayList<>();
                    probes.forEach(probe -> all.add(reading.apply(probe)));
                    if (!before.equals(reading.apply(first))) {
                        return false;
                    }
                    // What is shared may change for a moment, and back again.
                    return all.stream().allMatch(before::equals);
                });
    }

    private static Map<Field, Object> read(ProcessProbe probe, long pid) {
        SampleBuffer rows = probe.newSampleBuffer(1);
        probe.query(pid, ALL, rows);
        assertEquals(Status.OK, rows.status(0));
        Map<Field, Object> values = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            if (rows.has(0, field)) {
                values.put(field, Readings.get(rows, 0, field));
            }
        }
        return values;
    }

    @Test
    void everyFieldOfAnIdleChildIsTheSame() throws Exception {
        try (Child child = Child.start()) {
            child.order("touch 8");
            child.order("threads 3");
            assertSame(probe -> read(probe, child.pid()));
            assertTrue(read(probes.get(0), child.pid()).size() >= 10);
        }
    }

    @Test
    void anIdentityOfOneIsGoodForTheOther() throws Exception {
        try (Child child = Child.start()) {
            for (ProcessProbe probe : probes) {
                ProcessId id = probe.identify(child.pid()).orElseThrow();
                for (ProcessProbe other : probes) {
                    assertEquals(Status.OK, other.sample(id, ALL).status());
                    assertEquals(id, other.identify(child.pid()).orElseThrow());
                }
            }
        }
    }

    @Test
    void textsAreTheSame() throws Exception {
        try (Child child = Child.start()) {
            assertSame(
                    probe ->
                            List.of(
                                    probe.text().name(child.pid()),
                                    probe.text().executable(child.pid()),
                                    probe.text().commandLine(child.pid()),
                                    probe.text().environment(child.pid(), "PATH"),
                                    probe.text().cgroup(child.pid())));
        }
    }

    /** Everything about a place in the table but CPU time, which is compared above. */
    private static List<Object> place(ProcessTable table, int row) {
        return List.of(
                table.rows().id(row),
                table.rows().parentPid(row),
                table.subtreeCount(row),
                table.subtreeResidentBytes(row),
                table.subtreePrivateBytes(row),
                table.startTimeEpochNanos(row),
                table.session(row),
                table.name(row));
    }

    private static List<List<Object>> places(ProcessProbe probe, List<Child.Member> members) {
        try (ProcessTable table = probe.newTable()) {
            // What a name is is certain from the second refresh on.
            assertEquals(Status.OK, table.refresh());
            assertEquals(Status.OK, table.refresh());
            return members.stream().map(member -> place(table, table.find(member.pid()))).toList();
        }
    }

    @Test
    void rowsOfTheTableAreTheSame() throws Exception {
        try (Child child = Child.start()) {
            List<Child.Member> members = child.members("tree 3 2");
            assertSame(probe -> places(probe, members));
        }
    }
}
