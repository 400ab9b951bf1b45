package io.procprobe.supervisor;

import io.procprobe.ProcessId;
import io.procprobe.supervisor.SpawnRefusedException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Has processes started when it is their turn: first their unique tags, then a slot, then the
 * breaker's word. What is held is given back wherever that ends before.
 */
final class Starter {
    private final Gates gates;
    private final Duration slotTimeout;
    private final Launcher launcher;
    private final Caretaker caretaker;
    private final Executor executor;
    private final ScheduledExecutorService timer;
    private final Callbacks callbacks;

    /** Held for reading by each start, and for writing by who ends them all. */
    private final ReadWriteLock starting = new ReentrantReadWriteLock();

    private boolean isClosed;

    /** One that is to be started. To cancel it gives up, and ends it should it just be started. */
    static final class Start extends CompletableFuture<Supervised> {
        private final SpawnRequest request;

        /** By whoever is first: who starts it, or who would rather not. */
        private final AtomicBoolean isDecided = new AtomicBoolean();

        /** It has its turn: time is up for nobody who is being started. */
        private volatile boolean isServed;

        private Start(SpawnRequest request) {
            this.request = request;
        }

        private boolean decide() {
            return !isDone() && isDecided.compareAndSet(false, true);
        }

        /** True when nothing has been started, nor will be. */
        boolean giveUp() {
            boolean isGivenUp = decide();
            if (isGivenUp) {
                cancel(false);
            }
            return isGivenUp || isCompletedExceptionally();
        }
    }

    /** What a process has to pass before it is started. */
    record Gates(UniqueKeys keys, Slots slots, Breakers breakers) {}

    Starter(
            Gates gates,
            Duration slotTimeout,
            Launcher launcher,
            Caretaker caretaker,
            Executor executor,
            ScheduledExecutorService timer,
            Callbacks callbacks) {
        this.gates = gates;
        this.slotTimeout = slotTimeout;
        this.launcher = launcher;
        this.caretaker = caretaker;
        this.executor = executor;
        this.timer = timer;
        this.callbacks = callbacks;
    }

    /** Completes with a living process, or with why there is none. To cancel it gives up. */
    Start start(SpawnRequest request) {
        Start result = new Start(request);
        try {
            gates.breakers.refuseIfOpen(request.tags());
            gates.slots.refuseBeyondHardCap(gates.keys.waiting());
        } catch (SpawnRefusedException e) {
            result.completeExceptionally(e);
            return result;
        }
        Duration timeout = request.slotTimeout().orElse(slotTimeout);
        CompletableFuture<UniqueKeys.Hold> key = gates.keys.reserve(request.tags());
        giveUpWith(result, key);
        CompletableFuture<?> unused =
                key.whenComplete(
                        (hold, failure) -> {
                            if (failure == null) {
                                awaitSlot(result, hold);
                            } else {
                                fail(result, failure);
                            }
                        });
        if (!result.isServed && !result.isDone()) {
            limit(result, timeout);
        }
        return result;
    }

    /** Whatever hangs on it is the caller's, and may do anything. */
    private void fail(CompletableFuture<Supervised> result, Throwable why) {
        callbacks.complete(() -> result.completeExceptionally(why));
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

    private void limit(Start result, Duration timeout) {
        ScheduledFuture<?> alarm =
                timer.schedule(
                        () -> {
                            if (!result.isServed) {
                                fail(result, noSlotWithin(timeout));
                            }
                        },
                        timeout.toNanos(),
                        TimeUnit.NANOSECONDS);
        CompletableFuture<?> unused = result.whenComplete((value, failure) -> alarm.cancel(false));
    }

    private static SpawnRefusedException noSlotWithin(Duration timeout) {
        return new SpawnRefusedException(Reason.NO_SLOT, "no slot became free within " + timeout);
    }

    private void awaitSlot(Start result, UniqueKeys.Hold hold) {
        CompletableFuture<Slots.Permit> slot = gates.slots.acquire(result.request.tags());
        giveUpWith(result, slot);
        CompletableFuture<?> unused =
                slot.whenComplete(
                        (permit, failure) -> {
                            if (failure == null) {
                                serve(result, new Living.Seat(permit, hold));
                            } else {
                                hold.release();
                                fail(result, failure);
                            }
                        });
    }

    /** To start a process takes milliseconds, for which who gives a slot back is not to wait. */
    private void serve(Start result, Living.Seat seat) {
        result.isServed = true;
        try {
            executor.execute(() -> startNow(result, seat));
        } catch (RuntimeException | Error e) {
            seat.giveBack(); // no thread can be had
            fail(result, e);
        }
    }

    private void startNow(Start result, Living.Seat seat) {
        Lock lock = starting.readLock();
        lock.lock();
        try {
            if (!result.decide()) {
                seat.giveBack();
                return;
            }
            if (isClosed) {
                seat.giveBack();
                fail(result, shutDown());
                return;
            }
            gates.breakers.enter(result.request.tags());
            Supervised who = launcher.launch(result.request, seat);
            endWhenReplaced(who, seat.keys());
            callbacks.complete(
                    () -> {
                        if (!result.complete(who)) {
                            caretaker.end(who, EndReason.REQUESTED, "its start was given up");
                        }
                    });
        } catch (SpawnRefusedException e) {
            seat.giveBack();
            fail(result, e);
        } catch (Launcher.FailedException e) {
            fail(result, e.getCause());
        } catch (RuntimeException | Error e) {
            // There may be a process: its seat is not given to another one.
            fail(result, e);
        } finally {
            lock.unlock();
        }
    }

    private void endWhenReplaced(Supervised who, UniqueKeys.Hold hold) {
        hold.onReplaced(() -> caretaker.end(who, EndReason.REPLACED, "another takes its place"));
    }

    /**
     * Looks after one that is alive already, with the unique tags that it is to have, and whatever
     * the slots.
     */
    Supervised adopt(ProcessId id, Tags tags)
            throws IOException, SpawnRefusedException, InterruptedException {
        CompletableFuture<UniqueKeys.Hold> key = gates.keys.reserve(tags);
        UniqueKeys.Hold hold = UniqueKeys.await(key, slotTimeout);
        Lock lock = starting.readLock();
        boolean isTaken = false;
        lock.lock();
        try {
            if (isClosed) {
                throw shutDown();
            }
            Supervised who = launcher.adopt(id, tags);
            take(who, hold);
            isTaken = true;
            return who;
        } finally {
            lock.unlock();
            if (!isTaken) {
                hold.release();
            }
        }
    }

    /** One that was there before this supervisor: it has its tags and a slot already. */
    void takeRecovered(Supervised who) {
        take(who, gates.keys.take(who.tags()));
    }

    private void take(Supervised who, UniqueKeys.Hold hold) {
        // The breaker has nothing to do with those whom it did not let in.
        who.noteOutcome();
        caretaker.take(who, new Living.Seat(gates.slots.take(who.tags()), hold));
        endWhenReplaced(who, hold);
    }

    private static SpawnRefusedException shutDown() {
        return new SpawnRefusedException(Reason.SHUTDOWN, "the supervisor shuts down");
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
        gates.keys.close();
        gates.slots.close();
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
