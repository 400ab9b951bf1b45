package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.testing.Await;
import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Children;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Families are those of the processes that the test has made. */
@EnabledOnOs(OS.LINUX)
class ProcessFamilyTest {
    /** More than there is room for at first. */
    private static final int MANY = 150;

    @BindingTest
    void childrenAndDescendants(ProcessProbe probe, Children children) throws Exception {
        Process root =
                children.start(
                        "sh", "-c", "sleep 1000 & sh -c 'sleep 1001 & exec sleep 1002' & wait");
        Await.until("the tree has grown", () -> root.descendants().count() == 3);
        ProcessId id = probe.identify(root.pid()).orElseThrow();
        assertEquals(pids(root.children().toList()), pids(probe.children(id)));
        assertEquals(pids(root.descendants().toList()), pids(probe.descendants(id)));
        List<ProcessId> members = probe.descendants(id).members();
        for (ProcessId member : members) {
            assertEquals(probe.identify(member.pid()).orElseThrow(), member);
            long parent = probe.sample(member, FieldSet.SWEEP).parentPid().orElseThrow();
            boolean isAfterParent =
                    members.subList(0, members.indexOf(member)).stream()
                            .anyMatch(before -> before.pid() == parent);
            assertTrue(parent == root.pid() || isAfterParent, members.toString());
        }
    }

    @BindingTest
    void moreThanExpected(ProcessProbe probe, Children children) throws Exception {
        Process root =
                children.start(
                        "sh",
                        "-c",
                        "i=0; while [ $i -lt "
                                + MANY
                                + " ]; do sleep 1000 & i=$((i+1)); done; wait");
        Await.until("all are there", () -> root.children().count() == MANY);
        ProcessId id = probe.identify(root.pid()).orElseThrow();
        assertEquals(pids(root.children().toList()), pids(probe.children(id)));
        assertEquals(MANY, probe.descendants(id).members().size());
        List<ProcessHandle> all = new ArrayList<>(root.children().toList());
        all.forEach(ProcessHandle::destroyForcibly);
        Await.until("all have ended", () -> probe.children(id).members().isEmpty());
    }

    @BindingTest
    void whoIsGoneHasNoFamily(ProcessProbe probe, Children children) throws Exception {
        Process process = children.sleeping();
        ProcessId id = probe.identify(process.pid()).orElseThrow();
        assertEquals(new ProcessFamily(Status.OK, List.of()), probe.children(id));
        Children.end(process);
        assertEquals(new ProcessFamily(Status.GONE, List.of()), probe.children(id));
        assertEquals(new ProcessFamily(Status.GONE, List.of()), probe.descendants(id));
        probe.close();
        assertThrows(IllegalStateException.class, () -> probe.children(id));
    }

    private static Set<Long> pids(ProcessFamily family) {
        assertEquals(Status.OK, family.status());
        return family.members().stream().map(ProcessId::pid).collect(Collectors.toSet());
    }

    private static Set<Long> pids(List<ProcessHandle> handles) {
        return handles.stream().map(ProcessHandle::pid).collect(Collectors.toSet());
    }
}
