package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Children;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A signal reaches the process that is meant, and nobody else. */
@EnabledOnOs(OS.LINUX)
class SignalTest {
    @BindingTest
    void itReachesTheOneThatIsMeant(ProcessProbe probe, Children children) throws Exception {
        Process asked = children.sleeping();
        ProcessId id = probe.identify(asked.pid()).orElseThrow();
        assertEquals(Status.OK, probe.signal(id, 0));
        assertEquals(Status.OK, probe.terminate(id));
        assertEquals(128 + 15, asked.waitFor());
        Process killed = children.sleeping();
        ProcessId other = probe.identify(killed.pid()).orElseThrow();
        assertEquals(Status.OK, probe.kill(other));
        assertEquals(128 + 9, killed.waitFor());
        assertEquals(Status.GONE, probe.kill(other));
    }

    @BindingTest
    void itNeverReachesAnother(ProcessProbe probe, Children children) throws Exception {
        Process child = children.sleeping();
        ProcessId id = probe.identify(child.pid()).orElseThrow();
        ProcessId before = new ProcessId(id.pid(), id.tokenKind(), id.startToken() + 1);
        assertEquals(Status.REPLACED, probe.kill(before));
        ProcessId foreign = new ProcessId(id.pid(), TokenKind.CREATION_TIME, id.startToken());
        assertEquals(Status.UNKNOWN_IDENTITY, probe.kill(foreign));
        assertTrue(child.isAlive());
    }

    @BindingTest
    void someAreNeverSignalled(ProcessProbe probe) {
        ProcessId own = probe.identify(ProcessHandle.current().pid()).orElseThrow();
        assertEquals(Status.REFUSED, probe.signal(own, 0));
        ProcessId first = probe.identify(1).orElseThrow();
        assertEquals(Status.REFUSED, probe.signal(first, 0));
        assertThrows(IllegalArgumentException.class, () -> probe.signal(first, 65));
    }
}
