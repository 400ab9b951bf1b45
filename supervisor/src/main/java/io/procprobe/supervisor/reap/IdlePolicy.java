package io.procprobe.supervisor.reap;

/** Chooses those whose CPU load has been low for some time. */
final class IdlePolicy implements ReapPolicy {
    private final double maxLoad;
    private final long atLeastNanos;
    private final Since since = new Since();

    IdlePolicy(double maxLoad, long atLeastNanos) {
        this.maxLoad = maxLoad;
        this.atLeastNanos = atLeastNanos;
    }

    @Override
    public void begin(ReapSubjects all) {
        since.begin(all);
        for (int i = 0; i < all.count(); i++) {
            ReapSubject subject = all.get(i);
            if (subject.hasLoad() && subject.cpuLoad() <= maxLoad) {
                since.note(subject);
            }
        }
    }

    @Override
    public boolean holds(ReapSubject subject) {
        return since.nanos(subject) >= atLeastNanos;
    }

    @Override
    public String reason(ReapSubject subject) {
        return holds(subject)
                ? "idle for "
                        + Amounts.time(since.nanos(subject))
                        + ", with a CPU load of at most "
                        + maxLoad
                : null;
    }
}
