package io.procprobe.agent.poll;

import io.procprobe.ProbeUnavailableException;
import io.procprobe.ProcessProbe;
import io.procprobe.Status;
import io.procprobe.micrometer.group.ProcessGroups;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Polls all processes at a fixed rate, on one thread, whoever asks for what it finds and how often.
 * A poll that would be late is left out and counted.
 */
public final class Poller implements AutoCloseable {
    private static final Logger LOG = System.getLogger("io.procprobe.agent");

    /** After this many intervals without a poll the agent does not know what goes on. */
    private static final int LATE_INTERVALS = 3;

    private final ProcessGroups groups;
    private final SnapshotTaker taker;
    private final long intervalNanos;
    private final List<PollListener> listeners;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition isClosing = lock.newCondition();
    private boolean isClosed;
    private volatile Snapshot latest;
    private volatile long polledAtNanos;
    private volatile boolean hasFailed;
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
        this.groups = groups;
        this.taker = new SnapshotTaker(probe, groups);
        this.intervalNanos = interval.toNanos();
        this.listeners = List.copyOf(listeners);
        this.thread = new Thread(this::run, "procprobe-poll");
        thread.setDaemon(true);
    }

    /**
     * Polls once, so that there is something to show, and then goes on by itself.
     *
     * @throws ProbeUnavailableException when processes cannot be read here
     */
    public void start() {
        Status status = poll();
        if (status != Status.OK) {
            throw new ProbeUnavailableException(
                    "processes cannot be read here: " + status.meaning(), List.of());
        }
        thread.start();
    }

    /**
     * What the last poll has found.
     *
     * @return null before {@link #start}
     */
    public Snapshot latest() {
        return latest;
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
     * Whether the last poll has failed, or is too long ago.
     *
     * @return false when all is well
     */
    public boolean isDegraded() {
        return hasFailed
                || System.nanoTime() - polledAtNanos
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
        long next = System.nanoTime() + intervalNanos;
        while (awaitUntil(next)) {
            try {
                poll();
            } catch (RuntimeException e) {
                hasFailed = true;
                LOG.log(Level.ERROR, "a poll has failed", e);
            }
            next += intervalNanos;
            long late = System.nanoTime() - next;
            if (late > 0) {
                long missed = late / intervalNanos + 1;
                skipped.addAndGet(missed);
                next += missed * intervalNanos;
            }
        }
    }

    /** False when it is time to end. */
    private boolean awaitUntil(long nanoTime) {
        lock.lock();
        try {
            long left = nanoTime - System.nanoTime();
            while (!isClosed && left > 0) {
                left = isClosing.awaitNanos(left);
            }
            return !isClosed;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private Status poll() {
        long begin = System.nanoTime();
        Status status = groups.refresh();
        if (status != Status.OK) {
            if (!hasFailed) {
                LOG.log(Level.ERROR, "processes cannot be read: {0}", status.meaning());
            }
            hasFailed = true;
            return status;
        }
        Snapshot snapshot = taker.take(latest, System.nanoTime() - begin);
        latest = snapshot;
        polledAtNanos = System.nanoTime();
        hasFailed = false;
        for (PollListener listener : listeners) {
            try {
                listener.onPoll(snapshot);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "what follows a poll has failed", e);
            }
        }
        return status;
    }
}
