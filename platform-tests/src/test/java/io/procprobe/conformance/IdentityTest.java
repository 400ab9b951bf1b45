package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.FieldSet;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessWatch;
import io.procprobe.Status;
import io.procprobe.TextBuffer;
import io.procprobe.TokenKind;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.Child;
import io.procprobe.conformance.support.EachBinding;
import io.procprobe.conformance.support.Part;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.condition.OS;

/** A process is itself as long as it lives, and nobody else ever is. */
final class IdentityTest {
    private static final Set<Status> ENDED = EnumSet.of(Status.GONE, Status.REPLACED);
    private static final int PROCESSES = 300;

    @EachBinding
    void itStaysTheSame(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            ProcessId id = probe.identify(child.pid()).orElseThrow();
            child.order("touch 1");
            child.order("threads 2");
            child.order("burn 20");
            assertEquals(id, probe.identify(child.pid()).orElseThrow());
            assertEquals(Status.OK, probe.sample(id, FieldSet.SWEEP).status());
            assertEquals(probe.systemFacts().tokenKind(), id.tokenKind());
        }
    }

    @EachBinding
    void theKindOfTokenIsThatOfTheSystem(Binding binding) {
        try (ProcessProbe probe = binding.open()) {
            Set<TokenKind> expected =
                    OS.WINDOWS.isCurrentOs()
                            ? EnumSet.of(TokenKind.CREATION_TIME)
                            : OS.MAC.isCurrentOs()
                                    ? EnumSet.of(TokenKind.UNIQUE_ID)
                                    : EnumSet.of(TokenKind.PIDFD_INODE, TokenKind.START_TICKS);
            assertTrue(expected.contains(probe.systemFacts().tokenKind()));
        }
    }

    @EachBinding
    void noTwoProcessesHaveOne(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            Set<ProcessId> ids = new HashSet<>();
            int count = Part.of(PROCESSES);
            for (int i = 0; i < count; i++) {
                ProcessId id = probe.identify(child.ask("spawn")).orElseThrow();
                assertTrue(ids.add(id), id + " was somebody else");
                assertEquals(Status.OK, probe.kill(id));
                child.order("reap");
            }
            child.order("reap");
        }
    }

    @EachBinding
    void whoHasEndedIsNeverThere(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                ProcessWatch watch = probe.newWatch();
                Child child = Child.start()) {
            ProcessId id = probe.identify(child.pid()).orElseThrow();
            child.kill();
            TextBuffer text = probe.newTextBuffer(1);
            assertTrue(ENDED.contains(probe.sample(id, FieldSet.NONE).status()));
            assertTrue(ENDED.contains(probe.sample(id, FieldSet.CHEAP_AND_TEXT).status()));
            assertTrue(ENDED.contains(probe.signal(id, 0)));
            assertTrue(ENDED.contains(probe.kill(id)));
            assertTrue(ENDED.contains(probe.text().name(id, text)));
            assertTrue(ENDED.contains(ProcessWatch.statusOf(watch.add(id))));
        }
    }

    /** As after its PID had been given to the child: nothing reaches the child by it. */
    @EachBinding
    void whoHadThePidBeforeIsReplaced(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                ProcessWatch watch = probe.newWatch();
                Child child = Child.start()) {
            ProcessId id = probe.identify(child.pid()).orElseThrow();
            ProcessId former = new ProcessId(id.pid(), id.tokenKind(), id.startToken() - 1);
            TextBuffer text = probe.newTextBuffer(1);
            assertEquals(ProcessId.Comparison.DIFFERENT, former.compare(id));
            assertEquals(Status.REPLACED, probe.sample(former, FieldSet.SWEEP).status());
            assertEquals(Status.REPLACED, probe.text().name(former, text));
            assertEquals(Status.REPLACED, probe.children(former).status());
            assertEquals(Status.REPLACED, ProcessWatch.statusOf(watch.add(former)));
            assertEquals(Status.REPLACED, probe.kill(former));
            child.ask("burn 0");
            assertTrue(child.process().isAlive());
        }
    }

    /** A token of a kind that this system does not have is nobody's, and no reason to kill. */
    @EachBinding
    void aTokenOfAnotherKindIsNotToldApart(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            ProcessId id = probe.identify(child.pid()).orElseThrow();
            TokenKind other =
                    OS.WINDOWS.isCurrentOs() ? TokenKind.UNIQUE_ID : TokenKind.CREATION_TIME;
            ProcessId foreign = new ProcessId(id.pid(), other, id.startToken());
            assertEquals(ProcessId.Comparison.UNKNOWN, foreign.compare(id));
            assertEquals(Status.UNKNOWN_IDENTITY, probe.sample(foreign, FieldSet.SWEEP).status());
            assertNotEquals(Status.OK, probe.kill(foreign));
            child.ask("burn 0");
            assertTrue(child.process().isAlive());
        }
    }
}
