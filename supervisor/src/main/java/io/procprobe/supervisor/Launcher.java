package io.procprobe.supervisor;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessSample;
import io.procprobe.Status;
import io.procprobe.TextBuffer;
import io.procprobe.TokenKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Starts processes: a line in the registry, the process, its identity, a second line, and then
 * somebody looks after it. Whatever fails on the way, nobody is left whom no one looks after, and a
 * seat is given back only where there is no process any more.
 */
final class Launcher {
    /** No process has this token: for those who have ended before anybody could look. */
    private static final long NO_TOKEN = 0;

    private static final long OWN_PID = ProcessHandle.current().pid();

    private final ProcessProbe probe;
    private final TokenKind tokenKind;
    private final EnvironmentRules environment;
    private final Duration deadline;
    private final Breakers breakers;
    private final Registry registry;
    private final SpawnIds spawnIds;
    private final Caretaker caretaker;
    private final Ender ender;
    private final ThreadLocal<TextBuffer> text;

    /**
     * Why there is no process, or none that may stay; the seat has been, or will be, given back.
     */
    static final class FailedException extends Exception {
        private static final long serialVersionUID = 1;

        private FailedException(Throwable cause) {
            super(cause);
        }
    }

    /**
     * @param deadline null for none
     * @param registry null where nobody is remembered
     */
    Launcher(
            ProcessProbe probe,
            EnvironmentRules environment,
            Duration deadline,
            Breakers breakers,
            Registry registry,
            SpawnIds spawnIds,
            Caretaker caretaker,
            Ender ender) {
        this.probe = probe;
        this.tokenKind = probe.systemFacts().tokenKind();
        this.environment = environment;
        this.deadline = deadline;
        this.breakers = breakers;
        this.registry = registry;
        this.spawnIds = spawnIds;
        this.caretaker = caretaker;
        this.ender = ender;
        this.text = ThreadLocal.withInitial(() -> probe.newTextBuffer(128));
    }

    /** Starts one that has its seat; from then on its end gives that back. */
    Supervised launch(SpawnRequest request, Living.Seat seat) throws FailedException {
        String spawnId = spawnIds.next();
        spawnIds.begin(spawnId);
        try {
            RegistryEntry entry =
                    new RegistryEntry(
                            spawnId,
                            null,
                            request.tags(),
                            Instant.now(),
                            request.deadline().orElse(deadline));
            return launch(request, seat, entry);
        } finally {
            spawnIds.finish(spawnId);
        }
    }

    private Supervised launch(SpawnRequest request, Living.Seat seat, RegistryEntry entry)
            throws FailedException {
        Process process;
        try {
            if (registry != null) {
                registry.starting(entry);
            }
            process = start(request, entry.spawnId());
        } catch (IOException | RuntimeException | Error e) {
            breakers.noteNotStarted(request.tags(), e);
            forget(entry.spawnId(), e);
            seat.giveBack();
            throw new FailedException(e);
        }
        ProcessId id;
        try {
            id = identify(process, entry.spawnId());
        } catch (IOException | RuntimeException | Error e) {
            breakers.noteNotStarted(request.tags(), e);
            endUnidentified(process, seat, entry.spawnId(), e);
            throw new FailedException(e);
        }
        Supervised who =
                new Supervised(
                        entry.spawnId(),
                        id,
                        entry.tags(),
                        entry.startedAt(),
                        entry.deadline(),
                        process);
        Exception unnoted = noteAlive(entry.alive(id));
        caretaker.take(who, seat);
        if (unnoted != null) {
            // It would be lost with this supervisor.
            caretaker.end(who, EndReason.REQUESTED, "the registry cannot note it");
            throw new FailedException(unnoted);
        }
        return who;
    }

    private Exception noteAlive(RegistryEntry entry) {
        try {
            if (registry != null) {
                registry.alive(entry);
            }
            return null;
        } catch (IOException | RuntimeException e) {
            return e;
        }
    }

    private Process start(SpawnRequest request, String spawnId) throws IOException {
        try {
            return environment.apply(request.builder(), spawnIds.supervisor(), spawnId).start();
        } catch (Error e) {
            // Java may have started it, and then had no thread to wait for it: it is known by its
            // cookie alone.
            ender.endByCookie(spawnId);
            throw e;
        }
    }

    /** Java knows it as its child, and nobody else does. */
    private void endUnidentified(Process process, Living.Seat seat, String spawnId, Throwable why) {
        // With whom it has started; and should its environment not be readable either, itself.
        ender.endByCookie(spawnId);
        process.destroyForcibly();
        var unused =
                process.onExit()
                        .thenRun(
                                () -> {
                                    forget(spawnId, why);
                                    seat.giveBack();
                                });
    }

    private void forget(String spawnId, Throwable why) {
        try {
            if (registry != null) {
                registry.ended(spawnId);
            }
        } catch (IOException | RuntimeException e) {
            why.addSuppressed(e);
        }
    }

    /**
     * Java reaps its children on a thread of its own: a child that ends at once may have given its
     * PID to another process before anybody looks. Whoever is found is the child when it has the
     * cookie of this start; when it shows none, it must have the start time that Java read before
     * it could reap, and this JVM as its parent.
     */
    private ProcessId identify(Process process, String spawnId) throws IOException {
        ProcessId nobody = new ProcessId(process.pid(), tokenKind, NO_TOKEN);
        Optional<ProcessId> found = probe.identify(process.pid());
        if (found.isEmpty()) {
            ProcessSample sample = probe.sample(process.pid(), FieldSet.of(Field.ALIVE));
            boolean mayBeAlive =
                    sample.status() != Status.GONE && sample.alive().orElse(process.isAlive());
            if (mayBeAlive) {
                throw new IOException(
                        "the process that was started cannot be identified: "
                                + sample.status().meaning());
            }
            return nobody;
        }
        ProcessId id = found.get();
        TextBuffer cookie = text.get();
        boolean isChild =
                probe.text().environment(id, EnvironmentRules.SPAWN, cookie) == Status.OK
                        ? cookie.toString().equals(spawnId)
                        : process.toHandle().isAlive() && isOwnChild(id);
        return isChild ? id : nobody;
    }

    private boolean isOwnChild(ProcessId id) {
        return probe.sample(id, FieldSet.of(Field.PARENT)).parentPid().orElse(OWN_PID) == OWN_PID;
    }

    /** One that is alive already: what is known of its start is what the system says. */
    Supervised adopt(ProcessId id, Tags tags) throws IOException {
        Instant startedAt =
                probe.sample(id, FieldSet.of(Field.START_TIME)).startTime().orElseGet(Instant::now);
        String spawnId = spawnIds.next();
        if (registry != null) {
            registry.alive(new RegistryEntry(spawnId, id, tags, startedAt, deadline));
        }
        return new Supervised(spawnId, id, tags, startedAt, deadline, null);
    }
}
