package io.procprobe.agent.poll;

import io.procprobe.ProbeUnavailableException;
import io.procprobe.ProcessProbe;
import io.procprobe.Status;
import io.procprobe.micrometer.group.ProcessGroups;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Polls all processes at a fixed rate, on one thread, whoever asks for what it finds and how often.
 * A poll that would be late is left out and counted.
 */
public final class Poller implements AutoCloseable {
    private static final Logger LOG = System.getLogger("io.procprobe.agent");

    /** After this many intervals without a poll the agent does not know what goes on. */
    private static final int LATE_INTERVALS = 3;

    private final PollSource source;
    private final LongSupplier nanoTime;
    private final long intervalNanos;
    private final List<PollListener> listeners;

    /** Whose last call has failed: only the first failure in a row is logged. */
    private final Set<PollListener> failing = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition isClosing = lock.newCondition();
    private boolean isClosed;
    private volatile Snapshot latest;
    private volatile long polledAtNanos;
    private volatile boolean hasFailed;
    private final AtomicLong finished = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();

    /**
     * A poller that has not begun.
     *
     * @param probe reads the machine
     * @param groups refreshed by nobody else
     * @param interval time between polls
     * @param listeners told of each, in this order
     */
    public Poller(
            ProcessProbe probe,
            ProcessGroups groups,
            Duration interval,
            List<PollListener> listeners) {
        this(source(probe, groups), interval, listeners, System::nanoTime);
    }

    /**
     * All processes of this machine.
     *
     * @param probe reads the machine
     * @param groups refreshed by nobody else
     * @return for one poller
     */
    public static PollSource source(ProcessProbe probe, ProcessGroups groups) {
        return new SnapshotTaker(probe, groups);
    }

    /**
     * A poller that has not begun.
     *
     * @param source what is polled
     * @param interval time between polls
     * @param listeners told of each, in this order
     * @param nanoTime {@link System#nanoTime}, or what goes as it does
     */
    public Poller(
            PollSource source,
            Duration interval,
            List<PollListener> listeners,
            LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
        this.intervalNanos = interval.toNanos();
        this.listeners = List.copyOf(listeners);
        this.thread = new Thread(this::run, "procprobe-poll");
        thread.setDaemon(true);
    }

    /**
     * Polls once, so that there is something to show, and then goes on by itself.
     *
     * @throws ProbeUnavailableException when processes cannot be read here
     * @throws IllegalStateException when it was started before, or is closed
     */
    public void start() {
        requireNew();
        Status status = poll();
        if (status != Status.OK) {
            throw new ProbeUnavailableException(
                    "processes cannot be read here: " + status.meaning(), List.of());
        }
        lock.lock();
        try {
            requireNew();
            thread.start();
        } finally {
            lock.unlock();
        }
    }

    private void requireNew() {
        lock.lock();
        try {
            if (isClosed || thread.getState() != Thread.State.NEW) {
                throw new IllegalStateException("a poller is started once, before it is closed");
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * What the last poll that did not fail has found.
     *
     * @return null before {@link #start}
     */
    public Snapshot latest() {
        return latest;
    }

    /**
     * How many polls are over, those that have failed included.
     *
     * @return 0 before {@link #start}
     */
    public long finished() {
        return finished.get();
    }

    /**
     * How many polls were left out since the one before took too long.
     *
     * @return 0 when all is well
     */
    public long skipped() {
        return skipped.get();
    }

    /**
     * Whether the last poll has failed, or is too long ago, or there was none.
     *
     * @return false when all is well
     */
    public boolean isDegraded() {
        return latest == null
                || hasFailed
                || nanoTime.getAsLong() - polledAtNanos
                        > Math.max(
                                LATE_INTERVALS * intervalNanos,
                                TimeUnit.SECONDS.toNanos(LATE_INTERVALS));
    }

    /** Ends the thread, and waits for a poll that is under way. */
    @Override
    public void close() {
        lock.lock();
        try {
            isClosed = true;
            isClosing.signalAll();
        } finally {
            lock.unlock();
        }
        boolean isInterrupted = false;
        while (thread.isAlive() && !Thread.currentThread().equals(thread)) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long next = nanoTime.getAsLong() + intervalNanos;
        while (awaitUntil(next)) {
            try {
                poll();
            } catch (RuntimeException | Error e) {
                // Errors as well: without this thread nobody would know anything any more.
                if (!hasFailed) {
                    LOG.log(Level.ERROR, "a poll has failed", e);
                }
                hasFailed = true;
            }
            next += intervalNanos;
            long late = nanoTime.getAsLong() - next;
            if (late > 0) {
                long missed = late / intervalNanos + 1;
                skipped.addAndGet(missed);
                next += missed * intervalNanos;
            }
        }
    }

    /** False when it is time to end. */
    private boolean awaitUntil(long untilNanos) {
        lock.lock();
        try {
            long left = untilNanos - nanoTime.getAsLong();
            while (!isClosed && left > 0) {
                isClosing.awaitNanos(left);
                left = untilNanos - nanoTime.getAsLong();
            }
            return !isClosed;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private Status poll() {
        try {
            return pollOnce();
        } finally {
            finished.incrementAndGet();
        }
    }

    private Status pollOnce() {
        long begin = nanoTime.getAsLong();
        Status status = source.refresh();
        if (status != Status.OK) {
            if (!hasFailed) {
                LOG.log(Level.ERROR, "processes cannot be read: {0}", status.meaning());
            }
            hasFailed = true;
            return status;
        }
        Snapshot snapshot = source.take(latest, nanoTime.getAsLong() - begin);
        polledAtNanos = nanoTime.getAsLong();
        latest = snapshot;
        if (hasFailed) {
            LOG.log(Level.INFO, "processes can be read again");
        }
        hasFailed = false;
        for (PollListener listener : listeners) {
            tell(listener, snapshot);
        }
        return status;
    }

    private void tell(PollListener listener, Snapshot snapshot) {
        try {
            listener.onPoll(snapshot);
            failing.remove(listener);
        } catch (RuntimeException | Error e) {
            if (failing.add(listener)) {
                LOG.log(Level.ERROR, "what follows a poll has failed", e);
            }
        }
    }
}
