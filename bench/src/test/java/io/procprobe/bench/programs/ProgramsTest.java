package io.procprobe.bench.programs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProgramsTest {
    private static final int COUNT = 50;

    private static Duration cpuOf(long pid) {
        return ProcessHandle.of(pid).orElseThrow().info().totalCpuDuration().orElseThrow();
    }

    @Test
    void childrenLiveUntilTheyAreClosed() throws IOException {
        ProcessHandle[] handles;
        try (Children children = new Children(COUNT)) {
            handles =
                    Arrays.stream(children.pids())
                            .distinct()
                            .mapToObj(pid -> ProcessHandle.of(pid).orElseThrow())
                            .toArray(ProcessHandle[]::new);
            assertEquals(COUNT, handles.length);
            assertTrue(Arrays.stream(handles).allMatch(ProcessHandle::isAlive));
        }
        assertTrue(Arrays.stream(handles).noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void childrenHaveOneParent() throws IOException {
        try (Children children = new Children(COUNT)) {
            ProcessHandle parent = ProcessHandle.of(children.parent()).orElseThrow();
            assertEquals(COUNT, parent.children().count());
        }
    }

    @Test
    void childrenMayBeTrees() throws IOException {
        try (Children children = new Children(COUNT, 3)) {
            ProcessHandle parent = ProcessHandle.of(children.parent()).orElseThrow();
            assertEquals((COUNT + 3) / 4, parent.children().count());
            long[] found = parent.descendants().mapToLong(ProcessHandle::pid).sorted().toArray();
            assertArrayEquals(Arrays.stream(children.pids()).sorted().toArray(), found);
            ProcessHandle first = ProcessHandle.of(children.pids()[0]).orElseThrow();
            assertEquals(3, first.children().count());
            assertEquals(COUNT, children.run(100));
        }
    }

    @Test
    void theGivenShareOfTheChildrenRuns() throws IOException {
        // The CPU time that Java reads has steps of 10 ms: so many runs of 10 microseconds each.
        int runs = 5_000;
        try (Children children = new Children(COUNT)) {
            for (int i = 0; i < runs; i++) {
                assertEquals(COUNT / 10, children.run(10));
            }
            long haveRun =
                    Arrays.stream(children.pids())
                            .filter(pid -> cpuOf(pid).compareTo(Duration.ofMillis(20)) >= 0)
                            .count();
            assertEquals(COUNT / 10, haveRun);
            assertEquals(0, children.run(0));
            assertEquals(COUNT, children.run(100));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theFloorTakesTime(FloorKind kind) throws IOException {
        try (Children children = new Children(COUNT);
                Floor floor = Floor.of(kind, children.pids(), 10)) {
            floor.measure(kind);
            assertTrue(floor.bestNanos() > 0);
            assertTrue(floor.meanNanos() >= floor.bestNanos());
            floor.measureOnce(kind);
            assertEquals(floor.bestNanos(), floor.meanNanos());
        }
    }

    @Test
    void theFloorOfEveryoneFollowsWhoComesAndGoes() throws IOException {
        int many = 20 * COUNT;
        try (Floor floor = Floor.of(FloorKind.TABLE, new long[0], 10)) {
            long few = best(floor);
            long others = ProcessHandle.allProcesses().count();
            long all;
            try (Children coming = new Children(many)) {
                all = best(floor);
                // Where many others run as well, those that come are less of them all.
                long least = few * (others + many / 2) / others;
                assertTrue(all > least, all + " ns after " + few);
                floor.measure(FloorKind.TABLE_IDLE);
                assertEquals(many, coming.pids().length);
            }
            long left = best(floor);
            assertTrue(left < all * 2 / 3, left + " ns after " + all);
        }
    }

    /** The machine is shared: one of several measurements has it for itself. */
    private static long best(Floor floor) throws IOException {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            floor.measure(FloorKind.TABLE);
            best = Math.min(best, floor.bestNanos());
        }
        return best;
    }

    @Test
    void theFloorEndsWhenAMeasuredProcessDoes() throws IOException {
        Children passing = new Children(1);
        try (Floor floor = Floor.of(FloorKind.EXITS, passing.pids(), 10)) {
            floor.measure(FloorKind.EXITS);
            passing.close();
            assertThrows(IOException.class, () -> floor.measure(FloorKind.EXITS));
        } finally {
            passing.close();
        }
    }
}
