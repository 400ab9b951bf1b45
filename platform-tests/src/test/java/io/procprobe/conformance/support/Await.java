package io.procprobe.conformance.support;

import java.time.Duration;

/** Waits for what must come to pass; the deadline only ends a test that has failed anyway. */
public final class Await {
    /** How long anything may take, on a machine as slow as this. */
    public static final Duration DEADLINE =
            Duration.ofSeconds(60)
                    .multipliedBy(
                            Math.max(1, Integer.getInteger("procprobe.conformance.patience", 1)));

    private static final long PAUSE_MILLIS = 2;

    /** Something that is true sooner or later. */
    public interface Condition {
        /** Whether it is true by now. */
        boolean holds() throws Exception;
    }

    private Await() {}

    /** Returns once the condition holds; fails when it never does. */
    public static void until(String what, Condition condition) throws Exception {
        long begin = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - begin > DEADLINE.toNanos()) {
                throw new AssertionError("waited in vain until " + what);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
