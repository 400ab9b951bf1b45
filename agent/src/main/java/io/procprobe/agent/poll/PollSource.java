package io.procprobe.agent.poll;

import io.procprobe.Status;

/** Where polls come from. For the thread that polls. */
public interface PollSource {
    /**
     * Reads all processes.
     *
     * @return OK, or why they cannot be read
     */
    Status refresh();

    /**
     * Copies what was read. Called after a refresh that was OK.
     *
     * @param before what was taken last, or null for the first
     * @param nanos how long the refresh took
     * @return a new one, with the next number
     */
    Snapshot take(Snapshot before, long nanos);
}
