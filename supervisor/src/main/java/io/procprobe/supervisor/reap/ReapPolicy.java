package io.procprobe.supervisor.reap;

import java.util.Objects;

/**
 * Chooses processes that are to be ended, and gives a reason for each. {@link ReapPolicies} has the
 * usual ones.
 *
 * <p>Asked in each sweep of each process: a question that is answered with null must allocate
 * nothing. A policy that throws is logged, and left out of that examination. One with a memory of
 * its own, such as for how long a process has been idle, belongs to one {@link Reaper}.
 */
@FunctionalInterface
public interface ReapPolicy {
    /**
     * Whether a process is to be ended, and why.
     *
     * @param subject a process; the object is another process after the call
     * @return null when it may live, and without allocation; else the reason, for a person
     */
    String reason(ReapSubject subject);

    /**
     * Whether a process is to be ended, when nobody asks why: what combined policies ask, so that
     * no reason is written for somebody whom the other policy lets live. To be overridden where a
     * reason is not a constant.
     *
     * @param subject a process; the object is another process after the call
     * @return whether there is a {@link #reason}
     */
    default boolean holds(ReapSubject subject) {
        return reason(subject) != null;
    }

    /**
     * Begins an examination: called once, before all questions, for policies that compare processes
     * with each other or with what they were before.
     *
     * @param all who will be asked about
     */
    default void begin(ReapSubjects all) {}

    /**
     * Chooses whom both choose.
     *
     * @param other another policy
     * @return gives both reasons
     */
    default ReapPolicy and(ReapPolicy other) {
        return new BothPolicy(this, Objects.requireNonNull(other, "other"));
    }

    /**
     * Chooses whom any of the two chooses.
     *
     * @param other another policy
     * @return gives the reason of the first one that has one
     */
    default ReapPolicy or(ReapPolicy other) {
        return new EitherPolicy(this, Objects.requireNonNull(other, "other"));
    }
}
