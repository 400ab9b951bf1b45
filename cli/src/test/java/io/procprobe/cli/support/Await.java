package io.procprobe.cli.support;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;

/** Waits for conditions, never for time alone: a slow machine only makes a test slower. */
public final class Await {
    /** Far above what a loaded machine needs; only a failing test waits as long. */
    public static final Duration DEADLINE = Duration.ofSeconds(60);

    private static final long PAUSE_MILLIS = 5;

    private Await() {}

    /** Something that may come true, and may fail to tell. */
    @FunctionalInterface
    public interface Condition {
        boolean isTrue() throws Exception;
    }

    public static void until(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.isTrue()) {
            if (System.nanoTime() - end > 0) {
                Assertions.fail("waited in vain until " + what);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
