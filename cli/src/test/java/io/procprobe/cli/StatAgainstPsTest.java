package io.procprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.cli.support.Await;
import io.procprobe.cli.support.Children;
import io.procprobe.cli.support.Finished;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The command says of the test's own idle children what {@code ps} says. */
@EnabledOnOs(OS.LINUX)
class StatAgainstPsTest {
    private static final DateTimeFormatter START =
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ROOT);

    @RegisterExtension final Children children = new Children();

    private long[] pids;

    @BeforeEach
    void startChildren() throws Exception {
        pids = new long[] {children.idle().pid(), children.idle().pid(), children.idle().pid()};
    }

    /** One line per child, in the order of PIDs. */
    private List<String> ps(String columns) throws Exception {
        List<String> pidTexts = List.of(Args.of(List.of(), pids));
        ProcessBuilder builder =
                new ProcessBuilder("ps", "-o", columns, "-p", String.join(",", pidTexts));
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("TZ", "UTC");
        List<String> lines = Finished.run(builder).succeeded().lines();
        assertEquals(pids.length, lines.size(), lines.toString());
        return lines.stream().map(line -> line.strip().replaceAll(" +", " ")).toList();
    }

    private List<Map<String, Object>> stat() {
        return Cli.run(Args.of(List.of("stat", "--format", "json"), pids)).succeeded().objects();
    }

    @Test
    void whatDoesNotChangeIsEqual() throws Exception {
        String columns = "pid=,ppid=,nlwp=,uid=,rss=,comm=";
        // The kernel may take idle pages back at any time: compared is what stood still meanwhile.
        Await.until(
                "the children stand still",
                () -> {
                    List<String> before = ps(columns);
                    List<Map<String, Object>> rows = stat();
                    if (!ps(columns).equals(before)) {
                        return false;
                    }
                    assertEquals(
                            before.stream().sorted().toList(),
                            rows.stream().map(StatAgainstPsTest::asPs).sorted().toList());
                    return true;
                });
    }

    private static String asPs(Map<String, Object> row) {
        return String.format(
                Locale.ROOT,
                "%d %d %d %d %d %s",
                Rows.number(row, "pid"),
                Rows.number(row, "parentPid"),
                Rows.number(row, "threads"),
                Rows.number(row, "uid"),
                Rows.number(row, "residentBytes") / 1024,
                row.get("name"));
    }

    /** Older versions of ps compute the time of the boot, and may be a second off by that. */
    @Test
    void startIsThatOfPs() throws Exception {
        List<Map<String, Object>> rows = stat();
        for (String line : ps("pid=,lstart=")) {
            String[] words = line.split(" ", 2);
            Instant expected = LocalDateTime.parse(words[1], START).toInstant(ZoneOffset.UTC);
            Map<String, Object> row = Rows.of(rows, Long.parseLong(words[0]));
            Instant actual = Instant.parse(Rows.text(row, "startTime"));
            Duration difference = Duration.between(expected, actual).abs();
            assertTrue(difference.compareTo(Duration.ofSeconds(2)) < 0, line + ", " + actual);
        }
    }
}
