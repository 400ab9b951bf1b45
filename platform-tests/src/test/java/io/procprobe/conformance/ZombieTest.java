package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.ExitBuffer;
import io.procprobe.FieldSet;
import io.procprobe.ProcessExit;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessSample;
import io.procprobe.ProcessState;
import io.procprobe.ProcessTable;
import io.procprobe.ProcessWatch;
import io.procprobe.Status;
import io.procprobe.TextBuffer;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.Child;
import io.procprobe.conformance.support.EachBinding;
import io.procprobe.conformance.support.Exits;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Who has exited and is not reaped is there, and not alive. Windows knows no such thing. */
@Tag("posix")
@EnabledOnOs({OS.LINUX, OS.MAC})
final class ZombieTest {
    private static final int KILLED = 9;

    @EachBinding
    void aZombieIsThereAndNotAlive(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            long pid = child.ask("zombie 0");
            ProcessSample zombie = probe.sample(pid, FieldSet.CHEAP_AND_TEXT);
            assertEquals(Status.OK, zombie.status());
            assertFalse(zombie.alive().orElseThrow());
            assertEquals(ProcessState.ZOMBIE, zombie.state().orElseThrow());
            assertEquals(child.pid(), zombie.parentPid().orElseThrow());
            assertEquals(0, zombie.residentBytes().orElse(0));
            assertEquals(0, zombie.privateBytes().orElse(0));
            ProcessId id = zombie.id().orElseThrow();
            assertEquals(Status.OK, probe.sample(id, FieldSet.NONE).status());
            assertEquals(Status.NOT_FOUND, probe.text().executable(pid, probe.newTextBuffer(1)));
        }
    }

    @EachBinding
    void aZombieKeepsItsIdentityUntilItIsReaped(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                ProcessWatch watch = probe.newWatch()) {
            long pid = child.ask("spawn");
            ProcessId id = probe.identify(pid).orElseThrow();
            watch.add(id);
            assertEquals(Status.OK, probe.kill(id));
            new Exits(probe, watch).awaitAll(1);
            assertEquals(id, probe.identify(pid).orElseThrow());
            assertEquals(Status.OK, probe.signal(id, 0));
            assertEquals(pid, child.ask("reap"));
            Status after = probe.sample(id, FieldSet.NONE).status();
            assertTrue(after == Status.GONE || after == Status.REPLACED, after.toString());
        }
    }

    /** A watch that comes late is told as well, and every system tells the code of a zombie. */
    @EachBinding
    void itsEndIsToldWithItsCode(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                ProcessWatch watch = probe.newWatch()) {
            for (int code : new int[] {0, 3, 255}) {
                long slot = watch.add(child.ask("zombie " + code));
                Exits exits = new Exits(probe, watch);
                ProcessExit exit = exits.awaitAll(1).get(slot);
                assertEquals(code, exit.exitCode().orElseThrow(), exit.toString());
                child.order("reap");
                assertEquals(0, exits.more());
            }
        }
    }

    @EachBinding
    void theSignalThatEndedItIsTold(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                ProcessWatch watch = probe.newWatch()) {
            ProcessId id = probe.identify(child.ask("spawn")).orElseThrow();
            long slot = watch.add(id);
            assertEquals(Status.OK, probe.kill(id));
            ProcessExit exit = new Exits(probe, watch).awaitAll(1).get(slot);
            assertEquals(KILLED, exit.signal().orElseThrow(), exit.toString());
        }
    }

    /** It is given out when it has exited, and has its row until it is reaped. */
    @EachBinding
    void aTableKeepsItUntilItIsReaped(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                ProcessTable table = probe.newTable()) {
            ExitBuffer gone = probe.newExitBuffer(64);
            long pid = child.ask("zombie 0");
            assertEquals(Status.OK, table.refresh());
            int row = table.find(pid);
            assertEquals(child.pid(), table.rows().pid(table.parent(row)));
            assertEquals(1, table.subtreeCount(row));
            child.order("reap");
            assertEquals(Status.OK, table.refresh());
            assertEquals(ProcessTable.NONE, table.find(pid));
            table.gone(gone);
        }
    }

    @EachBinding
    void itHasANameAndNoArguments(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            long pid = child.ask("zombie 0");
            assertEquals(probe.text().name(child.pid()), probe.text().name(pid));
            TextBuffer text = probe.newTextBuffer(1);
            Status status = probe.text().commandLine(pid, text);
            assertTrue(status == Status.OK || status == Status.UNSUPPORTED, status.toString());
            assertEquals(0, text.length());
        }
    }
}
