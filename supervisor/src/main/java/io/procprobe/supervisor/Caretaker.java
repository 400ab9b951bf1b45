package io.procprobe.supervisor;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessExit;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessSample;
import io.procprobe.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Looks after each process from its start, or adoption, until its end has been verified; only then
 * what it held is given back. Its deadline is kept meanwhile.
 */
final class Caretaker {
    /**
     * So long an exit may be on its way, before a sweep that misses the process asks for itself.
     */
    private static final long MISSED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ProcessProbe probe;
    private final Living living;
    private final Registry registry;
    private final Breakers breakers;
    private final History history;
    private final Ender ender;
    private final Notices notices;
    private final Callbacks callbacks;
    private final ScheduledExecutorService timer;

    /** What is short, and never waits. */
    private final Executor noting;

    /**
     * @param registry null where nobody is remembered
     */
    Caretaker(
            ProcessProbe probe,
            Living living,
            Registry registry,
            Breakers breakers,
            History history,
            Ender ender,
            Notices notices,
            Callbacks callbacks,
            ScheduledExecutorService timer,
            Executor noting) {
        this.probe = probe;
        this.living = living;
        this.registry = registry;
        this.breakers = breakers;
        this.history = history;
        this.ender = ender;
        this.notices = notices;
        this.callbacks = callbacks;
        this.timer = timer;
        this.noting = noting;
    }

    /** From here on its end gives back the seat. Nothing that fails in here is thrown. */
    void take(Supervised who, Living.Seat seat) {
        int concurrent = living.add(who, seat);
        try {
            // In this order: its end may be told at once.
            notices.started(who, concurrent);
            awaitEnd(who);
            alarm(who, breakers.quick().toNanos(), () -> noteLived(who));
            keepDeadline(who);
        } catch (RuntimeException | Error e) {
            notices.failed("something cannot be done for " + who, e);
            who.noteUnwatched(true);
        }
    }

    /** The first reason counts. */
    void end(Supervised who, EndReason reason, String detail) {
        ender.end(who, reason, detail);
    }

    private void alarm(Supervised who, long nanos, Runnable then) {
        ScheduledFuture<?> alarm = timer.schedule(then, nanos, TimeUnit.NANOSECONDS);
        // Or it keeps what has ended, with the buffers of its streams, until then.
        CompletableFuture<?> unused =
                who.onEnd().whenComplete((how, failure) -> alarm.cancel(false));
    }

    private void noteLived(Supervised who) {
        if (who.isAlive() && who.noteOutcome()) {
            breakers.noteLived(who.tags());
        }
    }

    private void keepDeadline(Supervised who) {
        if (who.deadline().isPresent()) {
            // Longer, and be it by a nanosecond: as long is not too long.
            alarm(who, Math.max(0, who.nanosToDeadline()) + 1, () -> endPastDeadline(who));
        }
    }

    /** Sweeps ask as well, should the alarm be lost. */
    void endPastDeadline(Supervised who) {
        if (!who.isPastDeadline()) {
            keepDeadline(who);
        } else if (who.endReason() == null) {
            String limit = who.deadline().map(Duration::toString).orElse("");
            ender.end(who, EndReason.DEADLINE, "it has run for longer than " + limit);
        }
    }

    private void awaitEnd(Supervised who) {
        try {
            CompletableFuture<?> unused =
                    probe.onExit(who.id())
                            .whenCompleteAsync(
                                    (exit, failure) -> {
                                        if (failure == null) {
                                            learnStatus(who, exit);
                                        } else {
                                            noteUnwatched(who, failure);
                                        }
                                    },
                                    noting);
        } catch (RuntimeException e) {
            noteUnwatched(who, e);
        }
    }

    /** The next sweep tries again. */
    private void noteUnwatched(Supervised who, Throwable why) {
        notices.failed("the end of " + who + " cannot be awaited", why);
        who.noteUnwatched(true);
    }

    /** Where the system tells nobody but the parent, Java knows it of its own children. */
    private void learnStatus(Supervised who, ProcessExit exit) {
        Optional<Process> child = who.process();
        if (exit.exitStatus().isEmpty() && child.isPresent()) {
            CompletableFuture<?> unused =
                    child.get()
                            .onExit()
                            .thenAcceptAsync(
                                    ended ->
                                            conclude(
                                                    who,
                                                    OptionalInt.of(ended.exitValue()),
                                                    OptionalInt.empty()),
                                    noting);
        } else {
            conclude(who, exit.exitCode(), exit.signal());
        }
    }

    /**
     * What a sweep does for each: who is to end and has not is killed again; and an exit that
     * nobody was told of, as when no thread could be had for that, is found.
     */
    void lookAfter(Supervised who, boolean isThere) {
        if (who.isPastDeadline() && who.endReason() == null) {
            endPastDeadline(who);
        }
        if (who.endReason() != null) {
            ender.again(who);
        }
        if (who.isUnwatched()) {
            who.noteUnwatched(false);
            awaitEnd(who);
        }
        if (who.noteMissed(!isThere) > MISSED_NANOS && hasEnded(who)) {
            OptionalInt code =
                    who.process().isPresent()
                            ? OptionalInt.of(who.process().get().exitValue())
                            : OptionalInt.empty();
            noting.execute(() -> conclude(who, code, OptionalInt.empty()));
        }
    }

    private boolean hasEnded(Supervised who) {
        if (who.process().isPresent()) {
            // Also of one that nobody could identify: Java reaps it, and nobody else.
            return !who.process().get().isAlive();
        }
        ProcessSample sample = probe.sample(who.id(), FieldSet.of(Field.ALIVE));
        return sample.status() == Status.GONE
                || sample.status() == Status.REPLACED
                || !sample.alive().orElse(true);
    }

    private void conclude(Supervised who, OptionalInt exitCode, OptionalInt signal) {
        Living.Seat seat = living.remove(who);
        if (seat == null) {
            return; // it has been told before
        }
        who.noteOver();
        EndReason ours = who.endReason();
        Ended how =
                new Ended(
                        who.id(),
                        who.tags(),
                        ours == null ? reasonOf(exitCode, signal) : ours,
                        who.endDetail(),
                        exitCode,
                        signal,
                        who.startedAt(),
                        Duration.ofNanos(who.ageNanos()),
                        living.count());
        try {
            note(who, how);
            // Before its seat is another's: starts and ends are told in their order.
            notices.ended(how);
        } finally {
            seat.giveBack();
            callbacks.complete(() -> who.complete(how));
        }
    }

    private void note(Supervised who, Ended how) {
        try {
            if (who.noteOutcome()) {
                noteOutcome(how);
            }
            history.add(how);
            if (registry != null) {
                registry.ended(who.spawnId());
            }
        } catch (IOException | RuntimeException | Error e) {
            notices.failed("the end of " + who + " cannot be noted", e);
        }
    }

    /** The alarm may have come late, or not at all. */
    private void noteOutcome(Ended how) {
        if (how.lived().compareTo(breakers.quick()) < 0) {
            breakers.noteEndedQuickly(how);
        } else {
            breakers.noteLived(how.tags());
        }
    }

    private static EndReason reasonOf(OptionalInt exitCode, OptionalInt signal) {
        if (exitCode.isPresent()) {
            return exitCode.getAsInt() == 0 ? EndReason.FINISHED : EndReason.FAILED;
        }
        return signal.isPresent() ? EndReason.FAILED : EndReason.UNKNOWN;
    }
}
