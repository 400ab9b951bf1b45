package io.procprobe.agent.testing;

import java.util.concurrent.TimeUnit;

/** Waits for what must come to pass; the deadline only ends a test that has failed anyway. */
public final class Await {
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long PAUSE_MILLIS = 2;

    /** Something that is true sooner or later. */
    public interface Condition {
        /**
         * Whether it is.
         *
         * @return asked again until it is true
         * @throws Exception ends the wait
         */
        boolean holds() throws Exception;
    }

    private Await() {}

    /**
     * Returns once the condition holds; fails when it never does.
     *
     * @param what for the message
     * @param condition asked every few milliseconds
     * @throws Exception what the condition throws
     */
    public static void until(String what, Condition condition) throws Exception {
        long begin = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - begin > DEADLINE_NANOS) {
                throw new AssertionError("waited in vain until " + what);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
