package io.procprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.cli.support.Children;
import io.procprobe.cli.support.Finished;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StatJsonTest {
    @RegisterExtension final Children children = new Children();

    private static Finished stat(long... pids) {
        return Cli.run(Args.of(List.of("stat", "--format", "json"), pids));
    }

    @Test
    void aLivingProcessHasAllKeysAndNoOthers() throws Exception {
        Process child = children.idle();
        Map<String, Object> row = stat(child.pid()).succeeded().objects().get(0);
        assertEquals(Rows.allKeys(), row.keySet());
        Rows.check(row);
        assertEquals(child.pid(), Rows.number(row, "pid"));
        assertEquals("OK", row.get("status"));
        assertEquals("sleep", row.get("name"));
        assertEquals(ProcessHandle.current().pid(), Rows.number(row, "parentPid"));
        assertEquals(1, Rows.number(row, "threads"));
        assertTrue(Rows.number(row, "residentBytes") > 0);
        assertTrue(Rows.number(row, "privateBytes") <= Rows.number(row, "residentBytes"));
        assertTrue(Rows.number(row, "residentBytes") <= Rows.number(row, "virtualBytes"));
    }

    @Test
    void startTimeIsThatOfTheOperatingSystem() throws Exception {
        Process child = children.idle();
        Map<String, Object> row = stat(child.pid()).succeeded().objects().get(0);
        Instant start = Instant.parse(Rows.text(row, "startTime"));
        assertEquals(child.info().startInstant().orElseThrow(), start);
    }

    @Test
    void cpuTimeIsThatOfTheOperatingSystem() throws Exception {
        Process child = children.busy();
        Duration before;
        // The figures are worth comparing only once they are above the 10 ms that the system
        // counts.
        do {
            before = child.info().totalCpuDuration().orElseThrow();
        } while (before.toMillis() < 100);
        Map<String, Object> row = stat(child.pid()).succeeded().objects().get(0);
        Duration after = child.info().totalCpuDuration().orElseThrow();
        Duration cpu = Duration.ofNanos(Rows.number(row, "cpuNanos"));
        assertTrue(cpu.compareTo(before.minusMillis(20)) >= 0, cpu + " after " + before);
        assertTrue(cpu.compareTo(after.plusMillis(20)) <= 0, cpu + " before " + after);
    }

    @Test
    void aProcessThatIsGoneHasPidAndStatusOnly() throws Exception {
        long pid = children.reapedPid();
        Finished finished = stat(pid);
        assertEquals(List.of(Map.of("pid", pid, "status", "GONE")), finished.objects());
        assertEquals(ExitStatus.NOT_ALL, finished.status());
        assertEquals("", finished.err());
    }

    @Test
    void everyPidHasItsLineInTheOrderAskedForAndAsOften() throws Exception {
        long first = children.idle().pid();
        long second = children.idle().pid();
        long gone = children.reapedPid();
        long self = ProcessHandle.current().pid();
        Finished finished = stat(second, gone, self, first, 0, second);
        List<Map<String, Object>> rows = finished.objects();
        assertEquals(List.of(second, gone, self, first, 0L, second), Rows.pids(rows));
        assertEquals(
                List.of("OK", "GONE", "OK", "OK", "INVALID", "OK"),
                rows.stream().map(row -> row.get("status")).toList());
        rows.forEach(Rows::check);
        assertEquals(ExitStatus.NOT_ALL, finished.status());
        assertEquals("", finished.err());
    }

    @Test
    void manyPidsAreNoProblem() throws Exception {
        long child = children.idle().pid();
        long[] pids = new long[3000];
        for (int i = 0; i < pids.length; i++) {
            pids[i] = i % 2 == 0 ? child : Integer.MAX_VALUE - i;
        }
        Finished finished = stat(pids);
        assertEquals(ExitStatus.NOT_ALL, finished.status());
        List<Map<String, Object>> rows = finished.objects();
        assertEquals(pids.length, rows.size());
        for (int i = 0; i < pids.length; i++) {
            assertEquals(pids[i], Rows.number(rows.get(i), "pid"));
            assertEquals(i % 2 == 0 ? "OK" : "GONE", rows.get(i).get("status"));
        }
    }

    @Test
    void objectsAreCompactAndEndWithTheLine() throws Exception {
        String out = stat(children.idle().pid()).succeeded().out();
        assertTrue(out.startsWith("{\"pid\":"), out);
        assertTrue(out.endsWith("}" + System.lineSeparator()), out);
        assertFalse(out.contains(": "), out);
    }
}
