package io.procprobe;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What became of a tree of processes that was to be ended.
 *
 * @param entries the roots first, then their descendants in the order in which they were found
 * @param complete whether all of them have ended and a last look found no more. Where nobody can be
 *     stopped, as on Windows, one whom a process started in the moment between the last look at it
 *     and its end is not found by that look either: see {@link TreeKill}
 * @param terminateUnsupported whether this system has no way to ask a process to end, as Windows
 *     has none: the grace time was skipped, and all were killed at once. False with a grace time of
 *     zero, with which nobody is asked, and in a dry run
 * @param took how long it took
 */
public record KillReport(
        List<Entry> entries, boolean complete, boolean terminateUnsupported, Duration took) {
    /** Copies the list. */
    public KillReport {
        entries = List.copyOf(entries);
        Objects.requireNonNull(took, "took");
    }

    /** What became of one process. */
    public enum Outcome {
        /** It had ended before anything was sent to it. */
        GONE,
        /** It ended after it had been asked to. */
        TERMINATED,
        /** It had to be killed. */
        KILLED,
        /** This process may not signal it, or nobody may. */
        DENIED,
        /** It was killed and has not ended in time: it waits in the kernel. */
        STILL_THERE,
        /** A dry run: it would have been ended. */
        SPARED
    }

    /**
     * One process of the tree.
     *
     * @param id who it was
     * @param parentPid its parent when it was found; 0 when not known
     * @param name its name when it was found; empty when not known
     * @param outcome what became of it
     * @param exitStatus with what it ended, as {@link ProcessExit#exitStatus()} states it
     * @param after how long after the beginning its end was noticed; zero when it was not
     */
    public record Entry(
            ProcessId id,
            long parentPid,
            String name,
            Outcome outcome,
            OptionalInt exitStatus,
            Duration after) {
        /** Checks that nothing is null. */
        public Entry {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(outcome, "outcome");
            Objects.requireNonNull(exitStatus, "exitStatus");
            Objects.requireNonNull(after, "after");
        }

        /**
         * The code that the process gave itself.
         *
         * @return empty when it was ended by a signal, or unknown
         */
        public OptionalInt exitCode() {
            return ProcessExit.exitCode(exitStatus, Optional.of(id));
        }

        /**
         * The signal that ended the process.
         *
         * @return its number; empty when none did, or unknown
         */
        public OptionalInt signal() {
            return ProcessExit.signal(exitStatus, Optional.of(id));
        }
    }
}
