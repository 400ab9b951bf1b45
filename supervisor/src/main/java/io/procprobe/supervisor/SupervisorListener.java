package io.procprobe.supervisor;

/**
 * Is told what happens to supervised processes: at once, and by a thread of the supervisor, so its
 * methods are to be short. What they throw is logged and stops nothing.
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
