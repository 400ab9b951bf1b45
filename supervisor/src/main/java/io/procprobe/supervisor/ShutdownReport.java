package io.procprobe.supervisor;

import io.procprobe.KillReport;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a shutdown has come to.
 *
 * @param processes how each process of all trees ended; those of ended ones that nobody looked
 *     after any more, too
 * @param survivors whose end could not be verified
 * @param took how long it took
 */
public record ShutdownReport(KillReport processes, List<Supervised> survivors, Duration took) {
    /** Copies the list. */
    public ShutdownReport {
        Objects.requireNonNull(processes, "processes");
        survivors = List.copyOf(survivors);
        Objects.requireNonNull(took, "took");
    }

    /**
     * Whether nobody is left.
     *
     * @return whether all have ended and a last look found no more
     */
    public boolean isComplete() {
        return survivors.isEmpty() && processes.complete();
    }
}
