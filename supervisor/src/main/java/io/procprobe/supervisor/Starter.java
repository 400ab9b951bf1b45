package io.procprobe.supervisor;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.Status;
import io.procprobe.TextBuffer;
import io.procprobe.TokenKind;
import io.procprobe.supervisor.SpawnRefusedException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

/**
 * Starts processes: first its unique tags, then a slot, then the breaker's word, then a line in the
 * registry, then the process. What is held is given back wherever that ends before.
 */
final class Starter {
    /** No process has this token: for those who have ended before anybody could look. */
    private static final long NO_TOKEN = 0;

    private static final long OWN_PID = ProcessHandle.current().pid();

    private final SupervisorBuilder options;
    private final ProcessProbe probe;
    private final TokenKind tokenKind;
    private final Slots slots;
    private final UniqueKeys keys;
    private final Breakers breakers;
    private final EnvironmentRules environment;
    private final Registry registry;
    private final String supervisorId;
    private final String instanceId;
    private final AtomicLong starts = new AtomicLong();
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final Executor executor;
    private final ScheduledExecutorService timer;
    private final Started started;

    /** Held for reading by each start, and for writing by who ends them all. */
    private final ReadWriteLock starting = new ReentrantReadWriteLock();

    private boolean isClosed;

    /** Who takes over a process that has been started. */
    interface Started {
        /** From here on it is looked after: nothing that fails in here is thrown. */
        void take(Supervised who, Living.Seat seat);

        void end(Supervised who, EndReason reason, String detail);
    }

    /**
     * @param registry null where nobody is remembered
     * @param supervisorId the cookie of all
     * @param instanceId unlike that of any other supervisor that this registry had
     */
    Starter(
            SupervisorBuilder options,
            ProcessProbe probe,
            Slots slots,
            UniqueKeys keys,
            Breakers breakers,
            Registry registry,
            String supervisorId,
            String instanceId,
            Executor executor,
            ScheduledExecutorService timer,
            Started started) {
        this.options = options;
        this.probe = probe;
        this.tokenKind = probe.systemFacts().tokenKind();
        this.slots = slots;
        this.keys = keys;
        this.breakers = breakers;
        this.environment = new EnvironmentRules(options.removedVariables, options.removedPrefixes);
        this.registry = registry;
        this.supervisorId = supervisorId;
        this.instanceId = instanceId;
        this.executor = executor;
        this.timer = timer;
        this.started = started;
    }

    /** Completes with a living process, or with why there is none. To cancel it gives up. */
    CompletableFuture<Supervised> start(SpawnRequest request) {
        CompletableFuture<Supervised> result = new CompletableFuture<>();
        try {
            breakers.refuseIfOpen(request.tags());
        } catch (SpawnRefusedException e) {
            result.completeExceptionally(e);
            return result;
        }
        Duration timeout = request.slotTimeout().orElse(options.slotTimeout);
        CompletableFuture<UniqueKeys.Hold> key = keys.reserve(request.tags());
        giveUpWith(result, key);
        AtomicBoolean isServed = new AtomicBoolean();
        CompletableFuture<?> unused =
                key.whenComplete(
                        (hold, failure) -> {
                            if (failure == null) {
                                awaitSlot(request, hold, isServed, result);
                            } else {
                                result.completeExceptionally(failure);
                            }
                        });
        if (!isServed.get() && !result.isDone()) {
            limit(result, timeout, isServed);
        }
        return result;
    }

    /** Whatever ends the wait from outside ends that for its part. */
    private static void giveUpWith(CompletableFuture<?> whole, CompletableFuture<?> part) {
        CompletableFuture<?> unused =
                whole.whenComplete(
                        (value, failure) -> {
                            if (failure != null) {
                                part.completeExceptionally(failure);
                            }
                        });
    }

    private void limit(
            CompletableFuture<Supervised> result, Duration timeout, AtomicBoolean isServed) {
        ScheduledFuture<?> alarm =
                timer.schedule(
                        () -> {
                            if (!isServed.get()) {
                                result.completeExceptionally(
                                        new SpawnRefusedException(
                                                Reason.NO_SLOT,
                                                "no slot became free within " + timeout));
                            }
                        },
                        timeout.toNanos(),
                        TimeUnit.NANOSECONDS);
        CompletableFuture<?> unused = result.whenComplete((value, failure) -> alarm.cancel(false));
    }

    private void awaitSlot(
            SpawnRequest request,
            UniqueKeys.Hold hold,
            AtomicBoolean isServed,
            CompletableFuture<Supervised> result) {
        CompletableFuture<Slots.Permit> slot = slots.acquire(request.tags());
        giveUpWith(result, slot);
        CompletableFuture<?> unused =
                slot.whenComplete(
                        (permit, failure) -> {
                            if (failure == null) {
                                isServed.set(true);
                                // Starting a process takes milliseconds, and who gives a slot back
                                // is not
                                // to wait.
                                executor.execute(
                                        () ->
                                                startNow(
                                                        request,
                                                        new Living.Seat(permit, hold),
                                                        result));
                            } else {
                                hold.release();
                                result.completeExceptionally(failure);
                            }
                        });
    }

    private void startNow(
            SpawnRequest request, Living.Seat seat, CompletableFuture<Supervised> result) {
        Lock lock = starting.readLock();
        lock.lock();
        try {
            Supervised who = startOrGiveBack(request, seat, result);
            if (who == null) {
                return;
            }
            seat.keys()
                    .onReplaced(
                            () -> started.end(who, EndReason.REPLACED, "another takes its place"));
            if (!result.complete(who)) {
                started.end(who, EndReason.REQUESTED, "its start was given up");
            }
        } finally {
            lock.unlock();
        }
    }

    /** Null when there is no process: only then the seat is given back here. */
    private Supervised startOrGiveBack(
            SpawnRequest request, Living.Seat seat, CompletableFuture<Supervised> result) {
        if (result.isDone()) {
            seat.giveBack();
            return null;
        }
        try {
            if (isClosed) {
                throw new SpawnRefusedException(Reason.SHUTDOWN, "the supervisor shuts down");
            }
            breakers.enter(request.tags());
            String spawnId = instanceId + "-" + starts.incrementAndGet();
            underWay.add(spawnId);
            try {
                Supervised who = startPermitted(request, spawnId);
                // Its end from here on gives back all.
                started.take(who, seat);
                return who;
            } finally {
                underWay.remove(spawnId);
            }
        } catch (SpawnRefusedException | IOException | RuntimeException e) {
            seat.giveBack();
            result.completeExceptionally(e);
            return null;
        }
    }

    private Supervised startPermitted(SpawnRequest request, String spawnId) throws IOException {
        Duration deadline = request.deadline().orElse(options.deadline);
        RegistryEntry entry =
                new RegistryEntry(spawnId, null, request.tags(), Instant.now(), deadline);
        Process process = null;
        try {
            if (registry != null) {
                registry.starting(entry);
            }
            process = environment.apply(request.builder(), supervisorId, spawnId).start();
            ProcessId id = identify(process, spawnId);
            if (registry != null) {
                registry.alive(entry.alive(id));
            }
            return new Supervised(
                    spawnId, id, request.tags(), entry.startedAt(), deadline, process);
        } catch (IOException | RuntimeException e) {
            undo(process, spawnId, e);
            breakers.noteNotStarted(request.tags(), e);
            throw e;
        }
    }

    /** One that the registry does not have would be lost with this supervisor. */
    private void undo(Process process, String spawnId, Exception why) {
        if (process != null) {
            process.destroyForcibly();
        }
        try {
            if (registry != null) {
                registry.ended(spawnId);
            }
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /**
     * Java reaps its children on a thread of its own: a child that ends at once may have given its
     * PID to another process before anybody looks. So whoever is found must have the start time
     * that Java read before it could reap, this JVM as its parent, and the cookie of this start
     * unless it shows none.
     */
    private ProcessId identify(Process process, String spawnId) {
        ProcessId nobody = new ProcessId(process.pid(), tokenKind, NO_TOKEN);
        ProcessId id = probe.identify(process.pid()).orElse(nobody);
        boolean isChild =
                process.toHandle().isAlive()
                        && probe.sample(id, FieldSet.of(Field.PARENT)).parentPid().orElse(OWN_PID)
                                == OWN_PID;
        return isChild && !isOfAnotherStart(id, spawnId) ? id : nobody;
    }

    private boolean isOfAnotherStart(ProcessId id, String spawnId) {
        TextBuffer text = probe.newTextBuffer(128);
        return probe.text().environment(id, EnvironmentRules.SPAWN, text) == Status.OK
                && !text.toString().equals(spawnId);
    }

    /** One that is alive already: what is known of its start is what the system says. */
    Supervised adopt(ProcessId id, Tags tags, Consumer<Supervised> take)
            throws IOException, SpawnRefusedException {
        Lock lock = starting.readLock();
        lock.lock();
        try {
            if (isClosed) {
                throw new SpawnRefusedException(Reason.SHUTDOWN, "the supervisor shuts down");
            }
            Instant startedAt =
                    probe.sample(id, FieldSet.of(Field.START_TIME))
                            .startTime()
                            .orElseGet(Instant::now);
            String spawnId = instanceId + "-" + starts.incrementAndGet();
            if (registry != null) {
                registry.alive(new RegistryEntry(spawnId, id, tags, startedAt, options.deadline));
            }
            Supervised who = new Supervised(spawnId, id, tags, startedAt, options.deadline, null);
            take.accept(who);
            return who;
        } finally {
            lock.unlock();
        }
    }

    /** Cookies of starts whose processes are not looked after yet. */
    Set<String> underWay() {
        return underWay;
    }

    /** After this nothing is started, and nothing is being started. */
    void close() {
        Lock lock = starting.writeLock();
        lock.lock();
        try {
            isClosed = true;
        } finally {
            lock.unlock();
        }
        slots.close();
    }

    /**
     * What a future of {@link #start} has failed with, as the caller of a blocking start sees it.
     */
    static RuntimeException thrown(Throwable failure) throws IOException, SpawnRefusedException {
        if (failure instanceof SpawnRefusedException refused) {
            throw refused;
        }
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof RuntimeException runtime) {
            throw runtime;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(failure);
    }
}
