package io.procprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.cli.support.Await;
import io.procprobe.cli.support.Children;
import io.procprobe.cli.support.Finished;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Only processes that the test has started are ended, by the command itself. */
class KillTest {
    @RegisterExtension final Children children = new Children();

    private static String pid(Process process) {
        return Long.toString(process.pid());
    }

    private Process tree() throws Exception {
        Process root = children.start("sh", "-c", "sleep 1000 & sleep 1001 & wait");
        Await.until("the tree has grown", () -> root.descendants().count() == 2);
        return root;
    }

    @Test
    void whoIsAskedEnds() throws Exception {
        Process one = children.idle();
        Process other = children.idle();
        List<String> lines = Cli.run("kill", pid(one), pid(other)).succeeded().lines();
        assertTrue(lines.get(0).matches(" *PID +PARENT +OUTCOME +AFTER +NAME"), lines.get(0));
        String form = " *%s +%d +TERMINATED +\\d+\\.\\d{3}s  sleep.*";
        long own = ProcessHandle.current().pid();
        assertTrue(lines.get(1).matches(form.formatted(pid(one), own)), lines.get(1));
        assertTrue(lines.get(2).matches(form.formatted(pid(other), own)), lines.get(2));
        assertEquals(3, lines.size());
        assertEquals(128 + 15, one.waitFor());
        assertEquals(128 + 15, other.waitFor());
    }

    @Test
    void aTreeEndsAsAWhole() throws Exception {
        Process root = tree();
        Finished run = Cli.run("kill", "--tree", "--format", "json", pid(root)).succeeded();
        List<Map<String, Object>> lines = run.objects();
        assertEquals(3, lines.size(), run.out());
        assertEquals(root.pid(), ((Number) lines.get(0).get("pid")).longValue());
        for (Map<String, Object> line : lines) {
            assertEquals("TERMINATED", line.get("outcome"), run.out());
            assertTrue(((Number) line.get("afterNanos")).longValue() > 0, run.out());
        }
        assertEquals(128 + 15, root.waitFor());
    }

    @Test
    void aDryRunSparesAll() throws Exception {
        Process root = tree();
        List<String> lines = Cli.run("kill", "--tree", "--dry-run", pid(root)).succeeded().lines();
        assertEquals(4, lines.size(), lines.toString());
        assertTrue(lines.stream().skip(1).allMatch(line -> line.contains(" SPARED ")));
        assertEquals(2, root.descendants().filter(ProcessHandle::isAlive).count());
        assertTrue(root.isAlive());
    }

    @Test
    void whoDoesNotListenIsKilled() throws Exception {
        Process deaf = children.start("sh", "-c", "trap '' TERM; echo; while :; do sleep 1; done");
        assertEquals(10, deaf.getInputStream().read());
        List<String> lines =
                Cli.run("kill", "--tree", "--grace", "100ms", pid(deaf)).succeeded().lines();
        assertTrue(lines.get(1).contains(" KILLED "), lines.get(1));
        assertEquals(128 + 9, deaf.waitFor());
    }

    @Test
    void withoutTreeItsChildrenAreSpared() throws Exception {
        Process root = tree();
        List<ProcessHandle> below = root.descendants().toList();
        Cli.run("kill", "--grace", "0", pid(root)).succeeded();
        assertEquals(128 + 9, root.waitFor());
        assertTrue(below.stream().allMatch(ProcessHandle::isAlive));
        below.forEach(ProcessHandle::destroyForcibly);
        Await.until("they end", () -> below.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void whoIsNotThereIsReported() throws Exception {
        String gone = Long.toString(children.reapedPid());
        Process there = children.idle();
        Finished run = Cli.run("kill", gone, pid(there));
        assertEquals(ExitStatus.NOT_ALL, run.status());
        assertTrue(run.lines().get(1).matches(" *" + gone + " +- +GONE +- +-"), run.out());
        assertTrue(run.lines().get(2).contains(" TERMINATED "), run.out());
        assertEquals(128 + 15, there.waitFor());
    }

    @Test
    void nobodySawsOffHisOwnBranch() {
        long own = ProcessHandle.current().pid();
        Finished run = Cli.run("kill", "1", Long.toString(own));
        assertEquals(ExitStatus.NOT_ALL, run.status());
        assertTrue(run.err().contains("PID 1 is never ended: it is the first process"), run.err());
        assertTrue(
                run.err().contains("PID " + own + " is never ended: it is this process"),
                run.err());
        long parent = ProcessHandle.current().parent().orElseThrow().pid();
        run = Cli.run("kill", "--tree", Long.toString(parent));
        assertEquals(ExitStatus.NOT_ALL, run.status());
        assertTrue(run.err().contains(" of the tree of PID " + parent), run.err());
        assertEquals("", run.out());
    }

    @Test
    void badUsage() throws Exception {
        Process spared = children.idle();
        Cli.run("kill").failed(ExitStatus.BAD_USAGE);
        Cli.run("kill", "x", pid(spared)).failed(ExitStatus.BAD_USAGE);
        Cli.run("kill", "--grace", "soon", pid(spared)).failed(ExitStatus.BAD_USAGE);
        Cli.run("kill", "--cookie", "A=B", pid(spared)).failed(ExitStatus.BAD_USAGE);
        Cli.run("kill", "--tree", "--cookie", "=B", pid(spared)).failed(ExitStatus.BAD_USAGE);
        assertTrue(spared.isAlive());
    }
}
