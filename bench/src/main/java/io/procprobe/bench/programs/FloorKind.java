package io.procprobe.bench.programs;

/** What the floor program can do: the system calls of which of our calls. */
public enum FloorKind {
    /** A poll that reads everything. */
    EXACT("exact"),
    /** A poll that reads the memory of those processes only that have run since the one before. */
    IDLE("idle"),
    /** Asking for exits. */
    EXITS("exits"),
    /** A query of processes that are not tracked. */
    ONE_SHOT("one-shot");

    private final String word;

    FloorKind(String word) {
        this.word = word;
    }

    /** The command of the program. */
    String word() {
        return word;
    }
}
