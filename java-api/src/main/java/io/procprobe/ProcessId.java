package io.procprobe;

import java.util.Objects;

/**
 * One process for good: its PID and a token that no later holder of that PID gets.
 *
 * <p>Valid within one boot of the machine. Equal identities are one process; for two that are not
 * equal, {@link #compare} says whether they are different processes or cannot be compared.
 *
 * @param pid the number that the operating system gave
 * @param tokenKind what the token is made of
 * @param startToken the token, to be read as unsigned
 */
public record ProcessId(long pid, TokenKind tokenKind, long startToken) {
    /** Whether two identities are one process. */
    public enum Comparison {
        /** The same process. */
        SAME,
        /** Two processes. */
        DIFFERENT,
        /** The PIDs are equal and the tokens of two kinds: not to be treated as different. */
        UNKNOWN
    }

    /**
     * An identity that was stored earlier in this boot.
     *
     * @throws IllegalArgumentException when the PID is not above 0
     */
    public ProcessId {
        if (pid <= 0) {
            throw new IllegalArgumentException("a PID is above 0, not " + pid);
        }
        Objects.requireNonNull(tokenKind, "tokenKind");
    }

    /**
     * Compares two identities without a system call.
     *
     * @param other the other one
     * @return one of three answers
     */
    public Comparison compare(ProcessId other) {
        if (pid != other.pid) {
            return Comparison.DIFFERENT;
        }
        if (tokenKind != other.tokenKind) {
            return Comparison.UNKNOWN;
        }
        return startToken == other.startToken ? Comparison.SAME : Comparison.DIFFERENT;
    }
}
