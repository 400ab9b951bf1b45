package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.KillReport;
import io.procprobe.KillReport.Outcome;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.Status;
import io.procprobe.conformance.support.Await;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.Child;
import io.procprobe.conformance.support.EachBinding;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A tree is ended as a whole, and nobody beside it. */
final class TreeKillTest {
    private static final String TREE = "tree 3 2";

    /** Identities of the members of a tree, its root first. */
    private static List<ProcessId> grow(ProcessProbe probe, Child child) throws Exception {
        return child.members(TREE).stream()
                .map(each -> probe.identify(each.pid()).orElseThrow())
                .toList();
    }

    private static boolean isAlive(ProcessProbe probe, ProcessId id) {
        return probe.sample(id, FieldSet.of(Field.ALIVE)).alive().orElse(false);
    }

    private static void assertEnded(
            ProcessProbe probe, List<ProcessId> tree, KillReport report, Outcome outcome) {
        assertTrue(report.complete(), report.toString());
        assertEquals(tree.get(0), report.entries().get(0).id());
        assertEquals(
                Set.copyOf(tree),
                report.entries().stream().map(KillReport.Entry::id).collect(Collectors.toSet()));
        assertEquals(tree.size(), report.entries().size());
        report.entries().forEach(each -> assertEquals(outcome, each.outcome(), "" + report));
        tree.forEach(each -> assertFalse(isAlive(probe, each), each + " lives"));
    }

    @EachBinding
    void allEndWhenTheyAreAsked(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                Child bystander = Child.start()) {
            List<ProcessId> tree = grow(probe, child);
            List<ProcessId> others = grow(probe, child);
            List<ProcessId> bystanders = grow(probe, bystander);
            KillReport report = probe.killTree(tree.get(0), Await.DEADLINE);
            assertEquals(OS.WINDOWS.isCurrentOs(), report.terminateUnsupported());
            // Where nobody is asked, nobody is waited for.
            assertTrue(report.took().compareTo(Await.DEADLINE) < 0, report.toString());
            assertEnded(
                    probe,
                    tree,
                    report,
                    OS.WINDOWS.isCurrentOs() ? Outcome.KILLED : Outcome.TERMINATED);
            others.forEach(each -> assertTrue(isAlive(probe, each), each + " has ended"));
            bystanders.forEach(each -> assertTrue(isAlive(probe, each), each + " has ended"));
            assertTrue(child.process().isAlive() && bystander.process().isAlive());
        }
    }

    @EachBinding
    void whoTakesNoNoticeIsKilled(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            if (!OS.WINDOWS.isCurrentOs()) {
                child.order("ignore-terminate");
            }
            List<ProcessId> tree = grow(probe, child);
            Duration grace = Duration.ofMillis(100);
            assertEnded(probe, tree, probe.killTree(tree.get(0), grace), Outcome.KILLED);
            assertTrue(child.process().isAlive());
        }
    }

    /** Windows asks nobody. */
    @EachBinding
    @Tag("posix")
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void whoNeedsTimeIsGivenIt(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            child.order("terminate-slowly 50");
            List<ProcessId> tree = grow(probe, child);
            KillReport report = probe.killTree(tree.get(0), Await.DEADLINE);
            assertEnded(probe, tree, report, Outcome.TERMINATED);
            report.entries().forEach(each -> assertEquals(0, each.exitStatus().orElse(0)));
        }
    }

    @EachBinding
    void anInnerMemberTakesItsOwnSubtreeOnly(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            List<Child.Member> members = child.members(TREE);
            ProcessId root = probe.identify(members.get(0).pid()).orElseThrow();
            ProcessId inner = probe.children(root).members().get(0);
            List<ProcessId> below = probe.descendants(inner).members();
            assertEquals(6, below.size());
            KillReport report = probe.killTree(inner, Duration.ZERO);
            assertTrue(report.complete(), report.toString());
            assertEquals(1 + below.size(), report.entries().size());
            assertFalse(isAlive(probe, inner));
            below.forEach(each -> assertFalse(isAlive(probe, each)));
            Await.until("they are reaped", () -> probe.descendants(root).members().size() == 7);
            assertTrue(isAlive(probe, root));
        }
    }

    @EachBinding
    void aloneMeansAlone(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            List<ProcessId> tree = grow(probe, child);
            KillReport report = probe.treeKill(tree.get(0)).grace(Duration.ZERO).alone().run();
            assertEquals(1, report.entries().size());
            assertFalse(isAlive(probe, tree.get(0)));
            tree.subList(1, tree.size()).forEach(each -> assertTrue(isAlive(probe, each)));
        }
    }

    @EachBinding
    void aDryRunSparesAll(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            List<ProcessId> tree = grow(probe, child);
            KillReport report = probe.treeKill(tree.get(0)).dryRun().run();
            assertEquals(tree.size(), report.entries().size());
            report.entries().forEach(each -> assertEquals(Outcome.SPARED, each.outcome()));
            tree.forEach(each -> assertTrue(isAlive(probe, each)));
        }
    }

    @EachBinding
    void whoHasEndedIsGone(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            ProcessId id = probe.identify(child.pid()).orElseThrow();
            child.kill();
            KillReport report = probe.killTree(id, Duration.ZERO);
            assertTrue(report.complete(), report.toString());
            assertEquals(Outcome.GONE, report.entries().get(0).outcome());
        }
    }

    @EachBinding
    void nobodyEndsItself(Binding binding) {
        try (ProcessProbe probe = binding.open()) {
            ProcessId own = probe.identify(ProcessHandle.current().pid()).orElseThrow();
            assertThrows(IllegalArgumentException.class, () -> probe.killTree(own, Duration.ZERO));
            assertEquals(Status.OK, probe.sample(own, FieldSet.NONE).status());
        }
    }

    /** Its number is asked of the library: nothing is sent to whoever has that, if anybody. */
    @EachBinding
    void theFirstProcessIsNeverEnded(Binding binding) {
        try (ProcessProbe probe = binding.open()) {
            ProcessId own = probe.identify(ProcessHandle.current().pid()).orElseThrow();
            long pid = OS.WINDOWS.isCurrentOs() ? 4 : 1;
            ProcessId first = new ProcessId(pid, own.tokenKind(), own.startToken());
            assertThrows(
                    IllegalArgumentException.class, () -> probe.killTree(first, Duration.ZERO));
        }
    }
}
