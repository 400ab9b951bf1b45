package io.procprobe.supervisor.service;

import io.procprobe.supervisor.EndReason;
import io.procprobe.supervisor.Ended;
import io.procprobe.supervisor.SpawnRefusedException;
import io.procprobe.supervisor.SpawnRequest;
import io.procprobe.supervisor.Supervised;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
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
import java.util.function.Consumer;

/**
 * Keeps one process of a service running, and never two.
 *
 * <p>It is started again when its process ends, or when probes have failed so often in a row as the
 * {@link ServiceSpec} says: the old process and all that it has started are ended, their end is
 * verified, the back-off is waited for, and then it is started. It stays down when somebody {@link
 * #stop stops} it, when its process was ended because its owner asked for it, because another took
 * its unique tag or because the supervisor shut down, and when the restart budget is used up. A
 * process that was reaped, or took too long or too much memory, is replaced.
 *
 * <p>Bounded in what it remembers. Threads: any number. What blocks (starts, probes, ends, the
 * listener) is done by the executor, by at most three of its threads at once; nobody waits for a
 * lock while it lasts.
 */
public final class SupervisedService implements AutoCloseable {
    private final ServiceSpec spec;
    private final ServiceHost host;
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
    private int failuresInRow;
    private int failedProbesInRow;
    private long restarts;
    private long healthySinceNanos;
    private ServiceFailure lastFailure;

    /**
     * A service that has not been started.
     *
     * @param spec what it is like
     * @param host starts and ends its processes
     * @param scheduler keeps the times, and does nothing that blocks; one thread serves many
     *     services
     * @param executor does what blocks, by threads of its own and never by that of its caller. It
     *     should not be bounded to less than three threads for each service
     * @param listener is told of each change of state, in their order and by one thread at a time;
     *     when it is slower than 64 events, it misses the oldest. What it throws is logged
     */
    public SupervisedService(
            ServiceSpec spec,
            ServiceHost host,
            ScheduledExecutorService scheduler,
            Executor executor,
            Consumer<ServiceEvent> listener) {
        this.spec = Objects.requireNonNull(spec, "spec");
        this.host = Objects.requireNonNull(host, "host");
        this.scheduler = Objects.requireNonNull(scheduler, "scheduler");
        this.executor = Objects.requireNonNull(executor, "executor");
        this.budget = spec.newBudget();
        this.events =
                new ServiceEvents(
                        spec.name(), executor, Objects.requireNonNull(listener, "listener"));
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

    // -------------------------------------------------------------------------- what one may ask

    /**
     * What it was made of.
     *
     * @return never null
     */
    public ServiceSpec spec() {
        return spec;
    }

    /**
     * What it is doing.
     *
     * @return as it is now
     */
    public synchronized ServiceState state() {
        return state;
    }

    /**
     * Its process.
     *
     * @return empty when there is none whose end has not been verified
     */
    public synchronized Optional<Supervised> current() {
        return Optional.ofNullable(current);
    }

    /**
     * How often it was started again without being told to.
     *
     * @return in its whole life
     */
    public synchronized long restarts() {
        return restarts;
    }

    /**
     * How many probes have failed since the last one that succeeded.
     *
     * @return of this process
     */
    public synchronized int consecutiveFailures() {
        return failedProbesInRow;
    }

    /**
     * What went wrong last: a start, a probe, an end that was not wanted or one that could not be
     * verified.
     *
     * @return empty when nothing ever did
     */
    public synchronized Optional<ServiceFailure> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    /**
     * The latest changes of state, the oldest first.
     *
     * @return 64 at most
     */
    public List<ServiceEvent> events() {
        return events.latest();
    }

    // --------------------------------------------------------------------------- what one may do

    /**
     * Starts it, unless it runs or is about to. Its budget is full then, and its back-off the
     * initial one. Does not wait.
     *
     * @throws IllegalStateException when it is just being stopped, or closed
     */
    public void start() {
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
                        nextTurn();
                        startOrEnd("told to start");
                    }
                });
    }

    /**
     * Ends its process and all that it has started; nothing starts it again but {@link #start}. A
     * start that is under way is interrupted, and its process ended. May be called any number of
     * times.
     *
     * @return completes when the end of all has been verified; exceptionally when it could not be
     *     in time: then it can be tried again. A copy: to complete or cancel it changes nothing
     */
    public CompletableFuture<Void> stop() {
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

    /**
     * Stops it, for good, and waits for that.
     *
     * @throws IllegalStateException when the end of its processes could not be verified in time
     */
    @Override
    public void close() {
        CompletableFuture<Void> end;
        synchronized (this) {
            isClosed = true;
            end = stop();
        }
        try {
            // A start that does not come back in time, and then an end that does not.
            Duration most = endLimit().multipliedBy(2).plusSeconds(1);
            end.get(nanosOf(most), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(spec.name() + " could not be stopped", e);
        } catch (InterruptedException e) {
            // It is being ended; only nobody waits for it.
            Thread.currentThread().interrupt();
        }
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
        enter(ServiceState.STARTING, why);
        spawning = new InterruptibleWork(this::spawn);
        executor.execute(spawning);
    }

    private void spawn() {
        Supervised who;
        try {
            SpawnRequest request = SpawnRequest.of(spec.command().get()).tags(spec.tags());
            who = Objects.requireNonNull(host.spawn(request), "who was started");
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
        EndReason reason = how.reason();
        if (reason == EndReason.REQUESTED
                || reason == EndReason.REPLACED
                || reason == EndReason.SHUTDOWN) {
            // Who asked for it has ended all that it had started as well.
            current = null;
            enterStopped(inWords(how));
        } else {
            fail(inWords(how));
        }
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
            timer = after(endLimit(), () -> step(() -> giveUpStop(mine)));
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
        timer =
                after(
                        endLimit(),
                        () -> ended(mine, new TimeoutException("not within " + endLimit())));
        executor.execute(() -> end(mine, who, reason, detail));
    }

    private void end(long mine, Supervised who, EndReason reason, String detail) {
        CompletableFuture<Ended> end;
        try {
            end = host.end(who, reason, detail, spec.stopGrace());
        } catch (RuntimeException e) {
            end = CompletableFuture.failedFuture(e);
        }
        var unused = end.whenComplete((how, failure) -> ended(mine, failure));
    }

    private void ended(long mine, Throwable failure) {
        step(
                () -> {
                    if (mine != turn) {
                        return;
                    }
                    nextTurn();
                    if (failure == null) {
                        current = null;
                        endedNow();
                    } else {
                        notEnded("its end could not be verified: " + inWords(failure), failure);
                    }
                });
    }

    private void endedNow() {
        if (state == ServiceState.RESTARTING) {
            backOff();
        } else {
            enterStopped("its end has been verified");
        }
    }

    private void notEnded(String what, Throwable failure) {
        note(what);
        if (state == ServiceState.RESTARTING) {
            failuresInRow++;
            backOff();
        } else {
            enter(ServiceState.FAILED, what);
            finishStop(failure);
        }
    }

    // --------------------------------------------------------------------------- and start again

    private void backOff() {
        if (failuresInRow == 0) {
            // It was told to start, and had to be ended first.
            startOrEnd("told to start");
        } else if (budget.tryTake(System.nanoTime())) {
            double chance = ThreadLocalRandom.current().nextDouble();
            Duration delay = spec.backOff().delay(failuresInRow, chance);
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
        } catch (RejectedExecutionException e) {
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

    private Duration endLimit() {
        return spec.stopGrace().plus(spec.endTimeout());
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
