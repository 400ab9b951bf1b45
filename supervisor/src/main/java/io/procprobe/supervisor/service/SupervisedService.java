package io.procprobe.supervisor.service;

import io.procprobe.supervisor.Supervised;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Keeps one process of a service running, and never two: not even when this JVM was killed and
 * another one goes on. Its processes have the service's name as the tag {@link
 * io.procprobe.supervisor.Tags#SERVICE}, and whoever has it is ended before a start.
 *
 * <p>It is started again when its process ends, or when probes have failed so often in a row as the
 * {@link ServiceSpec} says: the old process and all that it has started are ended, their end is
 * verified, the back-off is waited for, and then it is started. Ends by a policy of the reaper, a
 * deadline or a limit of memory are no failures: the next wait is not longer for them, but the
 * restart counts against the budget like any other.
 *
 * <p>It stays down when somebody {@link #stop stops} it, when its process was ended because its
 * owner asked for it, because another took its unique tag or because the supervisor shut down, and
 * when the restart budget is used up.
 *
 * <p>Bounded in what it remembers. Threads: any number. What blocks (starts, probes, ends, the
 * listener) is done by the executor, by at most three of its threads at once; nobody waits for a
 * lock while it lasts.
 */
public final class SupervisedService implements AutoCloseable {
    private final ServiceSpec spec;
    private final ServiceHost host;
    private final ServiceEvents events;
    private final ServiceCycle cycle;

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
        Objects.requireNonNull(scheduler, "scheduler");
        Objects.requireNonNull(executor, "executor");
        this.events =
                new ServiceEvents(
                        spec.name(), executor, Objects.requireNonNull(listener, "listener"));
        this.cycle = new ServiceCycle(spec, host, scheduler, executor, events);
    }

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
    public ServiceState state() {
        return cycle.state();
    }

    /**
     * Its process.
     *
     * @return empty when there is none whose end has not been verified
     */
    public Optional<Supervised> current() {
        return cycle.current();
    }

    /**
     * How often it was started again without being told to.
     *
     * @return in its whole life
     */
    public long restarts() {
        return cycle.restarts();
    }

    /**
     * How many probes have failed since the last one that succeeded.
     *
     * @return of this process
     */
    public int consecutiveFailures() {
        return cycle.failedProbesInRow();
    }

    /**
     * What went wrong last: a start, a probe, an end by itself or one that could not be verified.
     *
     * @return empty when nothing ever did
     */
    public Optional<ServiceFailure> lastFailure() {
        return cycle.lastFailure();
    }

    /**
     * The latest changes of state, the oldest first.
     *
     * @return 64 at most
     */
    public List<ServiceEvent> events() {
        return events.latest();
    }

    /**
     * Starts it, unless it runs or is about to. Its budget is full then, and its back-off the
     * initial one. Does not wait.
     *
     * @throws IllegalStateException when it is just being stopped, or closed
     */
    public void start() {
        cycle.start();
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
        return cycle.stop();
    }

    /**
     * Stops it, for good, and waits for that. Its supervisor forgets it then; of one that is only
     * stopped it does not, for it may be started again.
     *
     * @throws IllegalStateException when the end of its processes could not be verified in time
     */
    @Override
    public void close() {
        CompletableFuture<Void> end = cycle.close().thenRun(() -> host.forget(this));
        try {
            // A start that does not come back in time, and then an end that does not.
            Duration most = spec.endLimit().multipliedBy(2).plusSeconds(1);
            end.get(TimeUnit.NANOSECONDS.convert(most), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(spec.name() + " could not be stopped", e);
        } catch (InterruptedException e) {
            // It is being ended; only nobody waits for it.
            Thread.currentThread().interrupt();
        }
    }
}
