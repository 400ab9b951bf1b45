package io.procprobe.agent.history;

import io.procprobe.agent.config.HistoryOptions;
import io.procprobe.agent.poll.PollListener;
import io.procprobe.agent.poll.Snapshot;
import io.procprobe.micrometer.group.GroupTotals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.rrd4j.ConsolFun;
import org.rrd4j.DsType;
import org.rrd4j.core.FetchData;
import org.rrd4j.core.FetchRequest;
import org.rrd4j.core.RrdBackendFactory;
import org.rrd4j.core.RrdDb;
import org.rrd4j.core.RrdDef;
import org.rrd4j.core.RrdMemoryBackendFactory;
import org.rrd4j.core.RrdRandomAccessFileBackendFactory;
import org.rrd4j.core.Sample;

/**
 * Remembers memory, CPU load and count of each group for a fixed time, in memory of fixed size or
 * in files of fixed size, one for each group.
 *
 * <p>Threads: one writes, any number read.
 */
public final class History implements PollListener, AutoCloseable {
    private static final Logger LOG = System.getLogger("io.procprobe.agent");
    private static final String RESIDENT = "residentBytes";
    private static final String CPU = "cpuLoad";
    private static final String PROCESSES = "processes";

    /** What was not told for this many steps is unknown. */
    private static final int HEARTBEAT_STEPS = 3;

    private static final long MILLIS = 1_000;

    /** Of three numbers. */
    private static final int ROW_BYTES = 24;

    private static final long MOST_BYTES_IN_MEMORY = 64L << 20;

    private final RrdBackendFactory backend;
    private final Optional<Path> directory;
    private final long stepSeconds;
    private final int rows;
    private final Map<String, RrdDb> archives = new LinkedHashMap<>();
    private boolean hasFailed;

    /**
     * Opens or makes the archives.
     *
     * @param options how much, and where
     * @param interval time between polls; a step is a whole number of seconds
     * @param groups the names of all groups
     * @throws IOException when a file can be neither read nor made, or it is too much for memory
     */
    public History(HistoryOptions options, Duration interval, List<String> groups)
            throws IOException {
        this.directory = options.directory();
        this.stepSeconds = Math.max(1, Math.round(interval.toMillis() / (double) MILLIS));
        this.rows = (int) Math.max(1, options.length().toSeconds() / stepSeconds);
        if (directory.isEmpty()) {
            requireRoom((long) rows * groups.size() * ROW_BYTES);
        }
        this.backend =
                directory.isPresent()
                        ? new RrdRandomAccessFileBackendFactory()
                        : new RrdMemoryBackendFactory();
        if (directory.isPresent()) {
            prepare(directory.get());
        }
        boolean isOpen = false;
        try {
            for (String group : groups) {
                archives.put(group, open(group));
            }
            isOpen = true;
        } finally {
            if (!isOpen) {
                close();
            }
        }
    }

    @Override
    public void onPoll(Snapshot snapshot) {
        // At the end of a step, so that no value is blended of two.
        long seconds = snapshot.timeMillis() / MILLIS / stepSeconds * stepSeconds;
        for (int i = 0; i < snapshot.groups().size(); i++) {
            RrdDb archive = archives.get(snapshot.groups().get(i));
            try {
                add(archive, seconds, snapshot.totals(i));
            } catch (IOException | IllegalArgumentException e) {
                if (!hasFailed) {
                    LOG.log(Level.ERROR, "the history cannot be written", e);
                }
                hasFailed = true;
                return;
            }
        }
        hasFailed = false;
    }

    /**
     * What a group was like.
     *
     * @param group a name
     * @param fromMillis since 1970-01-01T00:00Z
     * @param toMillis before that there is nothing
     * @return empty when there is no such group
     */
    public Optional<Series> read(String group, long fromMillis, long toMillis) {
        RrdDb archive = archives.get(group);
        if (archive == null) {
            return Optional.empty();
        }
        if (toMillis < fromMillis) {
            double[] none = {};
            return Optional.of(new Series(stepMillis(), new long[0], none, none, none));
        }
        try {
            FetchRequest request =
                    archive.createFetchRequest(
                            ConsolFun.AVERAGE, Math.max(0, fromMillis / MILLIS), toMillis / MILLIS);
            FetchData data = request.fetchData();
            long[] times = data.getTimestamps().clone();
            for (int i = 0; i < times.length; i++) {
                times[i] *= MILLIS;
            }
            return Optional.of(
                    new Series(
                            data.getStep() * MILLIS,
                            times,
                            data.getValues(RESIDENT),
                            data.getValues(CPU),
                            data.getValues(PROCESSES)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * For how long it remembers.
     *
     * @return milliseconds
     */
    public long lengthMillis() {
        return rows * stepSeconds * MILLIS;
    }

    /**
     * How long a step is.
     *
     * @return milliseconds
     */
    public long stepMillis() {
        return stepSeconds * MILLIS;
    }

    @Override
    public void close() {
        for (RrdDb archive : archives.values()) {
            try {
                archive.close();
            } catch (IOException e) {
                LOG.log(Level.ERROR, "the history cannot be closed", e);
            }
        }
        archives.clear();
    }

    private static void requireRoom(long bytes) throws IOException {
        if (bytes > MOST_BYTES_IN_MEMORY) {
            throw new IOException(
                    String.format(
                            Locale.ROOT,
                            "the history of all groups would take %d MiB of memory, more than the"
                                    + " %d MiB that it may: take a shorter one, a longer interval,"
                                    + " or a folder (--history-directory)",
                            bytes >> 20,
                            MOST_BYTES_IN_MEMORY >> 20));
        }
    }

    /** What others could put there would be opened, and written, as if it were ours. */
    private static void prepare(Path folder) throws IOException {
        Files.createDirectories(folder);
        PosixFileAttributeView view =
                Files.getFileAttributeView(folder, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        if (permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException(
                    folder + ": others can write there: take a folder of its own for the history");
        }
    }

    private static void add(RrdDb archive, long seconds, GroupTotals totals) throws IOException {
        if (seconds <= archive.getLastUpdateTime()) {
            return; // of this step already, or the clock was set back
        }
        Sample sample = archive.createSample(seconds);
        sample.setValue(RESIDENT, (double) totals.residentBytes());
        sample.setValue(CPU, totals.cpuLoad());
        sample.setValue(PROCESSES, totals.processes());
        sample.update();
    }

    private RrdDb open(String group) throws IOException {
        String path =
                directory.map(folder -> folder.resolve(group + ".rrd").toString()).orElse(group);
        if (directory.isPresent() && Files.exists(Path.of(path))) {
            Optional<RrdDb> known = reopen(Path.of(path));
            if (known.isPresent()) {
                return known.get();
            }
        }
        return RrdDb.getBuilder().setRrdDef(definition(path)).setBackendFactory(backend).build();
    }

    /** Empty when it is of another length or step, or broken: then it lies beside the new one. */
    private Optional<RrdDb> reopen(Path file) throws IOException {
        String reason;
        try {
            RrdDb found =
                    RrdDb.getBuilder().setPath(file.toString()).setBackendFactory(backend).build();
            if (fits(found)) {
                return Optional.of(found);
            }
            found.close();
            reason = "is of another length or interval";
        } catch (IOException | RuntimeException e) {
            reason = "cannot be read (" + e.getMessage() + ")";
        }
        Path aside = file.resolveSibling(file.getFileName() + ".old");
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        LOG.log(
                Level.WARNING,
                "the history {0} {1}: it is {2} now, and a new one begins",
                file,
                reason,
                aside);
        return Optional.empty();
    }

    private boolean fits(RrdDb found) throws IOException {
        return found.getHeader().getStep() == stepSeconds
                && found.getArcCount() == 1
                && found.getArchive(0).getRows() == rows
                && found.containsDs(RESIDENT)
                && found.containsDs(CPU)
                && found.containsDs(PROCESSES)
                // A clock that has been set back for long would keep it from being written.
                && found.getLastUpdateTime() <= System.currentTimeMillis() / MILLIS + stepSeconds;
    }

    private RrdDef definition(String path) {
        long now = System.currentTimeMillis() / MILLIS / stepSeconds * stepSeconds;
        RrdDef definition = new RrdDef(path, now - stepSeconds, stepSeconds);
        for (String source : List.of(RESIDENT, CPU, PROCESSES)) {
            definition.addDatasource(
                    source, DsType.GAUGE, HEARTBEAT_STEPS * stepSeconds, 0, Double.NaN);
        }
        definition.addArchive(ConsolFun.AVERAGE, 0.5, 1, rows);
        return definition;
    }
}
