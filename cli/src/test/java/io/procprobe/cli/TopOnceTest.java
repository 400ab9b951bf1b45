package io.procprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.cli.support.Await;
import io.procprobe.cli.support.Children;
import io.procprobe.cli.support.Finished;
import io.procprobe.cli.support.StrictJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TopOnceTest {
    @RegisterExtension final Children children = new Children();

    private static List<Map<String, Object>> top(String... options) {
        List<String> args =
                new ArrayList<>(
                        List.of("top", "--once", "--format", "json", "--interval", "200ms"));
        args.addAll(List.of(options));
        Finished finished = Cli.run(args.toArray(String[]::new)).succeeded();
        assertEquals(1, finished.lines().size());
        List<Map<String, Object>> rows = StrictJson.objects(StrictJson.read(finished.out()));
        rows.forEach(Rows::check);
        return rows;
    }

    @Test
    void rowsHaveTheKeysOfStatAndTheLoad() throws Exception {
        long idle = children.idle().pid();
        Map<String, Object> row = Rows.of(top(), idle);
        Set<String> keys = new HashSet<>(Rows.allKeys());
        keys.add(Rows.LOAD);
        assertEquals(keys, row.keySet());
        assertEquals("sleep", row.get("name"));
        double load = (Double) row.get(Rows.LOAD);
        assertTrue(load >= 0 && load < 0.5, () -> "load of a sleep: " + load);
    }

    @Test
    void oneThatBurnsCpuIsSeenAndSortedBeforeIdleOnes() throws Exception {
        long first = children.idle().pid();
        long busy = children.busy().pid();
        long last = children.idle().pid();
        // The machine is shared: in one interval or other the child gets its part of a core.
        Await.until(
                "the busy child has a load",
                () -> {
                    List<Map<String, Object>> rows = top();
                    double load = (Double) Rows.of(rows, busy).get(Rows.LOAD);
                    List<Long> pids = new ArrayList<>(Rows.pids(rows));
                    pids.retainAll(Set.of(first, busy, last));
                    // More than a core where the clock was read long before the row was.
                    return load > 0.2 && load < 1.5 && pids.get(0) == busy && pids.size() == 3;
                });
    }

    @Test
    void sortedByLoadUnlessToldOtherwise() throws Exception {
        children.busy();
        List<Map<String, Object>> rows = top();
        assertTrue(rows.size() > 1);
        Comparator<Map<String, Object>> byLoad =
                Comparator.comparingDouble(row -> -(Double) row.getOrDefault(Rows.LOAD, -1.0));
        assertEquals(sorted(rows, byLoad), Rows.pids(rows));
        rows = top("--sort", "cpu");
        assertEquals(sorted(rows, byLoad), Rows.pids(rows));
    }

    @Test
    void sortedByMemory() {
        List<Map<String, Object>> rows = top("--sort", "memory");
        assertTrue(rows.size() > 1);
        assertEquals(
                sorted(
                        rows,
                        Comparator.comparingLong(
                                row -> -(Long) row.getOrDefault("residentBytes", -1L))),
                Rows.pids(rows));
        assertTrue(Rows.number(rows.get(0), "residentBytes") > 0);
    }

    @Test
    void sortedByPid() {
        List<Long> pids = Rows.pids(top("--sort", "pid"));
        assertTrue(pids.size() > 1);
        assertEquals(pids.stream().sorted().distinct().toList(), pids);
        assertTrue(pids.contains(ProcessHandle.current().pid()));
    }

    /** Ties, such as the many with no load, are in the order of PIDs. */
    private static List<Long> sorted(
            List<Map<String, Object>> rows, Comparator<Map<String, Object>> order) {
        return rows.stream()
                .sorted(order.thenComparingLong(row -> Rows.number(row, "pid")))
                .map(row -> Rows.number(row, "pid"))
                .toList();
    }

    @Test
    void limitKeepsTheFirst() throws Exception {
        children.idle();
        assertEquals(1, top("--limit", "1").size());
        assertEquals(2, top("--limit", "2").size());
        List<Long> lowest = Rows.pids(top("--sort", "pid", "--limit", "2"));
        List<Long> all = Rows.pids(top("--sort", "pid"));
        assertEquals(all.subList(0, 2), lowest, "those that started first");
        assertTrue(top("--limit", "1000000").size() > 2);
    }

    @Test
    void oneTableAndNoEscapeSequences() throws Exception {
        String child = Long.toString(children.idle().pid());
        Finished finished = Cli.run("top", "--once", "--interval", "0.05s").succeeded();
        String titles = finished.lines().get(0);
        assertTrue(titles.contains("CPU%"), titles);
        assertEquals(1, finished.lines().stream().filter(titles::equals).count());
        assertEquals(
                1,
                finished.lines().stream()
                        .filter(line -> line.strip().startsWith(child + " "))
                        .filter(line -> line.endsWith("  sleep"))
                        .count());
        assertFalse(finished.out().contains("\u001b"));
        assertFalse(finished.lines().contains(""), "an empty line is between tables only");
    }

    @Test
    void aLimitOfNothingIsBadUsage() {
        for (String limit : new String[] {"0", "-1", "x", "1.5", "99999999999"}) {
            String line = Cli.run("top", "--once", "--limit=" + limit).failed(ExitStatus.BAD_USAGE);
            assertTrue(line.contains("--limit") && line.contains(limit), line);
        }
    }

    @Test
    void theIntervalIsWaitedFor() {
        long begin = System.nanoTime();
        Cli.run("top", "--once", "--interval", "300ms").succeeded();
        long took = System.nanoTime() - begin;
        assertTrue(took >= 300_000_000, () -> took + " ns");
    }
}
