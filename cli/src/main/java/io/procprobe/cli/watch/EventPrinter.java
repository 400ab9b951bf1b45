package io.procprobe.cli.watch;

import io.procprobe.ProcessExit;
import io.procprobe.ProcessSample;
import io.procprobe.Status;
import java.time.Instant;

/** How the command says what happens: one line for each call. */
public interface EventPrinter {
    /**
     * A process that cannot be followed.
     *
     * @param time when that was found
     * @param pid what was asked for
     * @param status why not
     */
    void missing(Instant time, long pid, Status status);

    /**
     * A reading.
     *
     * @param time when it was made
     * @param sample the reading
     * @param who whose it is
     */
    void tick(Instant time, ProcessSample sample, Followed who);

    /**
     * The end of a process.
     *
     * @param exit how it ended
     * @param who which one
     */
    void exit(ProcessExit exit, Followed who);
}
