package io.procprobe.agent.dashboard;

import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assertions;

/**
 * Waits for what must come to pass, never for time alone: a slow machine only makes a test slower.
 */
final class Waiting {
    /** Far above what a loaded machine needs; only a failing test waits as long. */
    static final Duration DEADLINE = Duration.ofSeconds(60);

    private static final long PAUSE_MILLIS = 20;

    private Waiting() {}

    /** Something that may come true. */
    @FunctionalInterface
    interface Condition {
        boolean isTrue();
    }

    static void until(String what, Condition condition) throws InterruptedException {
        until(what, condition, () -> "");
    }

    /** The same; a failure also says what was to be seen instead. */
    static void until(String what, Condition condition, Supplier<?> seen)
            throws InterruptedException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.isTrue()) {
            if (System.nanoTime() - end > 0) {
                Assertions.fail("waited in vain until " + what + " " + seen.get());
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
