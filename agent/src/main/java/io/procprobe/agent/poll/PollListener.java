package io.procprobe.agent.poll;

/** Is told of each poll, by the thread that polls: to be quick. What it throws is logged. */
@FunctionalInterface
public interface PollListener {
    /**
     * A poll is over.
     *
     * @param snapshot what it has found
     */
    void onPoll(Snapshot snapshot);
}
