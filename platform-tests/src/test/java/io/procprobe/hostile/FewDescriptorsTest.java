package io.procprobe.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.ExitBuffer;
import io.procprobe.Field;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import io.procprobe.ProcessWatch;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.WatchStats;
import io.procprobe.conformance.support.Await;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.EachBinding;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * 300 processes and 64 descriptors: readings are looked up and right, the figures say so, and with
 * no descriptor left at all nobody is taken for gone.
 */
@EnabledIfSystemProperty(named = Guest.ENVIRONMENT, matches = "few-descriptors")
final class FewDescriptorsTest {
    private static final int PROCESSES = 300;
    private static final int LIMIT = 64;
    private static final int HELD_BY_EVERY_WATCH = 3;

    @EachBinding
    void readingsAreRight(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Nursery nursery = new Nursery()) {
            long pageBytes = probe.systemFacts().pageBytes();
            List<Long> pids = nursery.spawn(PROCESSES);
            int before = Guest.descriptors();
            try (ProcessWatch watch = probe.newWatch();
                    ProcessTable table = probe.newTable()) {
                for (long pid : pids) {
                    assertEquals(Status.OK, ProcessWatch.statusOf(watch.add(pid)));
                }
                checkStats(watch.stats());
                SampleBuffer rows = probe.newSampleBuffer(PROCESSES);
                assertEquals(PROCESSES, watch.poll(rows));
                checkRows(rows, pids, nursery, pageBytes);
                assertEquals(Status.OK, table.refresh());
                checkTable(table, pids, nursery, pageBytes);
                checkStats(table.stats());
                withoutAnyDescriptor(watch, table, rows);
                assertEquals(PROCESSES, watch.poll(rows));
                checkRows(rows, pids, nursery, pageBytes);
                assertEquals(Status.OK, table.refresh());
                checkTable(table, pids, nursery, pageBytes);
                checkExits(probe, watch, nursery, pids);
            }
            assertEquals(before, Guest.descriptors(), "descriptors were leaked");
        }
    }

    private static void checkStats(WatchStats stats) {
        assertEquals(LIMIT / 4, stats.descriptorBudget());
        assertTrue(stats.descriptors() <= LIMIT / 4 + HELD_BY_EVERY_WATCH, stats.toString());
        assertTrue(stats.tracked() >= PROCESSES, stats.toString());
        assertTrue(stats.lookedUp() >= PROCESSES - LIMIT, stats.toString());
    }

    private static void checkRows(
            SampleBuffer rows, List<Long> pids, Nursery nursery, long pageBytes)
            throws IOException {
        Set<Long> seen = new HashSet<>();
        for (int row = 0; row < rows.rows(); row++) {
            checkRow(rows, row, nursery, pageBytes);
            seen.add(rows.pid(row));
        }
        assertEquals(Set.copyOf(pids), seen);
    }

    /** They sleep, so that the kernel says the same of them twice. */
    private static void checkRow(SampleBuffer rows, int row, Nursery nursery, long pageBytes)
            throws IOException {
        assertEquals(Status.OK, rows.status(row), "PID " + rows.pid(row));
        assertEquals(nursery.pid(), rows.parentPid(row));
        assertTrue(rows.has(row, Field.CPU_TOTAL));
        String[] statm = Guest.read("/proc/" + rows.pid(row) + "/statm").split(" ", -1);
        long resident = Long.parseLong(statm[1]) * pageBytes;
        assertEquals(resident, rows.residentBytes(row), "PID " + rows.pid(row));
    }

    private static void checkTable(
            ProcessTable table, List<Long> pids, Nursery nursery, long pageBytes)
            throws IOException {
        int parent = table.find(nursery.pid());
        assertEquals(PROCESSES + 1, table.subtreeCount(parent));
        for (long pid : pids) {
            int row = table.find(pid);
            assertEquals(parent, table.parent(row));
            checkRow(table.rows(), row, nursery, pageBytes);
        }
    }

    private static void withoutAnyDescriptor(
            ProcessWatch watch, ProcessTable table, SampleBuffer rows) throws IOException {
        List<FileInputStream> taken = new ArrayList<>();
        try {
            takeAll(taken);
            assertTrue(taken.size() < LIMIT);
            assertEquals(PROCESSES, watch.poll(rows));
            int again = 0;
            for (int row = 0; row < rows.rows(); row++) {
                Status status = rows.status(row);
                assertTrue(status == Status.OK || status == Status.AGAIN, status.toString());
                again += status == Status.AGAIN ? 1 : 0;
            }
            assertTrue(again > 0, "there were descriptors left");
            assertEquals(0, watch.stats().ended());
            Status refreshed = table.refresh();
            assertTrue(refreshed == Status.OK || refreshed == Status.AGAIN);
        } finally {
            for (FileInputStream file : taken) {
                file.close();
            }
        }
    }

    private static void takeAll(List<FileInputStream> taken) {
        try {
            while (true) {
                taken.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException allAreTaken) {
            return;
        }
    }

    private static void checkExits(
            ProcessProbe probe, ProcessWatch watch, Nursery nursery, List<Long> pids)
            throws Exception {
        List<Long> killed = pids.subList(0, PROCESSES / 2);
        nursery.end(killed);
        Set<Long> told = new HashSet<>();
        ExitBuffer exits = probe.newExitBuffer(PROCESSES);
        SampleBuffer rows = probe.newSampleBuffer(PROCESSES);
        Await.until(
                "the ends of all",
                () -> {
                    watch.poll(rows);
                    watch.exits(exits);
                    for (int row = 0; row < exits.rows(); row++) {
                        assertTrue(told.add(exits.pid(row)), "told twice");
                    }
                    return told.size() >= killed.size();
                });
        assertEquals(Set.copyOf(killed), told);
    }
}
