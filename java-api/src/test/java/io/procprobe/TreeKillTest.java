package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.procprobe.testing.Await;
import io.procprobe.testing.Binding;
import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Children;
import io.procprobe.testing.Jvm;
import io.procprobe.testing.OwnCookieProgram;
import io.procprobe.testing.Proc;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A tree ends as a whole, whatever its processes do against it, and nobody else does. */
@EnabledOnOs(OS.LINUX)
class TreeKillTest {
    private static final Duration GRACE = Duration.ofMillis(200);

    @BindingTest
    void theWholeTreeEnds(ProcessProbe probe, Children children) throws Exception {
        Process bystander = children.sleeping();
        Process root =
                children.start(
                        "sh", "-c", "sleep 1000 & sh -c 'sleep 1001 & exec sleep 1002' & wait");
        Await.until("the tree has grown", () -> root.descendants().count() == 3);
        KillReport report = probe.killTree(idOf(probe, root), Duration.ofSeconds(30));
        assertTrue(report.complete(), report.toString());
        assertEquals(4, report.entries().size(), report.toString());
        for (KillReport.Entry entry : report.entries()) {
            assertEquals(KillReport.Outcome.TERMINATED, entry.outcome(), entry.toString());
            assertFalse(isAlive(probe, entry.id()));
        }
        assertTrue(bystander.isAlive());
    }

    @BindingTest
    void aloneSparesTheDescendants(ProcessProbe probe, Children children) throws Exception {
        Process root = children.start("sh", "-c", "trap '' TERM; sleep 1000 & echo $!; wait");
        long below = Long.parseLong(Children.firstLine(root));
        ProcessId belowId = probe.identify(below).orElseThrow();
        KillReport report = probe.treeKill(idOf(probe, root)).grace(GRACE).alone().run();
        assertTrue(report.complete(), report.toString());
        assertEquals(1, report.entries().size(), report.toString());
        assertEquals(KillReport.Outcome.KILLED, report.entries().get(0).outcome());
        assertTrue(isAlive(probe, belowId));
        assertEquals(Status.OK, probe.kill(belowId));
        Await.until("it has ended", () -> !isAlive(probe, belowId));
    }

    @BindingTest
    void whoIgnoresTheRequestIsKilled(ProcessProbe probe, Children children) throws Exception {
        Process root = children.start("sh", "-c", "trap '' TERM; echo; while :; do sleep 1; done");
        assertEquals("", Children.firstLine(root));
        KillReport report = probe.killTree(idOf(probe, root), GRACE);
        assertTrue(report.complete(), report.toString());
        assertEquals(KillReport.Outcome.KILLED, report.entries().get(0).outcome());
        assertTrue(report.took().compareTo(GRACE) >= 0);
        assertEquals(128 + 9, root.waitFor());
    }

    @BindingTest
    void aForkStormEnds(ProcessProbe probe, Children children) throws Exception {
        Process root =
                children.start(
                        "sh", "-c", "trap '' TERM; echo; while :; do sleep 0.2 & sleep 0.01; done");
        assertEquals("", Children.firstLine(root));
        KillReport report = probe.killTree(idOf(probe, root), Duration.ZERO);
        assertTrue(report.complete(), report.toString());
        assertTrue(root.waitFor(30, TimeUnit.SECONDS), "Java's own thread has not reaped it");
        assertEquals(128 + 9, root.exitValue());
    }

    /**
     * The end of a shell takes the last tie from the groups of its jobs. Had one of them been
     * stopped still, the kernel would have hung it up.
     */
    @BindingTest
    void jobsHaveTheirTimeToEnd(ProcessProbe probe, Children children) throws Exception {
        assumeTrue(Children.hasTool("bash"), "bash, for its job control, is not installed");
        String job = "sh -c 'trap \"exit 7\" TERM; while :; do sleep 0.01; done' & ";
        Process root =
                children.start(
                        "setsid",
                        "bash",
                        "-c",
                        "exec 2>/dev/null; set -m; " + job.repeat(4) + "echo; wait");
        assertEquals("", Children.firstLine(root));
        Await.until("the jobs are groups", () -> groupsOf(root) == 4);
        KillReport report = probe.killTree(idOf(probe, root), Duration.ofSeconds(30));
        assertTrue(report.complete(), report.toString());
        long atTheirOwn =
                report.entries().stream()
                        .filter(entry -> entry.exitStatus().orElse(-1) == 7)
                        .count();
        assertEquals(4, atTheirOwn, report.toString());
    }

    /** How many children trap SIGTERM and lead their group. */
    private static long groupsOf(Process shell) {
        return shell.children().filter(child -> isGroupThatTraps(child.pid())).count();
    }

    private static boolean isGroupThatTraps(long pid) {
        try {
            long caught = Long.parseUnsignedLong(Proc.status(pid).get("SigCgt"), 16);
            return (caught >> 14 & 1) != 0 && Proc.stat(pid).group() == pid;
        } catch (IOException e) {
            return false; // it has gone since it was listed
        }
    }

    /** A zombie keeps the number of its session, and the session tells of those in it. */
    @BindingTest
    void aDaemonIsFoundByWhatNobodyHasReaped(ProcessProbe probe, Children children)
            throws Exception {
        String daemon = "setsid sh -c 'sleep 1000 & echo $!'";
        Process root = children.start("sh", "-c", daemon + " & exec sleep 1001");
        ProcessId id = probe.identify(Long.parseLong(Children.firstLine(root))).orElseThrow();
        Await.until(
                "the daemon has left the tree",
                () -> root.descendants().noneMatch(each -> each.pid() == id.pid()));
        Await.until("nobody reaps", () -> Proc.text(root.pid(), "comm").strip().equals("sleep"));
        KillReport report = probe.killTree(idOf(probe, root), Duration.ofSeconds(30));
        assertTrue(report.complete(), report.toString());
        assertFalse(isAlive(probe, id), report.toString());
        assertEquals(3, report.entries().size(), report.toString());
    }

    @BindingTest
    void whoIsInterruptedLeavesNobodyStopped(ProcessProbe probe, Children children)
            throws Exception {
        Process root = children.start("sh", "-c", "trap '' TERM; echo; while :; do sleep 1; done");
        assertEquals("", Children.firstLine(root));
        ProcessId id = idOf(probe, root);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> probe.killTree(id, Duration.ofSeconds(30)));
        assertTrue(root.isAlive());
        Await.until("it goes on", () -> "SR".indexOf(Proc.stat(root.pid()).state()) >= 0);
    }

    @BindingTest
    void aLimitOfZeroKillsOnce(ProcessProbe probe, Children children) throws Exception {
        Process root = children.sleeping();
        KillReport report =
                probe.treeKill(idOf(probe, root)).grace(Duration.ZERO).limit(Duration.ZERO).run();
        assertEquals(1, report.entries().size(), report.toString());
        assertEquals(128 + 9, root.waitFor());
    }

    @BindingTest
    void aZombieIsGone(ProcessProbe probe, Children children) throws Exception {
        ProcessId id = probe.identify(children.zombie()).orElseThrow();
        KillReport report = probe.killTree(id, GRACE);
        assertTrue(report.complete(), report.toString());
        assertEquals(KillReport.Outcome.GONE, report.entries().get(0).outcome());
    }

    /** A double fork into a session of its own leaves nothing but the environment. */
    @BindingTest
    void aDaemonIsFoundByItsCookie(ProcessProbe probe, Children children) throws Exception {
        String cookie = UUID.randomUUID().toString();
        ProcessBuilder builder =
                new ProcessBuilder(
                        "sh", "-c", "(setsid sh -c 'echo $$; exec sleep 1000' &); exec sleep 1001");
        builder.environment().put("PROCPROBE_TEST_TREE", cookie);
        Process root = children.start(builder);
        long daemon = Long.parseLong(Children.firstLine(root));
        ProcessId daemonId = probe.identify(daemon).orElseThrow();
        Await.until(
                "the daemon has left the tree",
                () -> root.descendants().noneMatch(each -> each.pid() == daemon));
        // While they become other programs, their environment is empty.
        for (long pid : new long[] {root.pid(), daemon}) {
            Await.until("it sleeps", () -> Proc.text(pid, "comm").strip().equals("sleep"));
            Await.until("it has its cookie", () -> Proc.text(pid, "environ").contains(cookie));
        }
        KillReport report =
                probe.treeKill(idOf(probe, root))
                        .grace(Duration.ofSeconds(30))
                        .cookie("PROCPROBE_TEST_TREE", cookie)
                        .run();
        assertTrue(report.complete(), report.toString());
        assertTrue(
                report.entries().stream().anyMatch(entry -> entry.id().equals(daemonId)),
                report.toString());
        assertFalse(isAlive(probe, daemonId));
    }

    /**
     * Somebody of an earlier tree, who has the cookie, has started this process: no reason to end.
     */
    @BindingTest
    void whoHasTheCookieItselfEndsTheOthers(Binding binding, @TempDir Path work) throws Exception {
        String cookie = UUID.randomUUID().toString();
        Jvm jvm = new Jvm(work).binding(binding);
        jvm.startedBy("env", "PROCPROBE_TEST_TREE=" + cookie, "sh", "-c", "\"$@\"; exit $?", "sh");
        Jvm.Result result = jvm.run(OwnCookieProgram.class, "PROCPROBE_TEST_TREE", cookie);
        assertEquals(0, result.exit(), result.toString());
        assertEquals("true", result.get("complete"), result.toString());
        assertEquals("2", result.get("entries"), result.toString());
        assertEquals("143", result.get("root"), result.toString());
        assertEquals("143", result.get("other"), result.toString());
    }

    @BindingTest
    void aDryRunSparesAll(ProcessProbe probe, Children children) throws Exception {
        Process root = children.sleeping();
        KillReport report = probe.treeKill(idOf(probe, root)).dryRun().run();
        assertFalse(report.complete());
        assertEquals(KillReport.Outcome.SPARED, report.entries().get(0).outcome());
        assertTrue(root.isAlive());
    }

    @BindingTest
    void nobodySawsOffHisOwnBranch(ProcessProbe probe, Children children) throws Exception {
        ProcessId own = probe.identify(ProcessHandle.current().pid()).orElseThrow();
        assertThrows(IllegalArgumentException.class, () -> probe.killTree(own, GRACE));
        ProcessId parent =
                probe.identify(ProcessHandle.current().parent().orElseThrow().pid()).orElseThrow();
        assertThrows(IllegalArgumentException.class, () -> probe.killTree(parent, GRACE));
    }

    @BindingTest
    void whoIsGoneIsReportedSo(ProcessProbe probe, Children children) throws Exception {
        Process root = children.sleeping();
        ProcessId id = idOf(probe, root);
        Children.end(root);
        KillReport report = probe.killTree(id, GRACE);
        assertTrue(report.complete(), report.toString());
        assertEquals(KillReport.Outcome.GONE, report.entries().get(0).outcome());
    }

    /** A zombie is not, whenever its parent may reap it. */
    private static boolean isAlive(ProcessProbe probe, ProcessId id) {
        return probe.sample(id, FieldSet.of(Field.ALIVE)).alive().orElse(false);
    }

    private static ProcessId idOf(ProcessProbe probe, Process process) throws IOException {
        return probe.identify(process.pid())
                .orElseThrow(() -> new IOException("PID " + process.pid() + " is gone"));
    }
}
