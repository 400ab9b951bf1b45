package io.procprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.procprobe.cli.support.Await;
import io.procprobe.cli.support.Children;
import io.procprobe.cli.support.Procfs;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** States of processes that only Linux shows in this way. */
@EnabledOnOs(OS.LINUX)
class StatLinuxTest {
    @RegisterExtension final Children children = new Children();

    private static Map<String, Object> stat(long pid) {
        Map<String, Object> row =
                Cli.run("stat", "--format", "json", Long.toString(pid))
                        .succeeded()
                        .objects()
                        .get(0);
        Rows.check(row);
        assertEquals("OK", row.get("status"));
        return row;
    }

    @Test
    void aZombieIsThereAndSaysSo() throws Exception {
        // Its parent becomes a sleep, which never asks for its children; only then it ends.
        Process parent =
                children.start("sh", "-c", "exec 3<&0; cat <&3 >&2 & echo $!; exec sleep 1000");
        long pid = Long.parseLong(Children.readLine(parent));
        Await.until(
                "the parent is a sleep",
                () -> Procfs.read(parent.pid()).orElseThrow().name().equals("sleep"));
        parent.getOutputStream().close();
        Await.until("the child is a zombie", () -> Procfs.state(pid) == 'Z');

        Map<String, Object> row = stat(pid);
        assertEquals("ZOMBIE", row.get("state"));
        assertEquals(parent.pid(), Rows.number(row, "parentPid"));
        assertEquals("cat", row.get("name"));
        // Its memory is gone: that is known to be nothing, or not known.
        assertEquals(0L, row.getOrDefault("residentBytes", 0L));
    }

    @Test
    void aStoppedProcessIsStopped() throws Exception {
        Process child = children.start("sh", "-c", "kill -STOP $$");
        Await.until("the child has stopped", () -> Procfs.state(child.pid()) == 'T');
        assertEquals("STOPPED", stat(child.pid()).get("state"));
    }

    @Test
    void anIdleChildSleepsAndABusyOneRuns() throws Exception {
        Process idle = children.idle();
        Await.until("the child sleeps", () -> Procfs.state(idle.pid()) == 'S');
        assertEquals("SLEEPING", stat(idle.pid()).get("state"));
        Process busy = children.busy();
        // The shell may still be loading its library at first.
        Await.until("it runs", () -> "RUNNING".equals(stat(busy.pid()).get("state")));
    }

    @Test
    void aKernelThreadHasNoMemory() {
        long kthreadd = 2;
        assumeTrue(
                Procfs.read(kthreadd).filter(r -> r.name().equals("kthreadd")).isPresent(),
                "no kernel threads are visible here, as in a container");
        Map<String, Object> row = stat(kthreadd);
        assertEquals(0, Rows.number(row, "residentBytes"));
        assertEquals(0, Rows.number(row, "parentPid"));
        assertEquals("kthreadd", row.get("name"));
        assertEquals(0, Rows.number(row, "uid"));
    }

    /** A thread has a number and a folder in /proc, but it is no process. */
    @Test
    void theNumberOfAThreadIsOfNoProcess() throws Exception {
        long self = ProcessHandle.current().pid();
        long thread;
        try (var threads = java.nio.file.Files.list(java.nio.file.Path.of("/proc/self/task"))) {
            thread =
                    threads.mapToLong(task -> Long.parseLong(task.getFileName().toString()))
                            .filter(tid -> tid != self)
                            .min()
                            .orElseThrow();
        }
        var finished = Cli.run("stat", "--format", "json", Long.toString(thread));
        assertEquals(ExitStatus.NOT_ALL, finished.status());
        assertEquals(Map.of("pid", thread, "status", "GONE"), finished.objects().get(0));
        assertFalse(Procfs.read(thread).isEmpty(), "the thread was there all the time");
    }
}
