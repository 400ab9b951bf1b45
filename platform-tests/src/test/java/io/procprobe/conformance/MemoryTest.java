package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessSample;
import io.procprobe.ProcessWatch;
import io.procprobe.SampleBuffer;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.Child;
import io.procprobe.conformance.support.EachBinding;
import io.procprobe.conformance.support.Readings;
import io.procprobe.conformance.support.Wine;

/** Memory grows by what a child has written to, and falls by what it gives back. */
final class MemoryTest {
    private static final FieldSet EXACT = FieldSet.of(Field.UNIQUE, Field.PROPORTIONAL);
    private static final long MB = 1 << 20;
    private static final String ADDRESS_SPACE = "gives a process its address space at the start";

    /** Beside what it is told to, a child needs some more for its code and its page tables. */
    private static final long OWN_NEEDS = 4 * MB;

    /** A touch that is large beside the slack. */
    private static long megabytes(long slack) {
        return 32 + 4 * slack / MB;
    }

    private static void assertGrowth(String what, long growth, long touched, long slack) {
        assertTrue(growth >= touched - slack, what + " grew by " + growth + ", not " + touched);
        assertTrue(
                growth <= touched + slack + OWN_NEEDS,
                what + " grew by " + growth + ", not " + touched);
    }

    @EachBinding
    void itGrowsAndFalls(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            long slack = Readings.memorySlack(probe.systemFacts());
            long touched = megabytes(slack) * MB;
            ProcessSample before = probe.sample(child.pid(), FieldSet.CHEAP);
            child.order("touch " + megabytes(slack));
            ProcessSample full = probe.sample(child.pid(), FieldSet.CHEAP);
            child.order("release");
            ProcessSample after = probe.sample(child.pid(), FieldSet.CHEAP);

            long resident = full.residentBytes().orElseThrow();
            long own = full.privateBytes().orElseThrow();
            assertGrowth(
                    "resident", resident - before.residentBytes().orElseThrow(), touched, slack);
            assertGrowth(
                    "resident", resident - after.residentBytes().orElseThrow(), touched, slack);
            assertGrowth("private", own - before.privateBytes().orElseThrow(), touched, slack);
            assertGrowth("private", own - after.privateBytes().orElseThrow(), touched, slack);
        }
    }

    @EachBinding
    void addressSpaceGrowsAndFalls(Binding binding) throws Exception {
        Wine.skip(ADDRESS_SPACE);
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            long slack = Readings.memorySlack(probe.systemFacts());
            long touched = megabytes(slack) * MB;
            long before = virtual(probe, child);
            child.order("touch " + megabytes(slack));
            long full = virtual(probe, child);
            child.order("release");
            assertGrowth("virtual", full - before, touched, slack);
            assertGrowth("virtual", full - virtual(probe, child), touched, slack);
        }
    }

    private static long virtual(ProcessProbe probe, Child child) {
        return probe.sample(child.pid(), FieldSet.of(Field.VIRTUAL)).virtualBytes().orElseThrow();
    }

    /** Address space is not yet memory. */
    @EachBinding
    void whatIsOnlyReservedIsNotResident(Binding binding) throws Exception {
        Wine.skip(ADDRESS_SPACE);
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            long slack = Readings.memorySlack(probe.systemFacts());
            ProcessSample before = probe.sample(child.pid(), FieldSet.CHEAP);
            child.order("reserve " + megabytes(slack));
            ProcessSample after = probe.sample(child.pid(), FieldSet.CHEAP);
            assertGrowth(
                    "virtual",
                    after.virtualBytes().orElseThrow() - before.virtualBytes().orElseThrow(),
                    megabytes(slack) * MB,
                    0);
            assertGrowth(
                    "resident",
                    after.residentBytes().orElseThrow() - before.residentBytes().orElseThrow(),
                    0,
                    slack);
        }
    }

    @EachBinding
    void aWatchSeesIt(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                ProcessWatch watch = probe.newWatch()) {
            long slack = Readings.memorySlack(probe.systemFacts());
            long touched = megabytes(slack) * MB;
            SampleBuffer rows = probe.newSampleBuffer(1);
            watch.add(child.pid());
            watch.poll(rows);
            long before = rows.residentBytes(0);
            child.order("touch " + megabytes(slack));
            watch.poll(rows);
            long full = rows.residentBytes(0);
            child.order("release");
            watch.poll(rows);
            assertGrowth("resident", full - before, touched, slack);
            assertGrowth("resident", full - rows.residentBytes(0), touched, slack);
        }
    }

    /** Where the system knows them, these are counted page by page. */
    @EachBinding
    void exactMemoryGrowsAlikeWhereItIsKnown(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            SampleBuffer before = probe.newSampleBuffer(1);
            SampleBuffer full = probe.newSampleBuffer(1);
            probe.query(child.pid(), EXACT, before);
            child.order("touch 16");
            probe.query(child.pid(), EXACT, full);
            for (Field field : new Field[] {Field.UNIQUE, Field.PROPORTIONAL}) {
                if (before.has(0, field)) {
                    long growth =
                            (Long) Readings.get(full, 0, field)
                                    - (Long) Readings.get(before, 0, field);
                    // Less where another program begins to share some of its pages meanwhile.
                    assertGrowth(field.name(), growth, 16 * MB, MB);
                }
            }
        }
    }
}
