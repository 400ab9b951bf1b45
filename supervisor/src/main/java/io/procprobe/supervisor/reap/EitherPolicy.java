package io.procprobe.supervisor.reap;

/** One must choose a process. Both begin every examination, so that neither misses any. */
record EitherPolicy(ReapPolicy first, ReapPolicy second) implements ReapPolicy {
    @Override
    public void begin(ReapSubjects all) {
        first.begin(all);
        second.begin(all);
    }

    @Override
    public boolean holds(ReapSubject subject) {
        return first.holds(subject) || second.holds(subject);
    }

    @Override
    public String reason(ReapSubject subject) {
        String reason = first.reason(subject);
        return reason == null ? second.reason(subject) : reason;
    }
}
