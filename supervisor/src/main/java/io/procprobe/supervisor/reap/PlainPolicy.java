package io.procprobe.supervisor.reap;

import java.util.Objects;
import java.util.function.Predicate;

/**
 * Chooses by a condition that knows nothing but the process itself.
 *
 * @param condition allocates nothing
 * @param wording writes the reason of one for whom it holds
 */
record PlainPolicy(Predicate<ReapSubject> condition, Wording wording) implements ReapPolicy {
    /** Says why. */
    interface Wording {
        String of(ReapSubject subject);
    }

    PlainPolicy {
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(wording, "wording");
    }

    @Override
    public boolean holds(ReapSubject subject) {
        return condition.test(subject);
    }

    @Override
    public String reason(ReapSubject subject) {
        return condition.test(subject) ? wording.of(subject) : null;
    }
}
