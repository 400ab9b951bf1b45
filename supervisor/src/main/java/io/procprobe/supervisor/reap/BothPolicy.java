package io.procprobe.supervisor.reap;

/** Both must choose a process. Both begin every examination, so that neither misses any. */
record BothPolicy(ReapPolicy first, ReapPolicy second) implements ReapPolicy {
    @Override
    public void begin(ReapSubjects all) {
        first.begin(all);
        second.begin(all);
    }

    @Override
    public boolean holds(ReapSubject subject) {
        return first.holds(subject) && second.holds(subject);
    }

    @Override
    public String reason(ReapSubject subject) {
        return holds(subject) ? first.reason(subject) + "; " + second.reason(subject) : null;
    }
}
