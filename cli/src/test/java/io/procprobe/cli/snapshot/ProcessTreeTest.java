package io.procprobe.cli.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.cli.snapshot.ProcessTree.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {
    private static ProcessTree tree(ProcessView... views) {
        return new ProcessTree(List.of(views));
    }

    private static List<Long> pids(List<Node> nodes) {
        return nodes.stream().map(node -> node.view().sample().pid()).toList();
    }

    private static List<Long> childrenOf(ProcessTree tree, long pid) {
        return pids(tree.find(pid).children());
    }

    /** All nodes below the roots, which fails when one can be reached twice. */
    private static List<Long> reachable(ProcessTree tree) {
        Set<Node> seen = new HashSet<>();
        List<Long> pids = new ArrayList<>();
        Deque<Node> open = new ArrayDeque<>(tree.roots());
        while (!open.isEmpty()) {
            Node node = open.pop();
            assertTrue(seen.add(node), () -> "twice in the tree: " + node.view());
            pids.add(node.view().sample().pid());
            open.addAll(node.children());
        }
        pids.sort(null);
        return pids;
    }

    @Test
    void withoutProcessesThereIsNoTree() {
        assertEquals(List.of(), tree().roots());
        assertNull(tree().find(1));
    }

    @Test
    void childrenHangBelowTheirParentsInTheOrderOfPids() {
        ProcessTree tree =
                tree(
                        Views.of(1, 0),
                        Views.of(2, 1),
                        Views.of(3, 2),
                        Views.of(4, 1),
                        Views.of(5, 2));
        assertEquals(List.of(1L), pids(tree.roots()));
        assertEquals(List.of(2L, 4L), childrenOf(tree, 1));
        assertEquals(List.of(3L, 5L), childrenOf(tree, 2));
        assertEquals(List.of(), childrenOf(tree, 4));
        assertSame(tree.find(2), tree.find(1).children().get(0));
    }

    @Test
    void sumsReachFromTheLeavesToTheRoot() {
        ProcessTree tree =
                tree(
                        Views.withFigures(1, 0, 1, 1_000),
                        Views.withFigures(2, 1, 20, 20_000),
                        Views.withFigures(3, 2, 300, 300_000),
                        Views.withFigures(4, 1, 4_000, 4_000_000));
        Node root = tree.find(1);
        assertEquals(4_321, root.subtreeResidentBytes());
        assertEquals(4_321_000, root.subtreeCpuNanos());
        assertEquals(4, root.subtreeCount());
        Node middle = tree.find(2);
        assertEquals(320, middle.subtreeResidentBytes());
        assertEquals(320_000, middle.subtreeCpuNanos());
        assertEquals(2, middle.subtreeCount());
        assertEquals(1, tree.find(4).subtreeCount());
    }

    @Test
    void whatIsUnknownIsLeftOutOfTheSums() {
        ProcessTree tree =
                tree(
                        Views.withFigures(1, 0, 10, -1),
                        Views.withFigures(2, 1, -1, 7),
                        Views.withFigures(3, 1, 30, 8));
        assertEquals(40, tree.find(1).subtreeResidentBytes());
        assertEquals(15, tree.find(1).subtreeCpuNanos());
        assertEquals(3, tree.find(1).subtreeCount());
    }

    @Test
    void aProcessWhoseParentIsNotThereIsARoot() {
        ProcessTree tree = tree(Views.of(1, 0), Views.of(5, 4), Views.of(6, 5));
        assertEquals(List.of(1L, 5L), pids(tree.roots()));
        assertEquals(List.of(6L), childrenOf(tree, 5));
        assertEquals(2, tree.find(5).subtreeCount());
    }

    @Test
    void aProcessWhoseParentIsUnknownIsARoot() {
        ProcessTree tree = tree(Views.of(1, 0), Views.withoutParent(2));
        assertEquals(List.of(1L, 2L), pids(tree.roots()));
    }

    /** Its PID was given again: the new holder is not the parent. */
    @Test
    void aParentThatStartedAfterItsChildIsNone() {
        ProcessTree tree =
                tree(
                        Views.of(1, 0, Views.BOOT.plusSeconds(9)),
                        Views.of(2, 1, Views.BOOT.plusSeconds(8)));
        assertEquals(List.of(1L, 2L), pids(tree.roots()));
        assertEquals(1, tree.find(1).subtreeCount());
    }

    /** Start times are no finer than 10 ms on Linux. */
    @Test
    void aParentThatStartedAtTheSameTimeIsTheParent() {
        ProcessTree tree = tree(Views.of(1, 0, Views.BOOT), Views.of(2, 1, Views.BOOT));
        assertEquals(List.of(2L), childrenOf(tree, 1));
    }

    @Test
    void anUnknownStartTimeIsNoEvidenceAgainstAParent() {
        ProcessTree tree =
                tree(Views.of(1, 0, null), Views.of(2, 1, Views.BOOT), Views.of(3, 2, null));
        assertEquals(List.of(2L), childrenOf(tree, 1));
        assertEquals(List.of(3L), childrenOf(tree, 2));
    }

    @Test
    void aProcessIsNotItsOwnParent() {
        ProcessTree tree = tree(Views.of(3, 3, Views.BOOT), Views.of(4, 3, Views.BOOT));
        assertEquals(List.of(3L), pids(tree.roots()));
        assertEquals(List.of(4L), childrenOf(tree, 3));
        assertEquals(2, tree.find(3).subtreeCount());
    }

    @Test
    void aCycleOfTwoIsCut() {
        ProcessTree tree = tree(Views.of(3, 4, Views.BOOT), Views.of(4, 3, Views.BOOT));
        assertEquals(1, tree.roots().size());
        assertEquals(List.of(3L, 4L), reachable(tree));
        assertEquals(2, tree.roots().get(0).subtreeCount());
    }

    @Test
    void aCycleOfThreeIsCutAndKeepsWhatHangsOnIt() {
        ProcessTree tree =
                tree(
                        Views.of(3, 5, Views.BOOT),
                        Views.of(4, 3, Views.BOOT),
                        Views.of(5, 4, Views.BOOT),
                        Views.of(6, 4, Views.BOOT));
        assertEquals(1, tree.roots().size());
        assertEquals(List.of(3L, 4L, 5L, 6L), reachable(tree));
        assertEquals(4, tree.roots().get(0).subtreeCount());
        assertEquals(400, tree.roots().get(0).subtreeResidentBytes());
    }

    @Test
    void anyParentsAtAllGiveATreeOfAllProcesses() {
        Random random = new Random(20261121);
        for (int round = 0; round < 300; round++) {
            int count = 1 + random.nextInt(12);
            ProcessView[] views = new ProcessView[count];
            for (int i = 0; i < count; i++) {
                views[i] = Views.of(i + 1, random.nextInt(count + 2), Views.BOOT);
            }
            ProcessTree tree = tree(views);
            assertEquals(LongStream.rangeClosed(1, count).boxed().toList(), reachable(tree));
            assertEquals(count, tree.roots().stream().mapToInt(Node::subtreeCount).sum());
            assertEquals(
                    100L * count,
                    tree.roots().stream().mapToLong(Node::subtreeResidentBytes).sum());
        }
    }

    @Test
    void aChainDeeperThanAStackIsNoProblem() {
        int depth = 20_000;
        ProcessView[] views = new ProcessView[depth];
        for (int i = 0; i < depth; i++) {
            views[i] = Views.of(i + 1, i);
        }
        ProcessTree tree = tree(views);
        assertEquals(List.of(1L), pids(tree.roots()));
        Node root = tree.find(1);
        assertEquals(depth, root.subtreeCount());
        assertEquals(100L * depth, root.subtreeResidentBytes());
        assertEquals(1000L * depth, root.subtreeCpuNanos());
        assertEquals(1, tree.find(depth).subtreeCount());
        assertEquals(depth, reachable(tree).size());
    }

    @Test
    void nobodyCanChangeTheTree() {
        ProcessTree tree = tree(Views.of(1, 0), Views.of(2, 1));
        assertThrows(UnsupportedOperationException.class, () -> tree.roots().clear());
        List<Node> children = tree.find(1).children();
        assertThrows(UnsupportedOperationException.class, children::clear);
    }
}
