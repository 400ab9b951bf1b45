package io.procprobe.supervisor.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How long is waited, and how often. */
class BackOffTest {
    private static final double ALMOST_ONE = Math.nextDown(1.0);

    @Test
    void growsUpToTheMost() {
        BackOff backOff = new BackOff(100, 1_000, 2, 0);
        assertEquals(
                LongStream.of(0, 100, 200, 400, 800, 1_000, 1_000).boxed().toList(),
                IntStream.rangeClosed(0, 6)
                        .mapToObj(failures -> backOff.delay(failures, 0.7).toNanos())
                        .toList());
        assertEquals(1_000, backOff.delay(Integer.MAX_VALUE, 0).toNanos());
    }

    @Test
    void jitterTakesItsPartAndNoMore() {
        BackOff half = new BackOff(1_000, 10_000, 3, 0.5);
        assertEquals(1_000, half.delay(1, 0).toNanos());
        assertEquals(500, half.delay(1, ALMOST_ONE).toNanos());
        assertEquals(2_250, half.delay(2, 0.5).toNanos());
        assertEquals(10_000, half.delay(9, 0).toNanos());
        assertEquals(5_000, half.delay(9, ALMOST_ONE).toNanos());
        assertEquals(Duration.ZERO, new BackOff(1_000, 10_000, 3, 1).delay(1, ALMOST_ONE));
    }

    @Test
    void budgetMovesAlongWithTime() {
        // The clock may begin anywhere, and run over.
        for (long begin : new long[] {0, -5, Long.MAX_VALUE - 50}) {
            RestartBudget budget = new RestartBudget(3, 100);
            assertTrue(budget.tryTake(begin));
            assertTrue(budget.tryTake(begin + 10));
            assertTrue(budget.tryTake(begin + 90));
            assertFalse(budget.tryTake(begin + 99));
            assertTrue(budget.tryTake(begin + 100));
            assertFalse(budget.tryTake(begin + 109));
            assertTrue(budget.tryTake(begin + 110));
            assertFalse(budget.tryTake(begin + 189));
            budget.clear();
            assertTrue(budget.tryTake(begin + 189));
        }
        assertFalse(new RestartBudget(0, 100).tryTake(0));
    }
}
