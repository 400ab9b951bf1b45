package io.procprobe.cli.snapshot;

import io.procprobe.ProcessSample;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Processes by their parents, with sums over each subtree. Made from a snapshot, which may be torn:
 * an edge counts only when the parent is there and did not start after its child, and a cycle is
 * cut, so that everything ends in a root.
 */
public final class ProcessTree {
    /** One process of the tree. */
    public static final class Node {
        private final ProcessView view;
        private final List<Node> children = new ArrayList<>();
        private Node parent;
        private long subtreeResidentBytes;
        private long subtreeCpuNanos;
        private int subtreeCount;

        private Node(ProcessView view) {
            this.view = view;
        }

        /**
         * The process.
         *
         * @return as the snapshot has it
         */
        public ProcessView view() {
            return view;
        }

        /**
         * Its children.
         *
         * @return ascending by PID
         */
        public List<Node> children() {
            return Collections.unmodifiableList(children);
        }

        /**
         * Resident memory of it and all its descendants, as far as known.
         *
         * @return bytes; shared pages count once for every process
         */
        public long subtreeResidentBytes() {
            return subtreeResidentBytes;
        }

        /**
         * CPU time of it and all its descendants, as far as known.
         *
         * @return nanoseconds
         */
        public long subtreeCpuNanos() {
            return subtreeCpuNanos;
        }

        /**
         * How many processes there are in its subtree, itself included.
         *
         * @return 1 or more
         */
        public int subtreeCount() {
            return subtreeCount;
        }

        private long pid() {
            return view.sample().pid();
        }
    }

    private final Map<Long, Node> byPid = new HashMap<>();
    private final List<Node> roots = new ArrayList<>();

    /**
     * Builds the tree.
     *
     * @param views a snapshot, ascending by PID
     */
    public ProcessTree(List<ProcessView> views) {
        List<Node> nodes = new ArrayList<>(views.size());
        for (ProcessView view : views) {
            Node node = new Node(view);
            nodes.add(node);
            byPid.put(node.pid(), node);
        }
        for (Node node : nodes) {
            link(node);
        }
        sum(nodes.size());
    }

    /**
     * The processes without a parent here.
     *
     * @return ascending by PID
     */
    public List<Node> roots() {
        return Collections.unmodifiableList(roots);
    }

    /**
     * One process.
     *
     * @param pid its PID
     * @return null when it is not in the snapshot
     */
    public Node find(long pid) {
        return byPid.get(pid);
    }

    private void link(Node node) {
        OptionalLong parentPid = node.view.sample().parentPid();
        Node parent = parentPid.isPresent() ? byPid.get(parentPid.getAsLong()) : null;
        if (parent == null || startedAfter(parent, node) || isAbove(node, parent)) {
            roots.add(node);
        } else {
            node.parent = parent;
            parent.children.add(node);
        }
    }

    private static boolean startedAfter(Node parent, Node child) {
        Instant parentStart = start(parent);
        Instant childStart = start(child);
        return parentStart != null && childStart != null && parentStart.isAfter(childStart);
    }

    private static Instant start(Node node) {
        ProcessSample sample = node.view.sample();
        return sample.startTime().orElse(null);
    }

    /** Whether one node is the other or an ancestor of it. */
    private static boolean isAbove(Node node, Node other) {
        for (Node at = other; at != null; at = at.parent) {
            if (at == node) {
                return true;
            }
        }
        return false;
    }

    /** Adds every node to its parent after all below it have been added to it: no recursion. */
    private void sum(int count) {
        List<Node> topDown = new ArrayList<>(count);
        Deque<Node> open = new ArrayDeque<>(roots);
        while (!open.isEmpty()) {
            Node node = open.pop();
            topDown.add(node);
            node.children.forEach(open::push);
        }
        for (int i = topDown.size() - 1; i >= 0; i--) {
            Node node = topDown.get(i);
            ProcessSample sample = node.view.sample();
            node.subtreeResidentBytes += sample.residentBytes().orElse(0);
            node.subtreeCpuNanos += sample.cpuTotalNanos().orElse(0);
            node.subtreeCount++;
            if (node.parent != null) {
                node.parent.subtreeResidentBytes += node.subtreeResidentBytes;
                node.parent.subtreeCpuNanos += node.subtreeCpuNanos;
                node.parent.subtreeCount += node.subtreeCount;
            }
        }
    }
}
