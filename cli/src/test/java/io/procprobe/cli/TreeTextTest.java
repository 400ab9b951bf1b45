package io.procprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.cli.support.Await;
import io.procprobe.cli.support.Children;
import java.io.BufferedReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TreeTextTest {
    @RegisterExtension final Children children = new Children();

    /** Without memory and CPU time, which change: two columns, 9 and 10 wide. */
    private static String countAndProcess(String line) {
        String rest = line.substring(9 + 1 + 10 + 1);
        return rest.substring(0, 6).strip() + rest.substring(7);
    }

    @Test
    void branchesShowWhoBelongsToWhom() throws Exception {
        String script = "sleep 1000 & echo $!; sh -c 'sleep 1000 & wait' & echo $!; wait";
        Process top = children.start("sh", "-c", script);
        long leaf;
        long inner;
        try (BufferedReader out = top.inputReader()) {
            leaf = Long.parseLong(out.readLine());
            inner = Long.parseLong(out.readLine());
        }
        ProcessHandle innerShell = ProcessHandle.of(inner).orElseThrow();
        Await.until(
                "both sleeps run",
                () -> top.descendants().filter(TreeTextTest::isSleep).count() == 2);
        long below = innerShell.children().findFirst().orElseThrow().pid();

        List<String> expected = new ArrayList<>(List.of("4 " + top.pid() + " sh"));
        // Numbers start again at the highest one, so the second child may have the lower one.
        for (long child : new long[] {Math.min(leaf, inner), Math.max(leaf, inner)}) {
            boolean isLast = child == Math.max(leaf, inner);
            String branch = isLast ? "└─ " : "├─ ";
            if (child == leaf) {
                expected.add("1 " + branch + leaf + " sleep");
            } else {
                expected.add("2 " + branch + inner + " sh");
                expected.add("1 " + (isLast ? "   " : "│  ") + "└─ " + below + " sleep");
            }
        }
        List<String> lines = Cli.run("tree", Long.toString(top.pid())).succeeded().lines();
        assertEquals(
                " RESIDENT   CPU TIME  COUNT  PROCESS  (sums over each subtree)", lines.get(0));
        assertEquals(expected, lines.stream().skip(1).map(TreeTextTest::countAndProcess).toList());
    }

    private static boolean isSleep(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("sleep");
    }

    @Test
    void allOfThemAreShown() throws Exception {
        String child = Long.toString(children.idle().pid());
        List<String> lines = Cli.run("tree").succeeded().lines();
        String end = "─ " + child + " sleep";
        assertEquals(1, lines.stream().filter(line -> line.endsWith(end)).count(), "own child");
        assertTrue(lines.stream().skip(1).allMatch(line -> line.matches(".* \\d+ .+")));
    }

    @Test
    void aProcessThatIsNotThereIsAnError() throws Exception {
        String gone = Long.toString(children.reapedPid());
        for (String format : new String[] {"text", "json"}) {
            String line = Cli.run("tree", "--format", format, gone).failed(ExitStatus.NOT_ALL);
            assertTrue(line.startsWith("procprobe tree: no such process: " + gone), line);
        }
        Cli.run("tree", "0").failed(ExitStatus.NOT_ALL);
        Cli.run("tree", "--", "-1").failed(ExitStatus.NOT_ALL);
    }
}
