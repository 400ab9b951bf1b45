package io.procprobe.agent.testing;

import io.procprobe.ProcessProbe;
import io.procprobe.Status;
import io.procprobe.agent.poll.PollSource;
import io.procprobe.agent.poll.Poller;
import io.procprobe.agent.poll.Snapshot;
import io.procprobe.micrometer.group.ProcessGroups;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** A source of real polls of this machine, which fails when and how a test says. */
public final class ScriptedSource implements PollSource, AutoCloseable {
    /** What comes before a refresh. */
    public interface Step {
        /**
         * What is to happen.
         *
         * @return OK for a real refresh, or else what the refresh returns
         */
        Status before();
    }

    private final ProcessProbe probe = ProcessProbe.open();
    private final ProcessGroups groups = ProcessGroups.builder(probe).open();
    private final PollSource real = Poller.source(probe, groups);
    private final AtomicReference<Step> step = new AtomicReference<>(() -> Status.OK);
    private final AtomicLong refreshes = new AtomicLong();

    /** One that does not fail. */
    public ScriptedSource() {}

    /**
     * What happens from the next refresh on.
     *
     * @param next asked before each
     */
    public void script(Step next) {
        step.set(next);
    }

    /**
     * How often it was asked.
     *
     * @return refreshes that have begun
     */
    public long refreshes() {
        return refreshes.get();
    }

    /**
     * The probe below.
     *
     * @return open until this is closed
     */
    public ProcessProbe probe() {
        return probe;
    }

    /**
     * The groups below.
     *
     * @return that of all
     */
    public List<String> groups() {
        return groups.names();
    }

    @Override
    public Status refresh() {
        refreshes.incrementAndGet();
        Status status = step.get().before();
        return status == Status.OK ? real.refresh() : status;
    }

    @Override
    public Snapshot take(Snapshot before, long nanos) {
        return real.take(before, nanos);
    }

    @Override
    public void close() {
        groups.close();
        probe.close();
    }
}
