package io.procprobe.supervisor;

/** What becomes of a process whose unique tag another one has. */
public enum WhenTaken {
    /** It is not started. */
    REFUSE,
    /**
     * The other one is ended with its tree, and once that is verified it is started; unless yet
     * another one has come meanwhile, which is started instead.
     */
    REPLACE
}
