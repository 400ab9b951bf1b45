package io.procprobe.supervisor.service;

import io.procprobe.supervisor.EndReason;
import io.procprobe.supervisor.Ended;
import io.procprobe.supervisor.SpawnRefusedException;
import io.procprobe.supervisor.Supervised;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * From state to state, one change at a time: what a service does next when it is told to, when
 * something has come to its end, or when a time is over. What blocks is begun here, and done by the
 * executor; it tells of its end by a further change.
 */
final class ServiceCycle {
    private final ServiceSpec spec;
    private final ServiceHost host;
    private final ServiceStart starts;
    private final ScheduledExecutorService scheduler;
    private final Executor executor;
    private final Prober prober;
    private final ServiceEvents events;
    private final RestartBudget budget;

    private ServiceState state = ServiceState.STOPPED;

    /**
     * Whose end has not been verified, and for whom no other is started. Null when there is none.
     */
    private Supervised current;

    /** The start that has not come back. Null when there is none. */
    private InterruptibleWork spawning;

    /** The back-off, or how long an end may take. */
    private ScheduledFuture<?> timer;

    /** What was begun in an earlier turn is of no interest when it comes to its end. */
    private long turn;

    /** What those wait for who have told it to stop. Null when nobody does. */
    private CompletableFuture<Void> stopped;

    private boolean isClosed;

    /** It is to be started as soon as the old process has ended: no restart of its own. */
    private boolean isToldToStart;

    /** Whom this service itself has ended for a stop. */
    private Supervised ownStop;

    private int failuresInRow;
    private int failedProbesInRow;
    private long restarts;
    private long healthySinceNanos;
    private ServiceFailure lastFailure;

    ServiceCycle(
            ServiceSpec spec,
            ServiceHost host,
            ScheduledExecutorService scheduler,
            Executor executor,
            ServiceEvents events) {
        this.spec = spec;
        this.host = host;
        this.starts = new ServiceStart(spec, host);
        this.scheduler = scheduler;
        this.executor = executor;
        this.budget = spec.newBudget();
        this.events = events;
        this.prober =
                spec.probe()
                        .map(
                                probe ->
                                        new Prober(
                                                probe,
                                                spec.probeTimeout(),
                                                scheduler,
                                                executor,
                                                this::probed))
                        .orElse(null);
    }

    synchronized ServiceState state() {
        return state;
    }

    synchronized Optional<Supervised> current() {
        return Optional.ofNullable(current);
    }

    synchronized long restarts() {
        return restarts;
    }

    synchronized int failedProbesInRow() {
        return failedProbesInRow;
    }

    synchronized Optional<ServiceFailure> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    /** As {@link SupervisedService#start}. */
    void start() {
        step(
                () -> {
                    // A start that has not come back although it was told to stop is in the way.
                    boolean isStopping = spawning != null && state != ServiceState.STARTING;
                    if (isClosed || isStopping || state == ServiceState.STOPPING) {
                        throw new IllegalStateException(
                                spec.name() + " is " + (isClosed ? "closed" : "being stopped"));
                    }
                    if (state == ServiceState.STOPPED || state == ServiceState.FAILED) {
                        failuresInRow = 0;
                        budget.clear();
                        isToldToStart = true;
                        nextTurn();
                        startOrEnd("told to start");
                    }
                });
    }

    /** As {@link SupervisedService#stop}. */
    CompletableFuture<Void> stop() {
        synchronized (this) {
            if (state == ServiceState.STOPPED) {
                return CompletableFuture.completedFuture(null);
            }
            if (stopped != null) {
                return stopped.copy();
            }
            CompletableFuture<Void> mine = new CompletableFuture<>();
            stopped = mine;
            step(this::beginStop);
            return mine.copy();
        }
    }

    /** Stops it, for good. */
    synchronized CompletableFuture<Void> close() {
        isClosed = true;
        return stop();
    }

    // -------------------------------------------------------------------------------- from start

    private void startOrEnd(String why) {
        if (current == null) {
            beginStart(why);
        } else {
            enter(ServiceState.RESTARTING, why);
            beginEnd(EndReason.UNHEALTHY, why);
        }
    }

    private void beginStart(String why) {
        failedProbesInRow = 0;
        isToldToStart = false;
        enter(ServiceState.STARTING, why);
        spawning = new InterruptibleWork(this::spawn);
        executor.execute(spawning);
    }

    private void spawn() {
        Supervised who;
        try {
            who = starts.run();
        } catch (Throwable e) {
            // A supplier may throw anything; whatever it is, the start has come back.
            step(() -> notSpawned(e));
            return;
        }
        step(() -> spawned(who));
        var unused = who.onEnd().whenComplete((how, failure) -> step(() -> exited(who, how)));
    }

    private void notSpawned(Throwable why) {
        spawning = null;
        if (state != ServiceState.STARTING) {
            enterStopped("nothing was started");
        } else if (why instanceof SpawnRefusedException refusal
                && refusal.reason() == SpawnRefusedException.Reason.SHUTDOWN) {
            enterStopped(inWords(why));
        } else {
            fail("could not be started: " + inWords(why));
        }
    }

    private void spawned(Supervised who) {
        spawning = null;
        current = who;
        if (state != ServiceState.STARTING) {
            beginEnd(EndReason.REQUESTED, "stopped while it was started");
        } else if (prober == null) {
            nextTurn();
            enterHealthy(who + " was started");
        } else {
            prober.schedule(nextTurn(), spec.startGrace());
        }
    }

    // -------------------------------------------------------------------------- while it is there

    private void probed(long ofTurn, Throwable failure) {
        step(
                () -> {
                    if (ofTurn == turn && state.isRunning()) {
                        probedNow(failure);
                    }
                });
    }

    private void probedNow(Throwable failure) {
        if (failure == null) {
            failedProbesInRow = 0;
            if (state != ServiceState.HEALTHY) {
                enterHealthy("a probe succeeded");
            }
            prober.schedule(turn, spec.probeInterval());
            return;
        }
        failedProbesInRow++;
        String what = "probe failed: " + inWords(failure);
        if (failedProbesInRow >= spec.failuresBeforeRestart()) {
            fail(what + "; " + failedProbesInRow + " in a row");
        } else {
            note(what);
            leaveHealthy();
            if (state != ServiceState.UNHEALTHY) {
                enter(ServiceState.UNHEALTHY, what);
            }
            prober.schedule(turn, spec.probeInterval());
        }
    }

    private void exited(Supervised who, Ended how) {
        if (current != who || !state.isRunning()) {
            // It was ended by this service, or another has noticed that it ended.
            return;
        }
        if (staysDown(who, how)) {
            // Who asked for it has ended all that it had started as well.
            current = null;
            enterStopped(inWords(how));
        } else if (how.reason().isOurs()) {
            // A limit is no failure of what it is about.
            leaveHealthy();
            startOrEnd(inWords(how));
        } else {
            fail(inWords(how));
        }
    }

    /** Whether others have ended it who want it to be down, or want another in its place. */
    private boolean staysDown(Supervised who, Ended how) {
        return switch (how.reason()) {
            case REQUESTED, REPLACED, SHUTDOWN -> who != ownStop;
            default -> false;
        };
    }

    private void fail(String what) {
        note(what);
        leaveHealthy();
        failuresInRow++;
        if (current == null) {
            backOff();
        } else {
            startOrEnd(what);
        }
    }

    // ------------------------------------------------------------------------------- until an end

    private void beginStop() {
        boolean isEnding = state == ServiceState.RESTARTING;
        enter(ServiceState.STOPPING, "told to stop");
        if (spawning != null && spawning.interrupt()) {
            spawning = null;
        }
        if (spawning != null) {
            long mine = nextTurn();
            timer = after(spec.endLimit(), () -> step(() -> giveUpStop(mine)));
        } else if (current == null) {
            enterStopped("nothing runs");
        } else if (!isEnding) {
            beginEnd(EndReason.REQUESTED, "stopped");
        }
    }

    /** It stays what it is: when the start comes back, its process is ended. */
    private void giveUpStop(long mine) {
        if (mine == turn) {
            finishStop(new TimeoutException("its start does not come back"));
        }
    }

    private void beginEnd(EndReason reason, String detail) {
        long mine = nextTurn();
        Supervised who = current;
        if (reason == EndReason.REQUESTED) {
            ownStop = who;
        }
        timer =
                after(
                        spec.endLimit(),
                        () ->
                                ended(
                                        mine,
                                        who,
                                        null,
                                        new TimeoutException("not within " + spec.endLimit())));
        executor.execute(() -> end(mine, who, reason, detail));
    }

    private void end(long mine, Supervised who, EndReason reason, String detail) {
        CompletableFuture<Ended> end;
        try {
            end = host.end(who, reason, detail, spec.stopGrace());
        } catch (RuntimeException e) {
            end = CompletableFuture.failedFuture(e);
        }
        var unused = end.whenComplete((how, failure) -> ended(mine, who, how, failure));
    }

    private void ended(long mine, Supervised who, Ended how, Throwable failure) {
        step(
                () -> {
                    if (mine != turn) {
                        return;
                    }
                    nextTurn();
                    if (failure == null) {
                        current = null;
                        endedNow(who, how);
                    } else {
                        notEnded("its end could not be verified: " + inWords(failure), failure);
                    }
                });
    }

    private void endedNow(Supervised who, Ended how) {
        if (state == ServiceState.RESTARTING && !staysDown(who, how)) {
            backOff();
        } else if (state == ServiceState.RESTARTING) {
            enterStopped(inWords(how));
        } else {
            enterStopped("its end has been verified");
        }
    }

    private void notEnded(String what, Throwable failure) {
        note(what);
        if (state == ServiceState.RESTARTING) {
            failuresInRow++;
            isToldToStart = false;
            backOff();
        } else {
            enter(ServiceState.FAILED, what);
            finishStop(failure);
        }
    }

    // --------------------------------------------------------------------------- and start again

    private void backOff() {
        if (isToldToStart) {
            // And had to be ended first.
            startOrEnd("told to start");
        } else if (budget.tryTake(System.nanoTime())) {
            double chance = ThreadLocalRandom.current().nextDouble();
            // Also after an end that was no failure, or a limit that is too low starts it at once,
            // again and again.
            Duration delay = spec.backOff().delay(Math.max(1, failuresInRow), chance);
            long mine = nextTurn();
            enter(ServiceState.BACKING_OFF, "for " + delay);
            timer = after(delay, () -> step(() -> backedOff(mine)));
        } else {
            nextTurn();
            enter(ServiceState.FAILED, spec.budgetInWords() + " are used up");
        }
    }

    private void backedOff(long mine) {
        if (mine == turn) {
            if (current == null) {
                restarts++;
            }
            startOrEnd("restart after " + failuresInRow + " failures in a row");
        }
    }

    // --------------------------------------------------------------------------------- all of them

    /** One change at a time. The threads that do the work may be gone before this service is. */
    private synchronized void step(Runnable change) {
        try {
            change.run();
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            String what = "nobody works for it any more: " + inWords(e);
            note(what);
            nextTurn();
            if (spawning != null && spawning.interrupt()) {
                spawning = null;
            }
            enter(ServiceState.FAILED, what);
            finishStop(e);
        }
    }

    private long nextTurn() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        if (prober != null) {
            prober.cancel();
        }
        turn++;
        return turn;
    }

    private void enter(ServiceState to, String detail) {
        ServiceState from = state;
        state = to;
        events.add(from, to, detail);
    }

    private void enterHealthy(String detail) {
        healthySinceNanos = System.nanoTime();
        enter(ServiceState.HEALTHY, detail);
    }

    /** What has been well for long enough begins anew. */
    private void leaveHealthy() {
        if (state == ServiceState.HEALTHY
                && System.nanoTime() - healthySinceNanos >= nanosOf(spec.stableAfter())) {
            failuresInRow = 0;
        }
    }

    private void enterStopped(String detail) {
        nextTurn();
        enter(ServiceState.STOPPED, detail);
        finishStop(null);
    }

    /** By another thread: what depends on it may do anything, and is not to do it in here. */
    private void finishStop(Throwable failure) {
        CompletableFuture<Void> future = stopped;
        stopped = null;
        if (future == null) {
            return;
        }
        try {
            executor.execute(() -> complete(future, failure));
        } catch (RejectedExecutionException e) {
            complete(future, failure);
        }
    }

    private static void complete(CompletableFuture<Void> future, Throwable failure) {
        if (failure == null) {
            future.complete(null);
        } else {
            future.completeExceptionally(failure);
        }
    }

    private void note(String what) {
        lastFailure = new ServiceFailure(Instant.now(), what);
    }

    private ScheduledFuture<?> after(Duration delay, Runnable task) {
        return scheduler.schedule(task, nanosOf(delay), TimeUnit.NANOSECONDS);
    }

    private static long nanosOf(Duration time) {
        return TimeUnit.NANOSECONDS.convert(time);
    }

    private static String inWords(Throwable failure) {
        Throwable cause =
                failure instanceof ExecutionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private static String inWords(Ended how) {
        StringBuilder text = new StringBuilder("PID " + how.id().pid() + " ended: " + how.reason());
        how.exitCode().ifPresent(code -> text.append(", exit code ").append(code));
        how.signal().ifPresent(signal -> text.append(", signal ").append(signal));
        return how.detail().isEmpty() ? text.toString() : text + ", " + how.detail();
    }
}
