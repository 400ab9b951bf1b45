package io.procprobe.supervisor.service;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Has a probe made when it is due, one at a time: one that hangs holds a single thread, and fails
 * all those that would have been made meanwhile.
 */
final class Prober {
    /** Is told the outcome of a probe, once, and without a lock of the prober. */
    interface Report {
        /**
         * An outcome.
         *
         * @param turn what {@link #schedule} was told
         * @param failure null when all is well
         */
        void probed(long turn, Throwable failure);
    }

    private final HealthProbe probe;
    private final Duration timeout;
    private final ScheduledExecutorService scheduler;
    private final Executor executor;
    private final Report report;

    /** The call that was made last, and the one whose outcome is awaited: 0 for none. */
    private long call;

    private long awaitedCall;

    /** Not yet back, awaited or not. */
    private InterruptibleWork inFlight;

    /** For the next probe when none is awaited, or else for the end of its time. */
    private ScheduledFuture<?> timer;

    Prober(
            HealthProbe probe,
            Duration timeout,
            ScheduledExecutorService scheduler,
            Executor executor,
            Report report) {
        this.probe = probe;
        this.timeout = timeout;
        this.scheduler = scheduler;
        this.executor = executor;
        this.report = report;
    }

    /** One probe, so much later. None is to be due or awaited. */
    synchronized void schedule(long turn, Duration delay) {
        call++;
        awaitedCall = call;
        long mine = call;
        timer = after(delay, () -> begin(turn, mine));
    }

    /** No outcome is wanted any more. */
    synchronized void cancel() {
        awaitedCall = 0;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        if (inFlight != null && inFlight.interrupt()) {
            inFlight = null;
        }
    }

    private void begin(long turn, long mine) {
        Throwable failure = tryBegin(turn, mine);
        if (failure != null && claim(mine)) {
            report.probed(turn, failure);
        }
    }

    /** Null when the probe is on its way. */
    private synchronized Throwable tryBegin(long turn, long mine) {
        if (awaitedCall != mine) {
            return null;
        }
        if (inFlight != null) {
            return new TimeoutException("an earlier probe has not come back");
        }
        inFlight = new InterruptibleWork(() -> make(turn, mine));
        try {
            executor.execute(inFlight);
            return null;
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            inFlight = null;
            return e;
        }
    }

    private void make(long turn, long mine) {
        Throwable failure = null;
        try {
            startClock(turn, mine);
            probe.check(timeout);
        } catch (Throwable e) {
            // Assertions and missing classes are no reason to stop asking.
            failure = e;
        }
        synchronized (this) {
            inFlight = null;
        }
        if (claim(mine)) {
            report.probed(turn, failure);
        }
    }

    /** The time that a probe waits for a thread is not the service's fault. */
    private synchronized void startClock(long turn, long mine) {
        if (awaitedCall == mine) {
            timer = after(timeout, () -> timeOut(turn, mine));
        }
    }

    private void timeOut(long turn, long mine) {
        if (claim(mine)) {
            synchronized (this) {
                if (inFlight != null) {
                    inFlight.interrupt();
                }
            }
            report.probed(turn, new TimeoutException("no answer within " + timeout));
        }
    }

    /** The first outcome counts: true once for each call. */
    private synchronized boolean claim(long mine) {
        if (awaitedCall != mine) {
            return false;
        }
        awaitedCall = 0;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        return true;
    }

    private ScheduledFuture<?> after(Duration delay, Runnable task) {
        return scheduler.schedule(task, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
    }
}
