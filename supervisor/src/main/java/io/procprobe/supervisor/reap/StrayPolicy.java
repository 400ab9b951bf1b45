package io.procprobe.supervisor.reap;

/** Chooses those who carry our cookie and belong to nobody who is registered, for some time. */
final class StrayPolicy implements ReapPolicy {
    private final long atLeastNanos;
    private final Since since = new Since();

    StrayPolicy(long atLeastNanos) {
        this.atLeastNanos = atLeastNanos;
    }

    @Override
    public void begin(ReapSubjects all) {
        since.begin(all);
        for (int i = 0; i < all.count(); i++) {
            ReapSubject subject = all.get(i);
            if (subject.carriesCookie() && !subject.isBelowRegistered()) {
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
        return holds(subject) ? "carries our cookie, and is in no registered process's tree" : null;
    }
}
