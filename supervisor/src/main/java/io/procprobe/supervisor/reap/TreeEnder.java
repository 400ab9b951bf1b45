package io.procprobe.supervisor.reap;

import io.procprobe.KillReport;

/**
 * Ends one process of a plan with all below it, by identity, and returns when that is verified or
 * given up. Called by several threads at once.
 */
@FunctionalInterface
public interface TreeEnder {
    /**
     * Ends a tree.
     *
     * @param entry whom, and why
     * @return what became of each
     * @throws InterruptedException when the thread is interrupted
     */
    KillReport end(ReapPlan.Entry entry) throws InterruptedException;
}
