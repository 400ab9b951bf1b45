package io.procprobe.cli.snapshot;

import io.procprobe.FieldSet;
import io.procprobe.PidBuffer;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessSample;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.TextBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads processes with their names, and CPU loads from the second snapshot on. */
public final class SnapshotReader {
    private static final FieldSet FIELDS = FieldSet.CHEAP_AND_TEXT;

    private final ProcessProbe probe;
    private final PidBuffer pids;
    private final SampleBuffer samples;
    private final TextBuffer text;

    /** By PID: the first hash code of an identity costs a command of one reading 7 ms. */
    private Map<Long, ProcessSample> before = Map.of();

    /**
     * A reader with buffers of its own.
     *
     * @param probe an open probe
     */
    public SnapshotReader(ProcessProbe probe) {
        this.probe = probe;
        this.pids = probe.newPidBuffer(1024);
        this.samples = probe.newSampleBuffer(1024);
        this.text = probe.newTextBuffer(256);
    }

    /**
     * Reads these processes, in this order, whatever became of them.
     *
     * @param wanted PIDs
     * @return as many views
     */
    public List<ProcessView> read(List<Long> wanted) {
        pids.clear();
        wanted.forEach(pids::add);
        return readListed();
    }

    /**
     * Reads all processes that are visible. Those that go away meanwhile are left out.
     *
     * @return views, ascending by PID
     */
    public List<ProcessView> readAll() {
        Status status = probe.listPids(pids);
        if (status != Status.OK) {
            throw new IllegalStateException("cannot list processes: " + status.meaning());
        }
        List<ProcessView> views = readListed();
        views.removeIf(view -> view.sample().status() == Status.GONE);
        return views;
    }

    private List<ProcessView> readListed() {
        samples.ensureCapacity(pids.size());
        probe.query(pids, FIELDS, samples);
        List<ProcessView> views = new ArrayList<>(samples.rows());
        Map<Long, ProcessSample> now = new HashMap<>();
        for (int row = 0; row < samples.rows(); row++) {
            ProcessSample sample = samples.toSample(row);
            now.put(sample.pid(), sample);
            views.add(new ProcessView(sample, name(sample), cpuLoad(sample)));
        }
        before = now;
        return views;
    }

    /**
     * By identity: a process that ended since the reading never lends its PID's new holder's name.
     */
    private Optional<String> name(ProcessSample sample) {
        if (sample.status() != Status.OK) {
            return Optional.empty();
        }
        Status status =
                sample.id().isPresent()
                        ? probe.text().name(sample.id().get(), text)
                        : probe.text().name(sample.pid(), text);
        return status == Status.OK ? Optional.of(text.toString()) : Optional.empty();
    }

    private OptionalDouble cpuLoad(ProcessSample sample) {
        ProcessSample last = before.get(sample.pid());
        if (last == null
                || sample.id().isEmpty()
                || !sample.id().equals(last.id())
                || sample.cpuTotalNanos().isEmpty()
                || last.cpuTotalNanos().isEmpty()
                || sample.sampledAtNanos() <= last.sampledAtNanos()) {
            return OptionalDouble.empty();
        }
        long cpuNanos = sample.cpuTotalNanos().getAsLong() - last.cpuTotalNanos().getAsLong();
        long nanos = sample.sampledAtNanos() - last.sampledAtNanos();
        return OptionalDouble.of(Math.max(0, (double) cpuNanos / nanos));
    }
}
