package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.procprobe.testing.Await;
import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Children;
import io.procprobe.testing.Proc;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Processes without memory: zombies, which have exited, and kernel threads, which have none. */
@EnabledOnOs(OS.LINUX)
class ExitedTest {
    @BindingTest
    void aZombieIsThereAndNotAlive(ProcessProbe probe, Children children) throws Exception {
        long pid = children.zombie();
        ProcessSample zombie = probe.sample(pid, FieldSet.CHEAP_AND_TEXT);
        assertEquals(Status.OK, zombie.status());
        assertEquals(ProcessState.ZOMBIE, zombie.state().orElseThrow());
        assertFalse(zombie.alive().orElseThrow());
        assertEquals(0, zombie.residentBytes().orElseThrow());
        assertEquals(0, zombie.privateBytes().orElseThrow());
        assertEquals(0, zombie.sharedBytes().orElseThrow());
        assertEquals(0, zombie.virtualBytes().orElseThrow());
        assertEquals(Proc.stat(pid).parent(), zombie.parentPid().orElseThrow());
        assertEquals(Proc.ownUid(), zombie.uid().orElseThrow());
        assertEquals(Status.OK, probe.sample(zombie.id().orElseThrow(), FieldSet.SWEEP).status());
    }

    @BindingTest
    void aZombieKeepsItsIdentity(ProcessProbe probe, Children children) throws Exception {
        long pid = children.neverReaped();
        ProcessId alive = probe.identify(pid).orElseThrow();
        Children.makeZombie(pid);
        assertEquals(alive, probe.identify(pid).orElseThrow());
    }

    @BindingTest
    void aZombieHasANameOnly(ProcessProbe probe, Children children) throws Exception {
        long pid = children.zombie();
        TextBuffer text = probe.newTextBuffer(64);
        assertEquals(Status.OK, probe.text().name(pid, text));
        assertEquals("sleep", text.toString());
        assertEquals(Status.NOT_FOUND, probe.text().executable(pid, text));
        assertEquals(Status.OK, probe.text().commandLine(pid, text));
        assertEquals(0, text.length());
        assertEquals(List.of(), probe.text().commandLine(pid).orElseThrow());
        assertEquals(Status.NOT_FOUND, probe.text().environment(pid, "PATH", text));
    }

    /** Linux's own record calls it a zombie, and its memory empty: only its threads know better. */
    @BindingTest
    void aProcessWhoseFirstThreadHasEndedIsNoZombie(ProcessProbe probe, Children children)
            throws Exception {
        assumeTrue(Children.hasTool("python3"), "no python3 to end a first thread with");
        Process child =
                children.start(
                        "python3",
                        "-c",
                        """
                        import ctypes, threading, time
                        threading.Thread(target=time.sleep, args=(1000,)).start()
                        ctypes.CDLL(None).pthread_exit(None)
                        """);
        Await.until("its first thread ended", () -> Proc.stat(child.pid()).state() == 'Z');
        Await.until(
                "its second one sleeps",
                () ->
                        probe.sample(child.pid(), FieldSet.CHEAP_AND_TEXT)
                                .state()
                                .filter(ProcessState.SLEEPING::equals)
                                .isPresent());
        ProcessSample sample = probe.sample(child.pid(), FieldSet.CHEAP_AND_TEXT);
        assertEquals(Status.OK, sample.status());
        assertTrue(sample.alive().orElseThrow());
        assertTrue(sample.residentBytes().orElseThrow() > 0, sample.toString());
        assertTrue(sample.virtualBytes().orElseThrow() > 0, sample.toString());
        assertEquals(2, sample.threads().orElseThrow());
    }

    @BindingTest
    void aKernelThreadHasNoMemory(ProcessProbe probe) throws Exception {
        long pid = kernelThread(probe);
        assumeTrue(pid > 0, "no kernel thread is visible here, as in most containers");
        ProcessSample sample = probe.sample(pid, FieldSet.CHEAP_AND_TEXT);
        assertEquals(Status.OK, sample.status());
        assertTrue(sample.alive().orElseThrow());
        assertEquals(0, sample.residentBytes().orElseThrow());
        assertEquals(0, sample.virtualBytes().orElseThrow());
        assertEquals(1, sample.threads().orElseThrow());

        TextBuffer text = probe.newTextBuffer(64);
        assertEquals(Status.OK, probe.text().name(pid, text));
        assertTrue(text.length() > 0);
        assertEquals(Status.NOT_FOUND, probe.text().executable(pid, text));
        assertEquals(Status.OK, probe.text().commandLine(pid, text));
        assertEquals(0, text.length());
    }

    private static long kernelThread(ProcessProbe probe) throws Exception {
        PidBuffer pids = probe.newPidBuffer(64);
        assertEquals(Status.OK, probe.listPids(pids));
        for (int i = 0; i < pids.size(); i++) {
            Map<String, String> status;
            try {
                status = Proc.status(pids.pid(i));
            } catch (IOException e) {
                continue;
            }
            // A zombie has no memory either, but it had some.
            if (!status.containsKey("VmSize") && "1".equals(status.get("Kthread"))) {
                return pids.pid(i);
            }
        }
        return 0;
    }
}
