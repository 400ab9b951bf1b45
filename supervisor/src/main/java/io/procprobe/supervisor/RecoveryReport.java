package io.procprobe.supervisor;

import java.util.List;
import java.util.Objects;

/**
 * What a supervisor has found in its registry at its start.
 *
 * @param adopted who was still alive, by identity, and is looked after again; also who could not be
 *     looked at, for it may be alive: it holds its slot until it is known to have ended
 * @param pruned who was not
 * @param damagedLines lines that could not be read; after a crash of the machine there may be some
 */
public record RecoveryReport(List<Supervised> adopted, List<Pruned> pruned, int damagedLines) {
    /** Copies the lists. */
    public RecoveryReport {
        adopted = List.copyOf(adopted);
        pruned = List.copyOf(pruned);
    }

    /** Why one was not adopted. */
    public enum Why {
        /** It has ended. */
        GONE,
        /** It has ended, and another process has its PID. */
        REPLACED,
        /** The machine has been started anew since. */
        REBOOTED,
        /** The supervisor ended before it had started it. */
        NEVER_STARTED,
        /**
         * Its PID is somebody's, and whose cannot be told: tokens of this kind are not read here.
         * It is left alone, and forgotten.
         */
        OTHER_TOKEN_KIND,
        /**
         * Whether it was started cannot be told, for processes could not be looked at. It stays in
         * the registry, where the next supervisor looks again.
         */
        UNKNOWN_START
    }

    /**
     * One who was not adopted.
     *
     * @param pid its PID; 0 when it had none yet
     * @param tags what it was for
     * @param why why not
     */
    public record Pruned(long pid, Tags tags, Why why) {
        /** Checks that nothing is null. */
        public Pruned {
            Objects.requireNonNull(tags, "tags");
            Objects.requireNonNull(why, "why");
        }
    }
}
