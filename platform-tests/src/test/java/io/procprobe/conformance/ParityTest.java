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
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.Child;
import io.procprobe.conformance.support.Readings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** All bindings give the same answers: what is compared is that of children that stand still. */
final class ParityTest {
    private static final FieldSet ALL = FieldSet.of(Field.values());

    /** A child that has just answered may still be on its way to waiting for the next order. */
    private static final long ON_ITS_WAY_NANOS = 5_000_000;

    private static Map<Field, Object> read(ProcessProbe probe, ProcessId id) {
        SampleBuffer rows = probe.newSampleBuffer(1);
        probe.query(id, ALL, rows);
        assertEquals(Status.OK, rows.status(0));
        Map<Field, Object> values = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            if (rows.has(0, field)) {
                values.put(field, Readings.get(rows, 0, field));
            }
        }
        return values;
    }

    private static Map<Field, Object> whenIdle(ProcessProbe probe, ProcessId id) throws Exception {
        Map<Field, Object> values = read(probe, id);
        Map<Field, Object> before = Map.of();
        while (!values.equals(before)) {
            Thread.sleep(0, (int) ON_ITS_WAY_NANOS / 10);
            before = values;
            values = read(probe, id);
        }
        return values;
    }

    @Test
    void everyFieldOfAnIdleChildIsTheSame() throws Exception {
        try (Child child = Child.start()) {
            child.order("touch 8");
            child.order("threads 3");
            List<Map<Field, Object>> all = new ArrayList<>();
            for (Binding binding : Binding.required()) {
                try (ProcessProbe probe = binding.open()) {
                    ProcessId id = probe.identify(child.pid()).orElseThrow();
                    all.add(whenIdle(probe, id));
                }
            }
            all.forEach(values -> assertEquals(all.get(0), values));
            assertTrue(all.get(0).size() >= 10, all.get(0).toString());
        }
    }

    @Test
    void anIdentityOfOneIsGoodForTheOther() throws Exception {
        try (Child child = Child.start()) {
            List<ProcessId> ids = new ArrayList<>();
            for (Binding binding : Binding.required()) {
                try (ProcessProbe probe = binding.open()) {
                    ids.add(probe.identify(child.pid()).orElseThrow());
                }
            }
            for (Binding binding : Binding.required()) {
                try (ProcessProbe probe = binding.open()) {
                    for (ProcessId id : ids) {
                        assertEquals(ProcessId.Comparison.SAME, id.compare(ids.get(0)));
                        assertEquals(Status.OK, probe.sample(id, ALL).status());
                    }
                }
            }
        }
    }

    @Test
    void textsAreTheSame() throws Exception {
        try (Child child = Child.start()) {
            List<List<Object>> all = new ArrayList<>();
            for (Binding binding : Binding.required()) {
                try (ProcessProbe probe = binding.open()) {
                    all.add(
                            List.of(
                                    probe.text().name(child.pid()),
                                    probe.text().executable(child.pid()),
                                    probe.text().commandLine(child.pid()),
                                    probe.text().environment(child.pid(), "PATH"),
                                    probe.text().cgroup(child.pid())));
                }
            }
            all.forEach(texts -> assertEquals(all.get(0), texts));
        }
    }

    /** Everything about a place in the table but CPU time, which the child itself may still use. */
    private static String place(ProcessTable table, int row) {
        return List.of(
                        table.rows().id(row),
                        table.rows().parentPid(row),
                        table.depth(row),
                        table.subtreeCount(row),
                        table.subtreeResidentBytes(row),
                        table.subtreePrivateBytes(row),
                        table.startTimeEpochNanos(row),
                        table.session(row),
                        table.name(row))
                .toString();
    }

    @Test
    void rowsOfTheTableAreTheSame() throws Exception {
        try (Child child = Child.start()) {
            List<Child.Member> members = child.members("tree 3 2");
            List<List<String>> all = new ArrayList<>();
            for (Binding binding : Binding.required()) {
                try (ProcessProbe probe = binding.open();
                        ProcessTable table = probe.newTable()) {
                    // Who has reported may still be on its way to waiting, and need a page for it.
                    for (Child.Member member : members) {
                        whenIdle(probe, probe.identify(member.pid()).orElseThrow());
                    }
                    assertEquals(Status.OK, table.refresh());
                    // What a name was is certain from the second refresh on.
                    assertEquals(Status.OK, table.refresh());
                    all.add(
                            members.stream()
                                    .map(member -> place(table, table.find(member.pid())))
                                    .toList());
                }
            }
            all.forEach(places -> assertEquals(all.get(0), places));
        }
    }
}
