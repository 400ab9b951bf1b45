package io.procprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.cli.support.Children;
import io.procprobe.cli.support.Finished;
import io.procprobe.cli.support.Procfs;
import io.procprobe.cli.support.StrictJson;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

class TreeJsonTest {
    /** Those that are always known. */
    private static final Set<String> SUMS =
            Set.of("subtreeResidentBytes", "subtreeCpuNanos", "subtreeCount");

    private static final Set<String> KEYS =
            Set.of(
                    "pid",
                    "name",
                    "parentPid",
                    "residentBytes",
                    "cpuNanos",
                    "subtreeResidentBytes",
                    "subtreeCpuNanos",
                    "subtreeCount",
                    "children");

    /** As many levels as are more than what JSON libraries allow unless told otherwise. */
    private static final int DEEP = 300;

    @RegisterExtension final Children children = new Children();

    private static Finished tree(Object... pid) {
        return Cli.run(
                        Stream.concat(
                                        Stream.of("tree", "--format", "json"),
                                        Stream.of(pid).map(Object::toString))
                                .toArray(String[]::new))
                .succeeded();
    }

    private static List<Map<String, Object>> childrenOf(Map<String, Object> node) {
        return StrictJson.objects(node.get("children"));
    }

    /** All nodes, parents before children. Without recursion, for the sake of deep trees. */
    private static List<Map<String, Object>> all(List<Map<String, Object>> roots) {
        List<Map<String, Object>> nodes = new java.util.ArrayList<>(roots);
        for (int i = 0; i < nodes.size(); i++) {
            nodes.addAll(childrenOf(nodes.get(i)));
        }
        return nodes;
    }

    /** Checks every node against the contract and its sums against what is below it. */
    private static void check(List<Map<String, Object>> roots) {
        List<Map<String, Object>> nodes = all(roots);
        Map<Long, long[]> sums = new HashMap<>();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Map<String, Object> node = nodes.get(i);
            assertTrue(KEYS.containsAll(node.keySet()), node.keySet()::toString);
            assertTrue(node.keySet().containsAll(SUMS), node.keySet()::toString);
            long pid = Rows.number(node, "pid");
            long[] sum = {
                (Long) node.getOrDefault("residentBytes", 0L),
                (Long) node.getOrDefault("cpuNanos", 0L),
                1
            };
            for (Map<String, Object> child : childrenOf(node)) {
                assertEquals(pid, Rows.number(child, "parentPid"));
                long[] below = sums.get(Rows.number(child, "pid"));
                for (int k = 0; k < sum.length; k++) {
                    sum[k] += below[k];
                }
            }
            assertEquals(sum[0], Rows.number(node, "subtreeResidentBytes"));
            assertEquals(sum[1], Rows.number(node, "subtreeCpuNanos"));
            assertEquals(sum[2], Rows.number(node, "subtreeCount"));
            assertEquals(null, sums.put(pid, sum), () -> "twice in the tree: " + pid);
        }
    }

    @Test
    void withoutAPidThereIsAnArrayOfRootsInOneLine() throws Exception {
        long child = children.idle().pid();
        Finished finished = tree();
        assertEquals(1, finished.lines().size());
        List<Map<String, Object>> roots = StrictJson.objects(StrictJson.read(finished.out()));
        check(roots);
        long self = ProcessHandle.current().pid();
        Map<String, Object> node = Rows.of(all(roots), self);
        assertTrue(Rows.pids(childrenOf(node)).contains(child), "child below its parent");
        assertTrue(Rows.number(node, "subtreeCount") >= 2);
        assertEquals(ascending(Rows.pids(roots)), Rows.pids(roots));
        assertEquals(ascending(Rows.pids(childrenOf(node))), Rows.pids(childrenOf(node)));
    }

    private static List<Long> ascending(List<Long> pids) {
        return pids.stream().sorted().toList();
    }

    @Test
    void withAPidThereIsOneObject() throws Exception {
        Process child = children.start("sh", "-c", "sleep 1000 & echo $!; wait");
        long grandchild = Long.parseLong(Children.readLine(child));
        Map<String, Object> node = StrictJson.object(tree(child.pid()).out());
        check(List.of(node));
        assertEquals(KEYS, node.keySet());
        assertEquals(child.pid(), Rows.number(node, "pid"));
        assertEquals("sh", node.get("name"));
        assertEquals(ProcessHandle.current().pid(), Rows.number(node, "parentPid"));
        assertEquals(List.of(grandchild), Rows.pids(childrenOf(node)));
        assertEquals(2, Rows.number(node, "subtreeCount"));
        Map<String, Object> leaf = childrenOf(node).get(0);
        assertEquals(List.of(), leaf.get("children"));
        assertTrue(
                Rows.number(node, "subtreeResidentBytes") > Rows.number(node, "residentBytes"),
                node::toString);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void everyVisibleProcessIsThereOnce() throws Exception {
        children.idle();
        Set<Long> before = new HashSet<>(Procfs.readAll().keySet());
        List<Long> pids = Rows.pids(all(StrictJson.objects(StrictJson.read(tree().out()))));
        Set<Long> after = Procfs.readAll().keySet();
        // Those that were there all the time: others may have come or gone meanwhile.
        before.retainAll(after);
        Set<Long> found = new HashSet<>(pids);
        assertEquals(pids.size(), found.size(), "a process is there twice");
        before.removeAll(found);
        assertEquals(Set.of(), before, "missing");
    }

    @Test
    void aDeepTreeIsWrittenToItsEnd() throws Exception {
        // Each level is a shell that has forked the next one; the last waits for its input to end.
        String script =
                "f() { if [ $1 -gt 1 ]; then ( f $(($1 - 1)); : ); else echo ready; read x; fi; };"
                        + " f "
                        + DEEP;
        Process top = children.start("sh", "-c", script);
        assertEquals("ready", Children.readLine(top));
        Map<String, Object> node = StrictJson.object(tree(top.pid()).out());
        check(List.of(node));
        assertEquals(DEEP, Rows.number(node, "subtreeCount"));
        int levels = 1;
        while (!childrenOf(node).isEmpty()) {
            node = childrenOf(node).get(0);
            levels++;
        }
        assertEquals(DEEP, levels);
        // From the inside out, so that no shell is left to the system.
        top.getOutputStream().close();
        assertEquals(0, top.waitFor());
    }
}
