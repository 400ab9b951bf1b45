package io.procprobe.supervisor;

import io.procprobe.ProcessId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A process that a {@link Supervisor} looks after. It counts as alive, and holds its slot, until
 * its end has been verified by its identity; that a signal was sent to it changes nothing.
 *
 * <p>Threads: any number.
 */
public final class Supervised {
    private final String spawnId;
    private final ProcessId id;
    private final Tags tags;
    private final Instant startedAt;
    private final Duration deadline;
    private final Process process;
    private final CompletableFuture<Ended> end = new CompletableFuture<>();

    /** Set once, before a first signal: why it ends by our will. */
    private EndReason endReason;

    private String endDetail = "";

    /** For whoever reads while a sweep writes: a number of this sweep or of the one before. */
    private volatile long residentBytes;

    private volatile long subtreeResidentBytes;
    private volatile double cpuLoad;

    /** A bit for each limit; the sweep's alone. */
    private long memoryRaised;

    private volatile boolean isUnwatched;

    /** Since when sweeps do not find it; 0 while they do. The sweep's alone. */
    private long missedSinceNanos;

    /** Before anybody gets its slot, and so before its future is complete. */
    private volatile boolean isOver;

    private final AtomicBoolean isOutcomeNoted = new AtomicBoolean();
    private final long noticedAtNanos = System.nanoTime();
    private final long ageWhenNoticedNanos;

    Supervised(
            String spawnId,
            ProcessId id,
            Tags tags,
            Instant startedAt,
            Duration deadline,
            Process process) {
        this.spawnId = Objects.requireNonNull(spawnId, "spawnId");
        this.id = Objects.requireNonNull(id, "id");
        this.tags = Objects.requireNonNull(tags, "tags");
        this.startedAt = Objects.requireNonNull(startedAt, "startedAt");
        this.deadline = deadline;
        this.process = process;
        // From here on by the clock that nobody sets.
        this.ageWhenNoticedNanos =
                Math.max(0, Duration.between(startedAt, Instant.now()).toNanos());
    }

    /**
     * Who it is.
     *
     * @return never that of another process
     */
    public ProcessId id() {
        return id;
    }

    /**
     * Its PID.
     *
     * @return that of {@link #id()}
     */
    public long pid() {
        return id.pid();
    }

    /**
     * What it is for.
     *
     * @return as given at its start
     */
    public Tags tags() {
        return tags;
    }

    /**
     * When it was started; of one that was adopted, when the system says so.
     *
     * @return by the wall clock
     */
    public Instant startedAt() {
        return startedAt;
    }

    /**
     * How long it may run.
     *
     * @return empty for as long as it likes
     */
    public Optional<Duration> deadline() {
        return Optional.ofNullable(deadline);
    }

    /**
     * It as Java knows it, with its streams.
     *
     * @return empty when this JVM has not started it
     */
    public Optional<Process> process() {
        return Optional.ofNullable(process);
    }

    /**
     * Completes once its end has been verified and its slot is free: on a thread that is there for
     * what hangs on it, which may take its time, and call the supervisor.
     *
     * @return a copy: to complete or cancel it changes nothing
     */
    public CompletableFuture<Ended> onEnd() {
        return end.copy();
    }

    /**
     * Whether its end has not been verified yet.
     *
     * @return true also while it is being ended
     */
    public boolean isAlive() {
        return !isOver;
    }

    /** 0 or less when it is past its deadline, which it has. */
    long nanosToDeadline() {
        return deadline.toNanos() - ageNanos();
    }

    /** What its environment says of its start, and that of all that it starts. */
    String spawnId() {
        return spawnId;
    }

    /** The first reason counts. False when there was one already. */
    synchronized boolean noteEnding(EndReason reason, String detail) {
        if (endReason != null) {
            return false;
        }
        endReason = reason;
        endDetail = detail;
        return true;
    }

    /** Null while it ends by nobody's will. */
    synchronized EndReason endReason() {
        return endReason;
    }

    synchronized String endDetail() {
        return endDetail;
    }

    /**
     * Resident memory at the last sweep, in bytes.
     *
     * @return 0 before its first sweep, or when it is not known
     */
    public long lastResidentBytes() {
        return residentBytes;
    }

    /**
     * The same, with all that it has started and that is below it.
     *
     * @return 0 before its first sweep, or when it is not known
     */
    public long lastSubtreeResidentBytes() {
        return subtreeResidentBytes;
    }

    /**
     * CPU load between the last two sweeps; 1.0 is one core.
     *
     * @return 0 before its second sweep, or when it is not known
     */
    public double lastCpuLoad() {
        return cpuLoad;
    }

    void noteReadings(long resident, long subtreeResident, double load) {
        residentBytes = resident;
        subtreeResidentBytes = subtreeResident;
        cpuLoad = load;
    }

    boolean isMemoryRaised(int limit) {
        return (memoryRaised & 1L << limit) != 0;
    }

    void noteMemoryRaised(int limit, boolean is) {
        memoryRaised = is ? memoryRaised | 1L << limit : memoryRaised & ~(1L << limit);
    }

    /** How long it has been alive. */
    long ageNanos() {
        return ageWhenNoticedNanos + System.nanoTime() - noticedAtNanos;
    }

    /**
     * True once: whether it lived for long is told to the breaker at its end or before, not twice.
     */
    boolean noteOutcome() {
        return isOutcomeNoted.compareAndSet(false, true);
    }

    /** Whether nobody waits for its end, for that could not be done. */
    boolean isUnwatched() {
        return isUnwatched;
    }

    void noteUnwatched(boolean is) {
        isUnwatched = is;
    }

    /** How long sweeps have not found it, as of now. */
    long noteMissed(boolean is) {
        long now = System.nanoTime() | 1;
        if (!is) {
            missedSinceNanos = 0;
        } else if (missedSinceNanos == 0) {
            missedSinceNanos = now;
        }
        return is ? now - missedSinceNanos : 0;
    }

    boolean isPastDeadline() {
        return deadline != null && ageNanos() > deadline.toNanos();
    }

    void noteOver() {
        isOver = true;
    }

    void complete(Ended how) {
        noteOver();
        end.complete(how);
    }

    @Override
    public String toString() {
        return "PID " + pid() + " " + tags;
    }
}
