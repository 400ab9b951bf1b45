package io.procprobe.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.FieldSet;
import io.procprobe.KillReport;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import io.procprobe.ProcessWatch;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.Child;
import io.procprobe.conformance.support.EachBinding;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The kernel promises hardly any more memory: a large process cannot fork, nor allocate, and a
 * large buffer is an OutOfMemoryError; all that is in use goes on, and a tree is ended.
 */
@EnabledIfSystemProperty(named = Guest.ENVIRONMENT, matches = "machine")
final class ShortMemoryTest {
    private static final String POLICY = "/proc/sys/vm/overcommit_memory";
    private static final String LIMIT = "/proc/sys/vm/overcommit_kbytes";
    private static final int STRICT = 2;

    /**
     * For what Java needs now and then: it ends itself where that is refused. Up to 128 MB of this
     * the kernel keeps back from a process with as many addresses as Java (user_reserve_kbytes).
     */
    private static final long LEFT_KILOBYTES = 160 << 10;

    private static final int MORE_THAN_LEFT_MB = 256;
    private static final int MORE_THAN_LEFT_ROWS = (MORE_THAN_LEFT_MB << 20) / 208;
    private static final int ROUNDS = 50;

    private String policyBefore;

    @BeforeEach
    void remember() throws IOException {
        policyBefore = Guest.read(POLICY);
    }

    @AfterEach
    void restore() throws IOException {
        Guest.write(POLICY, policyBefore);
    }

    /** The kernel counts what it has promised exactly only once it is strict. */
    private static void makeShort() throws IOException {
        Guest.write(LIMIT, promisedKilobytes() * 2 + (1 << 30));
        Guest.write(POLICY, STRICT);
        Guest.write(LIMIT, promisedKilobytes() + LEFT_KILOBYTES);
    }

    private static long promisedKilobytes() throws IOException {
        return Guest.read("/proc/meminfo")
                .lines()
                .filter(line -> line.startsWith("Committed_AS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    @EachBinding
    void whatIsInUseGoesOn(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                Child large = Child.start();
                ProcessTable table = probe.newTable();
                ProcessWatch watch = probe.newWatch()) {
            child.order("tree 2 2");
            large.order("touch " + MORE_THAN_LEFT_MB);
            ProcessId root = probe.identify(child.pid()).orElseThrow();
            int members = probe.descendants(root).members().size();
            assertTrue(members > 0);
            watch.add(root);
            SampleBuffer row = probe.newSampleBuffer(1);

            makeShort();
            // A fork needs leave for a copy of all that is writable.
            assertThrows(IOException.class, () -> large.ask("spawn"));
            assertThrows(IOException.class, () -> large.order("touch " + MORE_THAN_LEFT_MB));
            assertThrows(OutOfMemoryError.class, () -> probe.newSampleBuffer(MORE_THAN_LEFT_ROWS));
            for (int round = 0; round < ROUNDS; round++) {
                probe.query(root, FieldSet.CHEAP_AND_TEXT, row);
                assertEquals(Status.OK, row.status(0));
                assertEquals(FieldSet.CHEAP_AND_TEXT, row.fields(0));
                assertEquals(1, watch.poll(row));
                assertEquals(Status.OK, row.status(0));
                assertEquals(Status.OK, table.refresh());
                assertEquals(members + 1, table.subtreeCount(table.find(root.pid())));
            }
            KillReport report = probe.killTree(root, Duration.ZERO);
            assertTrue(report.complete(), report.toString());
            assertEquals(members + 1, report.entries().size());
        }
    }
}
