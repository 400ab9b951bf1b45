package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessFamily;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.Status;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.Child;
import io.procprobe.conformance.support.EachBinding;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Parents, children and descendants, against what the children tell and what Java says. */
final class ParentageTest {
    private static final FieldSet PARENT = FieldSet.of(Field.PARENT);

    private static long parent(ProcessProbe probe, long pid) {
        return probe.sample(pid, PARENT).parentPid().orElseThrow();
    }

    private static Set<Long> pids(ProcessFamily family) {
        assertEquals(Status.OK, family.status());
        Set<Long> pids = family.members().stream().map(ProcessId::pid).collect(Collectors.toSet());
        assertEquals(family.members().size(), pids.size(), "somebody is listed twice");
        return pids;
    }

    private static Set<Long> pids(Stream<ProcessHandle> handles) {
        return handles.map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    @EachBinding
    void parentsAreThoseThatStartedThem(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            assertEquals(ProcessHandle.current().pid(), parent(probe, child.pid()));
            for (Child.Member each : child.members("tree 3 2")) {
                assertEquals(each.parentPid(), parent(probe, each.pid()));
                assertEquals(
                        ProcessHandle.of(each.pid()).orElseThrow().parent().orElseThrow().pid(),
                        parent(probe, each.pid()));
            }
        }
    }

    @EachBinding
    void childrenAreThoseThatWereStarted(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            ProcessId id = probe.identify(child.pid()).orElseThrow();
            assertEquals(Set.of(), pids(probe.children(id)));
            List<Child.Member> members = child.members("tree 3 2");
            Map<Long, Set<Long>> children = new HashMap<>();
            members.forEach(each -> children.put(each.pid(), new HashSet<>()));
            children.put(child.pid(), new HashSet<>());
            members.forEach(each -> children.get(each.parentPid()).add(each.pid()));
            for (Map.Entry<Long, Set<Long>> each : children.entrySet()) {
                ProcessId parent = probe.identify(each.getKey()).orElseThrow();
                assertEquals(each.getValue(), pids(probe.children(parent)));
                ProcessHandle handle = ProcessHandle.of(each.getKey()).orElseThrow();
                assertEquals(pids(handle.children()), pids(probe.children(parent)));
            }
        }
    }

    @EachBinding
    void descendantsAreTheWholeTree(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            ProcessId id = probe.identify(child.pid()).orElseThrow();
            Set<Long> told =
                    Stream.concat(
                                    child.members("tree 5 1").stream(),
                                    child.members("tree 2 5").stream())
                            .map(Child.Member::pid)
                            .collect(Collectors.toSet());
            ProcessFamily family = probe.descendants(id);
            assertEquals(told, pids(family));
            assertEquals(pids(child.process().descendants()), pids(family));
            Set<Long> seen = new HashSet<>(Set.of(child.pid()));
            for (ProcessId each : family.members()) {
                assertTrue(seen.contains(parent(probe, each.pid())), each + " before its parent");
                seen.add(each.pid());
            }
        }
    }

    /** Windows itself goes on stating the number of the parent that was, which is nobody's. */
    @EachBinding
    void anOrphanIsNotTheChildOfWhoHasEnded(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            Child.Member orphan = child.members("orphan").get(0);
            long adopter = parent(probe, orphan.pid());
            assertNotEquals(orphan.parentPid(), adopter);
            assertEquals(
                    ProcessHandle.of(orphan.pid())
                            .orElseThrow()
                            .parent()
                            .map(ProcessHandle::pid)
                            .orElse(0L),
                    adopter);
            ProcessId id = probe.identify(child.pid()).orElseThrow();
            assertTrue(adopter == child.pid() || pids(probe.children(id)).isEmpty());
        }
    }

    @EachBinding
    void whoHasEndedHasNoFamily(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            ProcessId id = probe.identify(child.pid()).orElseThrow();
            child.kill();
            for (ProcessFamily family : List.of(probe.children(id), probe.descendants(id))) {
                assertTrue(
                        family.status() == Status.GONE || family.status() == Status.REPLACED,
                        family.toString());
                assertEquals(List.of(), family.members());
            }
        }
    }
}
