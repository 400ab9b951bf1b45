package io.procprobe.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.KillReport;
import io.procprobe.ProcessFamily;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import io.procprobe.ProcessWatch;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.conformance.support.Await;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.EachBinding;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * No process can be started any more, nor a thread: {@link ProcessBuilder} says so by an
 * IOException, all readings go on, and a tree is ended without starting anything.
 */
@EnabledIfSystemProperty(named = Guest.ENVIRONMENT, matches = "machine|nobody")
final class ProcessLimitTest {
    /**
     * Each shell starts the next one until that fails, and is then what sleeps at the end. More
     * than a limit allows are never started, should there be none.
     */
    private static final String CHAIN =
            "[ $1 -gt 0 ] && sh -c \"$0\" \"$0\" $(($1 - 1)) 2>/dev/null || exec sleep 600";

    private static final String MOST_LINKS = "200";

    private static final int EAGAIN = 11;

    private static final int MOST_STARTS = 5;
    private static final int ROOM = 40;

    private static final long SELF = ProcessHandle.current().pid();

    /** To nobody there is one for all of his processes; root is limited by a group only. */
    private static final boolean IS_ROOT = "root".equals(System.getProperty("user.name"));

    private static final String GROUPS = "/sys/fs/cgroup";

    private ControlGroup group;

    /** Java keeps a thread for each child; those of these serve the ones that come. */
    @BeforeEach
    void limit() throws Exception {
        List<Process> together = new ArrayList<>();
        for (int i = 0; i < MOST_STARTS; i++) {
            together.add(sleep());
        }
        for (Process process : together) {
            process.destroyForcibly().waitFor();
        }
        if (IS_ROOT) {
            Guest.write(GROUPS + "/cgroup.subtree_control", "+pids");
            group = new ControlGroup(GROUPS, "few");
            group.add(SELF);
            group.set("pids.max", group.number("pids.current") + ROOM);
        }
    }

    @AfterEach
    void restore() throws IOException {
        if (IS_ROOT) {
            Guest.write(GROUPS + "/cgroup.procs", SELF);
            group.close();
            Guest.write(GROUPS + "/cgroup.subtree_control", "-pids");
        }
    }

    private static Process sleep() throws IOException {
        return new ProcessBuilder("sleep", "600").start();
    }

    @EachBinding
    void readingAndEndingGoOn(Binding binding) throws Exception {
        List<Process> started = new ArrayList<>();
        try (ProcessProbe probe = binding.open();
                ProcessTable table = probe.newTable();
                ProcessWatch watch = probe.newWatch()) {
            Process chain = new ProcessBuilder("sh", "-c", CHAIN, CHAIN, MOST_LINKS).start();
            started.add(chain);
            ProcessId root = probe.identify(chain.pid()).orElseThrow();
            Await.until("the end of the chain", () -> endsInSleep(probe, root));
            IOException refused = assertThrows(IOException.class, () -> startMore(started));
            assertTrue(Guest.isRefusal(refused, EAGAIN), refused.getMessage());

            ProcessFamily family = probe.descendants(root);
            assertEquals(Status.OK, table.refresh());
            int row = table.find(root.pid());
            assertEquals(family.members().size() + 1, table.subtreeCount(row));
            SampleBuffer rows = probe.newSampleBuffer(1);
            for (ProcessId member : family.members()) {
                probe.query(member, FieldSet.CHEAP_AND_TEXT, rows);
                assertEquals(Status.OK, rows.status(0));
                assertEquals(FieldSet.CHEAP_AND_TEXT, rows.fields(0));
                assertTrue(watch.add(member) > 0);
            }
            watch.poll(rows);
            for (int i = 0; i < rows.rows(); i++) {
                assertEquals(Status.OK, rows.status(i));
                assertTrue(rows.has(i, Field.RESIDENT));
            }

            KillReport report = probe.killTree(root, Duration.ZERO);
            assertTrue(report.complete(), report.toString());
            assertEquals(family.members().size() + 1, report.entries().size());
            started.add(sleep());
        } finally {
            for (Process process : started) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        }
    }

    private static boolean endsInSleep(ProcessProbe probe, ProcessId root) {
        List<ProcessId> members = probe.descendants(root).members();
        return !members.isEmpty()
                && probe.text()
                        .name(members.get(members.size() - 1).pid())
                        .equals(Optional.of("sleep"));
    }

    private static void startMore(List<Process> started) throws IOException {
        for (int i = 0; i < MOST_STARTS; i++) {
            started.add(sleep());
        }
    }
}
