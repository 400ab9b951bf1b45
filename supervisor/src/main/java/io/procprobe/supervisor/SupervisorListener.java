package io.procprobe.supervisor;

/**
 * Is told what happens to supervised processes: at once and in order, by a thread that does nothing
 * else. It may call the supervisor, and wait for it; until it returns nothing more is told, and
 * beyond 10,000 notices that wait, none is kept. What it throws is logged and stops nothing.
 */
public interface SupervisorListener {
    /**
     * One has been started or adopted.
     *
     * @param who it is alive, unless it has ended since
     * @param concurrent how many are alive with it
     */
    default void onStarted(Supervised who, int concurrent) {}

    /**
     * The end of one has been verified.
     *
     * @param how all that is known of it
     */
    default void onEnded(Ended how) {}

    /**
     * Memory has gone above a threshold, or has fallen below it again.
     *
     * @param event which, of whom
     */
    default void onMemory(MemoryEvent event) {}
}
