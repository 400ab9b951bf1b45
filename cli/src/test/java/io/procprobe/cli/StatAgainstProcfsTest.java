package io.procprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.cli.support.Children;
import io.procprobe.cli.support.Finished;
import io.procprobe.cli.support.Procfs;
import io.procprobe.cli.support.Procfs.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every process of the machine, as {@code stat} has it, between two readings of procfs. What both
 * readings agree on must be so; what changed between them must lie between. A process may still
 * change twice meanwhile, so only what is wrong in every one of some rounds is wrong.
 */
@EnabledOnOs(OS.LINUX)
class StatAgainstProcfsTest {
    private static final int ROUNDS = 25;

    /** Procfs counts user and system time in ticks of 10 ms each. */
    private static final long CPU_SLACK_NANOS = 20_000_000;

    @RegisterExtension final Children children = new Children();

    /** Complaints about one round. */
    private static final class Round {
        private final Instant bootTime;
        private final Map<String, String> complaints = new HashMap<>();
        private final Set<Long> settled = new TreeSet<>();

        Round(Instant bootTime) {
            this.bootTime = bootTime;
        }

        void compare(Map<String, Object> row, Reading before, Reading after) {
            number(row, "parentPid", before, after, Reading::parentPid, 0);
            number(row, "threads", before, after, Reading::threads, 0);
            number(row, "uid", before, after, Reading::uid, 0);
            if (before.state() != 'Z' && after.state() != 'Z') {
                number(row, "residentBytes", before, after, Reading::residentBytes, 1);
                number(row, "privateBytes", before, after, Reading::privateBytes, 1);
                number(row, "virtualBytes", before, after, Reading::virtualBytes, 1);
            }
            number(row, "userNanos", before, after, Reading::userNanos, 0);
            number(row, "systemNanos", before, after, Reading::systemNanos, 0);
            text(row, "name", before, after, Reading::name);
            long cpu = Rows.number(row, "cpuNanos");
            if (cpu < before.userNanos() + before.systemNanos() - CPU_SLACK_NANOS
                    || cpu > after.userNanos() + after.systemNanos() + CPU_SLACK_NANOS) {
                complain(row, "cpuNanos", cpu, before, after);
            }
            Instant start = bootTime.plus(Duration.ofMillis(before.startTicks() * 10));
            if (!start.equals(Instant.parse(Rows.text(row, "startTime")))) {
                complain(row, "startTime", row.get("startTime"), before, after);
            }
            if (before.equals(after)) {
                settled.add(Rows.number(row, "pid"));
            }
        }

        /** Between the two readings, or beyond by some times of what they differ. */
        private void number(
                Map<String, Object> row,
                String key,
                Reading before,
                Reading after,
                ToLongFunction<Reading> oracle,
                int slack) {
            long first = oracle.applyAsLong(before);
            long second = oracle.applyAsLong(after);
            long more = Math.abs(first - second) * slack;
            boolean isFine =
                    row.get(key) instanceof Long value
                            && value >= Math.min(first, second) - more
                            && value <= Math.max(first, second) + more;
            if (!isFine) {
                complain(row, key, row.get(key), first, second);
            }
        }

        private void text(
                Map<String, Object> row,
                String key,
                Reading before,
                Reading after,
                Function<Reading, String> oracle) {
            String first = oracle.apply(before);
            String second = oracle.apply(after);
            if (!Objects.equals(row.get(key), first) && !Objects.equals(row.get(key), second)) {
                complain(row, key, row.get(key), first, second);
            }
        }

        private void complain(
                Map<String, Object> row, String key, Object value, Object before, Object after) {
            complaints.put(
                    row.get("pid") + " " + key,
                    key + " is " + value + ", before " + before + ", after " + after + ": " + row);
        }
    }

    private static Round round() throws Exception {
        Round round = new Round(Procfs.bootTime());
        Map<Long, Reading> before = Procfs.readAll();
        long[] pids = before.keySet().stream().mapToLong(Long::longValue).toArray();
        Finished finished = Cli.run(Args.of(List.of("stat", "--format", "json"), pids));
        Map<Long, Reading> after = Procfs.readAll();

        List<Map<String, Object>> rows = finished.objects();
        assertEquals(List.copyOf(before.keySet()), Rows.pids(rows));
        boolean isAllOk = true;
        for (Map<String, Object> row : rows) {
            Rows.check(row);
            long pid = Rows.number(row, "pid");
            Reading first = before.get(pid);
            Reading second = after.get(pid);
            if (row.get("status").equals("GONE")) {
                assertEquals(Set.of("pid", "status"), row.keySet());
                boolean isSame = second != null && second.startTicks() == first.startTicks();
                assertTrue(!isSame, () -> "not gone: " + first + ", " + second);
                isAllOk = false;
            } else {
                assertEquals("OK", row.get("status"), row::toString);
                if (second != null && second.startTicks() == first.startTicks()) {
                    round.compare(row, first, second);
                }
            }
        }
        assertEquals(isAllOk ? ExitStatus.OK : ExitStatus.NOT_ALL, finished.status());
        return round;
    }

    @Test
    void everyProcessIsAsProcfsHasIt() throws Exception {
        Set<Long> own = new TreeSet<>();
        for (int i = 0; i < 5; i++) {
            own.add(children.idle().pid());
        }
        children.busy();
        Set<Long> compared = new TreeSet<>();
        Map<String, String> complaints = null;
        // Goes on until nothing is in doubt and each idle child has been compared exactly.
        for (int i = 0; i < ROUNDS; i++) {
            Round round = round();
            compared.addAll(round.settled);
            if (complaints == null) {
                complaints = round.complaints;
            } else {
                complaints.keySet().retainAll(round.complaints.keySet());
                complaints.replaceAll((key, old) -> round.complaints.get(key));
            }
            if (complaints.isEmpty() && compared.containsAll(own)) {
                break;
            }
        }
        assertTrue(complaints.isEmpty(), String.join("\n", complaints.values()));
        assertTrue(
                compared.containsAll(own),
                () ->
                        "children that never stood still: "
                                + own.stream()
                                        .filter(pid -> !compared.contains(pid))
                                        .map(Object::toString)
                                        .collect(Collectors.joining(", ")));
    }
}
