package io.procprobe.bench.programs;

import java.util.Optional;

/** What the floor program can do: the system calls of which of our calls. */
public enum FloorKind {
    /** A poll that reads everything. */
    EXACT("exact"),
    /** A poll that reads the memory of those processes only that have run since the one before. */
    IDLE("idle"),
    /** Asking for exits. */
    EXITS("exits"),
    /** A query of processes that are not tracked. */
    ONE_SHOT("one-shot"),
    /** A refresh of a table that reads everything. */
    TABLE("table"),
    /** A refresh that reads the memory of those processes only that have run since. */
    TABLE_IDLE("table-idle");

    private final String word;

    FloorKind(String word) {
        this.word = word;
    }

    /** The command of the program. */
    String word() {
        return word;
    }

    /**
     * Whether it is about all processes that there are, and not about given ones.
     *
     * @return true for those of a table
     */
    public boolean coversEveryone() {
        return this == TABLE || this == TABLE_IDLE;
    }

    /**
     * By which benchmarks are compared that ran at different times: the exact one over the same
     * processes.
     *
     * @return empty where it needs descriptors that the kind itself does not: more than there may
     *     be
     */
    public Optional<FloorKind> yardstick() {
        return switch (this) {
            case EXACT, IDLE, ONE_SHOT -> Optional.of(EXACT);
            case TABLE, TABLE_IDLE -> Optional.of(TABLE);
            case EXITS -> Optional.empty();
        };
    }

    /**
     * By which benchmarks are compared with those that read no memory of what did not run.
     *
     * @return empty as for {@link #yardstick}
     */
    public Optional<FloorKind> idleYardstick() {
        return switch (this) {
            case EXACT, IDLE, ONE_SHOT -> Optional.of(IDLE);
            case TABLE, TABLE_IDLE -> Optional.of(TABLE_IDLE);
            case EXITS -> Optional.empty();
        };
    }
}
