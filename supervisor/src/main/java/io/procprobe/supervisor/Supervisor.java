package io.procprobe.supervisor;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.KillReport;
import io.procprobe.ProcessExit;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import io.procprobe.supervisor.RecoveryReport.Pruned;
import io.procprobe.supervisor.reap.ReapPlan;
import io.procprobe.supervisor.reap.ReapReport;
import io.procprobe.supervisor.reap.Reaper;
import io.procprobe.supervisor.service.ServiceEvent;
import io.procprobe.supervisor.service.ServiceHost;
import io.procprobe.supervisor.service.ServiceSpec;
import io.procprobe.supervisor.service.SupervisedService;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Looks after the processes that a server spawns: starts them within limits, remembers them across
 * its own end, notices every exit at once, and ends what is too old, too large or left over, with
 * all that it has started, by identity and never by a number alone.
 *
 * <pre>{@code
 * try (Supervisor supervisor = Supervisor.builder()
 *         .registry(Path.of("workers.registry"))
 *         .mostLive(8)
 *         .build()) {
 *     Supervised worker = supervisor.spawn(new ProcessBuilder("worker"), Tags.of("session", "a"));
 *     worker.onEnd().thenAccept(end -> System.out.println(end.reason()));
 * }
 * }</pre>
 *
 * <p>A slot is taken from before a process is started until its end has been verified, never only
 * until a signal was sent. What the supervisor itself ends is never a failure.
 *
 * <p>Threads: any number may use it. Its own are daemons: a few that start and end processes, one
 * that sweeps, one for timeouts.
 */
public final class Supervisor implements AutoCloseable {
    private static final int STARTING_THREADS = 4;
    private static final int ENDING_THREADS = 8;
    private static final Duration IDLE_THREADS_END_AFTER = Duration.ofSeconds(10);

    /** How long, beyond the grace time, a shutdown waits for the ends of those that were killed. */
    private static final Duration SHUTDOWN_PATIENCE = Duration.ofSeconds(30);

    private final SupervisorBuilder options;
    private final ProcessProbe probe;
    private final String supervisorId;
    private final Registry registry;
    private final Notices notices;
    private final Slots slots;
    private final UniqueKeys keys;
    private final Breakers breakers;
    private final Living living = new Living();
    private final History history;

    /** What is short, and never to wait: ends and notices. */
    private final ThreadPoolExecutor noting;

    private final ThreadPoolExecutor starting;
    private final ThreadPoolExecutor ending;

    /** Services wait for slots and probes, each by threads of its own. */
    private final ExecutorService serving;

    private final ScheduledThreadPoolExecutor timer;
    private final Ender ender;
    private final Starter starter;
    private final MemoryGuard memory;
    private final OurProcesses ours;
    private final Reaper reaper;

    /** Those who are being ended and are not looked after: not twice at the same time. */
    private final Set<ProcessId> strays = ConcurrentHashMap.newKeySet();

    private final List<SupervisedService> services = new CopyOnWriteArrayList<>();
    private final HealthSweep sweep;
    private final RecoveryReport recovered;
    private final Object shutdownLock = new Object();
    private CompletableFuture<ShutdownReport> shutdown;

    Supervisor(SupervisorBuilder options) throws IOException {
        this.options = options;
        this.probe = options.probe == null ? ProcessProbe.open() : options.probe;
        this.notices = new Notices(options.listeners);
        this.slots = new Slots(options.mostLive, options.hardCap, options.mostLiveByTag);
        this.keys = new UniqueKeys(options.unique);
        this.breakers =
                new Breakers(options.breakerFailures, options.breakerQuick, options.breakerPause);
        this.history = new History(options.historyCount, options.historyAge);
        String bootId = probe.systemFacts().bootId().map(UUID::toString).orElse(null);
        String fresh = UUID.randomUUID().toString();
        Registry.Opened opened =
                options.registry == null ? null : Registry.open(options.registry, fresh, bootId);
        this.registry = opened == null ? null : opened.registry();
        this.supervisorId = registry == null ? fresh : registry.supervisor();
        this.noting = newExecutor(1);
        this.starting = newExecutor(STARTING_THREADS);
        this.ending = newExecutor(ENDING_THREADS);
        this.serving = Executors.newCachedThreadPool(daemons("procprobe-service"));
        this.timer =
                new ScheduledThreadPoolExecutor(
                        1, daemons("procprobe-supervisor-timer"), new DiscardPolicy());
        this.timer.setRemoveOnCancelPolicy(true);
        this.ender = new Ender(probe, ending, options.grace, notices);
        this.starter =
                new Starter(
                        options,
                        probe,
                        slots,
                        keys,
                        breakers,
                        registry,
                        supervisorId,
                        UUID.randomUUID().toString(),
                        starting,
                        timer,
                        new Takeover());
        this.ours = new OurProcesses(probe, supervisorId, starter.underWay());
        this.reaper = newReaper();
        this.memory = new MemoryGuard(probe, options.memoryLimits);
        this.sweep =
                new HealthSweep(
                        probe,
                        options.sweepInterval,
                        living,
                        memory,
                        this::reapAtSweep,
                        new SweepActions(),
                        notices);
        this.recovered = recover(opened, bootId);
        this.sweep.start();
    }

    /**
     * What a supervisor is to be like.
     *
     * @return a builder with the defaults
     */
    public static SupervisorBuilder builder() {
        return new SupervisorBuilder();
    }

    private static ThreadPoolExecutor newExecutor(int threads) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        IDLE_THREADS_END_AFTER.toNanos(),
                        TimeUnit.NANOSECONDS,
                        new LinkedBlockingQueue<>(),
                        daemons("procprobe-supervisor"),
                        // Only once all is over.
                        new DiscardPolicy());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory daemons(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    // ------------------------------------------------------------------------------ begin and end

    private RecoveryReport recover(Registry.Opened opened, String bootId) throws IOException {
        if (opened == null) {
            return new RecoveryReport(List.of(), List.of(), 0);
        }
        Recovery recovery = new Recovery(probe, bootId);
        recovery.look(opened.found());
        registry.restart(recovery.alive());
        List<Supervised> adopted = new ArrayList<>();
        for (RegistryEntry entry : recovery.alive()) {
            Supervised who =
                    new Supervised(
                            entry.spawnId(),
                            entry.id(),
                            entry.tags(),
                            entry.startedAt(),
                            entry.deadline(),
                            null);
            adopted.add(who);
            takeUnwaited(who);
        }
        for (Pruned pruned : recovery.pruned()) {
            notices.warn(
                    "not adopted: PID " + pruned.pid() + " " + pruned.tags() + ", " + pruned.why());
        }
        return new RecoveryReport(adopted, recovery.pruned(), opened.found().damagedLines());
    }

    private void takeUnwaited(Supervised who) {
        // The breaker has nothing to do with those whom it did not let in.
        who.noteOutcome();
        UniqueKeys.Hold hold = keys.take(who.tags());
        new Takeover().take(who, new Living.Seat(slots.take(who.tags()), hold));
        hold.onReplaced(() -> ender.end(who, EndReason.REPLACED, "another takes its place"));
    }

    /** From its start until its end has been verified, once each. */
    private final class Takeover implements Starter.Started {
        @Override
        public void take(Supervised who, Living.Seat seat) {
            int concurrent = living.add(who, seat);
            notices.started(who, concurrent);
            ScheduledFuture<?> alarm =
                    timer.schedule(
                            () -> noteLived(who), breakers.quick().toNanos(), TimeUnit.NANOSECONDS);
            // Or it keeps what has ended, with the buffers of its streams, until then.
            CompletableFuture<?> unused =
                    who.onEnd().whenComplete((how, failure) -> alarm.cancel(false));
            awaitEnd(who);
        }

        @Override
        public void end(Supervised who, EndReason reason, String detail) {
            ender.end(who, reason, detail);
        }
    }

    private void noteLived(Supervised who) {
        if (who.isAlive() && who.noteOutcome()) {
            breakers.noteLived(who.tags());
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

    private void conclude(Supervised who, OptionalInt exitCode, OptionalInt signal) {
        Living.Seat seat = living.remove(who);
        if (seat == null) {
            return;
        }
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
        if (who.noteOutcome()) {
            breakers.noteEndedQuickly(how);
        }
        try {
            if (registry != null) {
                registry.ended(who.spawnId());
            }
        } catch (IOException e) {
            notices.failed("the registry cannot note an end", e);
        }
        history.add(how);
        seat.giveBack();
        who.complete(how);
        notices.ended(how);
    }

    private static EndReason reasonOf(OptionalInt exitCode, OptionalInt signal) {
        if (exitCode.isPresent()) {
            return exitCode.getAsInt() == 0 ? EndReason.FINISHED : EndReason.FAILED;
        }
        return signal.isPresent() ? EndReason.FAILED : EndReason.UNKNOWN;
    }

    // ---------------------------------------------------------------------------- spawn and adopt

    /**
     * Starts a process, and waits for a slot if need be.
     *
     * @param builder as {@link SpawnRequest#of}
     * @param tags what it is for
     * @return it is alive, unless it has ended since
     * @throws SpawnRefusedException when no slot became free, or none may be taken
     * @throws IOException when it cannot be started
     * @throws InterruptedException when the thread is interrupted; then nothing was, or is, started
     */
    public Supervised spawn(ProcessBuilder builder, Tags tags)
            throws IOException, InterruptedException, SpawnRefusedException {
        return spawn(SpawnRequest.of(builder).tags(tags));
    }

    /**
     * The same with limits of its own.
     *
     * @param request what is to be started
     * @return it is alive, unless it has ended since
     * @throws SpawnRefusedException when no slot became free, or none may be taken
     * @throws IOException when it cannot be started
     * @throws InterruptedException when the thread is interrupted; then nothing was, or is, started
     */
    public Supervised spawn(SpawnRequest request)
            throws IOException, InterruptedException, SpawnRefusedException {
        CompletableFuture<Supervised> started = starter.start(request);
        try {
            return started.get();
        } catch (InterruptedException e) {
            started.cancel(false);
            throw e;
        } catch (ExecutionException e) {
            throw Starter.thrown(e.getCause());
        } catch (CancellationException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The same without waiting.
     *
     * @param request what is to be started
     * @return completes with the process; exceptionally with what {@link #spawn} throws. To cancel
     *     it gives up: nothing is held for it any more, and should it just be started it is ended
     */
    public CompletableFuture<Supervised> spawnAsync(SpawnRequest request) {
        return starter.start(request);
    }

    /**
     * Looks after a process that somebody else has started, as a library has. It takes a slot, even
     * where there is none to be had.
     *
     * @param pid a PID; whoever has it now is meant, and never a later holder
     * @param tags what it is for
     * @return empty when nobody has the PID
     * @throws IOException when it cannot be remembered
     * @throws SpawnRefusedException when the supervisor shuts down
     */
    public Optional<Supervised> adopt(long pid, Tags tags)
            throws IOException, SpawnRefusedException {
        Optional<ProcessId> id = probe.identify(pid);
        if (id.isEmpty()
                || !probe.sample(id.get(), FieldSet.of(Field.ALIVE)).alive().orElse(false)) {
            return Optional.empty(); // a zombie is nobody any more
        }
        return Optional.of(starter.adopt(id.get(), tags, this::takeUnwaited));
    }

    // --------------------------------------------------------------------------------------- end

    /**
     * Ends a process with all that it has started: asks, waits for the grace time, kills.
     *
     * @param who one of this supervisor
     * @param detail why, for a person
     * @return completes once its end has been verified and its slot is free
     */
    public CompletableFuture<Ended> end(Supervised who, String detail) {
        ender.end(who, EndReason.REQUESTED, detail);
        return who.onEnd();
    }

    /**
     * Ends all processes whose tag {@link Tags#SESSION} has this value.
     *
     * @param session a session
     * @return completes with how each ended, once all have; empty when there were none
     */
    public CompletableFuture<List<Ended>> reapSession(String session) {
        List<CompletableFuture<Ended>> ends = new ArrayList<>();
        for (Supervised who : living.all()) {
            if (who.tags().has(Tags.SESSION, session)) {
                ender.end(who, EndReason.REAPED, "session " + session + " has ended");
                ends.add(who.onEnd());
            }
        }
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
                .thenApply(all -> ends.stream().map(CompletableFuture::join).toList());
    }

    private Reaper newReaper() {
        Reaper.Builder builder =
                Reaper.builder(probe).membership(ours).grace(options.grace).ender(this::endPlanned);
        options.policies.forEach(builder::policy);
        return builder.build();
    }

    /** One that is looked after ends as such, and others by identity. */
    private KillReport endPlanned(ReapPlan.Entry entry) throws InterruptedException {
        noteReaped(entry);
        Optional<Supervised> who = find(entry.id());
        return who.isPresent()
                ? ender.endNow(who.get(), EndReason.REAPED, entry.reason(), options.grace)
                : probe.treeKill(entry.id()).grace(options.grace).run();
    }

    /** Who is below ends with it, and by our will too. */
    private void noteReaped(ReapPlan.Entry entry) {
        notices.warn("to be ended: PID " + entry.id().pid() + ", " + entry.reason());
        for (ProcessId below : entry.below()) {
            find(below).ifPresent(who -> who.noteEnding(EndReason.REAPED, entry.reason()));
        }
    }

    /** A sweep does not wait for those whom it ends. */
    private void reapAtSweep(ProcessTable table, List<Supervised> all) {
        if (options.policies.isEmpty()) {
            return;
        }
        ours.begin(table, all);
        ReapPlan plan = reaper.examine(table);
        if (plan != null) {
            plan.entries().forEach(this::reapSoon);
        }
    }

    private void reapSoon(ReapPlan.Entry entry) {
        Optional<Supervised> who = find(entry.id());
        if (who.isPresent()) {
            noteReaped(entry);
            ender.end(who.get(), EndReason.REAPED, entry.reason());
        } else if (strays.add(entry.id())) {
            noteReaped(entry);
            ending.execute(() -> endStray(entry));
        }
    }

    private void endStray(ReapPlan.Entry entry) {
        try {
            KillReport report = probe.treeKill(entry.id()).grace(options.grace).run();
            if (!report.complete()) {
                notices.warn("not all have ended: " + report);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            notices.failed("PID " + entry.id().pid() + " cannot be ended", e);
        } finally {
            strays.remove(entry.id());
        }
    }

    /**
     * Looks at everybody now, and tells who would be ended by the policies, and why.
     *
     * @return nobody when processes cannot be read
     */
    public ReapPlan plan() {
        ReapPlan[] found = {null};
        sweep.withTable(
                (table, all) -> {
                    ours.begin(table, all);
                    found[0] = reaper.examine(table);
                });
        return found[0] == null ? new ReapPlan(List.of()) : found[0];
    }

    /**
     * Makes a plan and carries it out.
     *
     * @return what became of everybody, once that is verified
     * @throws InterruptedException when the thread is interrupted; what was sent was sent
     */
    public ReapReport reap() throws InterruptedException {
        return reaper.reap(plan());
    }

    // ---------------------------------------------------------------------------------- services

    /**
     * Keeps a long-lived child running that others depend on. It is started, and ends with this
     * supervisor at the latest.
     *
     * @param spec what it is like
     * @param listener is told of each change of its state
     * @return the service, which may be stopped and started again
     */
    public SupervisedService superviseService(ServiceSpec spec, Consumer<ServiceEvent> listener) {
        SupervisedService service =
                new SupervisedService(spec, new Host(), timer, serving, listener);
        services.add(service);
        service.start();
        return service;
    }

    /** Processes of services are processes like others. */
    private final class Host implements ServiceHost {
        @Override
        public Supervised spawn(SpawnRequest request)
                throws IOException, InterruptedException, SpawnRefusedException {
            return Supervisor.this.spawn(request);
        }

        @Override
        public CompletableFuture<Ended> end(
                Supervised who, EndReason reason, String detail, Duration grace) {
            return CompletableFuture.runAsync(
                            () -> {
                                try {
                                    KillReport report = ender.endNow(who, reason, detail, grace);
                                    if (!report.complete()) {
                                        throw new IllegalStateException("not all end: " + report);
                                    }
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            },
                            ending)
                    .thenCompose(unused -> who.onEnd());
        }
    }

    private final class SweepActions implements HealthSweep.Steps {
        @Override
        public void tell(MemoryEvent event) {
            notices.memory(event);
        }

        @Override
        public void end(Supervised who, String detail) {
            ender.end(who, EndReason.MEMORY, detail);
        }

        @Override
        public void pastDeadline(Supervised who) {
            String limit = who.deadline().map(Duration::toString).orElse("");
            ender.end(who, EndReason.DEADLINE, "it has run for longer than " + limit);
        }

        @Override
        public void lookAfter(Supervised who, boolean isThere) {
            if (who.endReason() != null) {
                ender.again(who);
            }
            if (who.isUnwatched()) {
                who.noteUnwatched(false);
                awaitEnd(who);
            }
        }
    }

    /**
     * Looks at everybody now, as every sweep does.
     *
     * @return false when a sweep was under way; then nothing was done
     */
    public boolean sweepNow() {
        return sweep.sweep();
    }

    // ------------------------------------------------------------------------------------- facts

    /**
     * Who is alive.
     *
     * @return those whose end has not been verified
     */
    public List<Supervised> active() {
        return living.all();
    }

    /**
     * Who of them is this one.
     *
     * @param id who it is
     * @return empty when it is none of them, or has ended
     */
    public Optional<Supervised> find(ProcessId id) {
        return Optional.ofNullable(living.byPid(id.pid())).filter(who -> who.id().equals(id));
    }

    /**
     * What the registry had at the start.
     *
     * @return nothing at all where there is none
     */
    public RecoveryReport recovered() {
        return recovered;
    }

    /**
     * Whether memory is above a soft threshold: time to take on no more.
     *
     * @return as the last sweep found it
     */
    public boolean isDegraded() {
        return memory.isDegraded();
    }

    /**
     * Facts for a health endpoint. Asks the system nothing.
     *
     * @return as of now, with the readings of the last sweep
     */
    public SupervisorStats stats() {
        return new SupervisorStats(
                living.all(),
                slots.peak(),
                living.started(),
                history.countByReason(),
                history.ended(),
                slots.taken(),
                slots.waiting(),
                breakers.states(),
                sweep.sweeps(),
                sweep.skipped(),
                sweep.last(),
                notices.failures(),
                memory.isDegraded());
    }

    // ---------------------------------------------------------------------------------- shutdown

    /**
     * Ends everything: nothing is started any more, who waits is refused; then all trees are asked
     * together, have the grace time together, and are killed; what carries the cookie of this
     * supervisor and belongs to none of them as well. Each is taken out of the registry when its
     * end has been verified, and not before. May be called again, also at the same time, from a
     * shutdown hook or a handler of signals: it is done once, and all are told the same.
     *
     * @return what it came to
     * @throws InterruptedException when the thread is interrupted; the shutdown goes on
     */
    public ShutdownReport shutdown() throws InterruptedException {
        CompletableFuture<ShutdownReport> done;
        synchronized (shutdownLock) {
            if (shutdown == null) {
                shutdown = new CompletableFuture<>();
                Thread thread = new Thread(this::shutDownNow, "procprobe-shutdown");
                // The JVM waits for it: not to leave anybody behind is what it is for.
                thread.setDaemon(false);
                thread.start();
            }
            done = shutdown;
        }
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the shutdown has failed", e.getCause());
        }
    }

    private void shutDownNow() {
        try {
            ShutdownReport report;
            try {
                report = cascade();
            } finally {
                // Before anybody is told: the next supervisor may want the registry at once.
                closeQuietly();
            }
            shutdown.complete(report);
        } catch (InterruptedException | RuntimeException | Error e) {
            shutdown.completeExceptionally(e);
        }
    }

    private ShutdownReport cascade() throws InterruptedException {
        long begun = System.nanoTime();
        starter.close();
        List<Supervised> all = living.all();
        all.forEach(who -> who.noteEnding(EndReason.SHUTDOWN, "the supervisor shuts down"));
        // They are not waited for one by one: their processes end with all the others.
        CompletableFuture<?>[] stops =
                services.stream().map(SupervisedService::stop).toArray(CompletableFuture[]::new);
        KillReport report =
                probe.treeKill(all.stream().map(Supervised::id).toList())
                        .cookie(EnvironmentRules.SUPERVISOR, supervisorId)
                        .grace(options.grace)
                        .run();
        CompletableFuture<?> ends =
                CompletableFuture.allOf(
                        all.stream().map(Supervised::onEnd).toArray(CompletableFuture[]::new));
        try {
            CompletableFuture.allOf(ends, CompletableFuture.allOf(stops))
                    .get(SHUTDOWN_PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            notices.warn("not all have ended: " + living.all());
        }
        return new ShutdownReport(
                report, living.all(), Duration.ofNanos(System.nanoTime() - begun));
    }

    private void closeQuietly() {
        try {
            sweep.close();
            reaper.close();
            timer.shutdownNow();
            starting.shutdown();
            // Single ends that were under way find that all have ended, and use the probe until
            // then.
            ending.shutdown();
            if (!ending.awaitTermination(SHUTDOWN_PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                notices.warn("some ends are still under way");
            }
            serving.shutdown();
            noting.shutdown();
            if (registry != null) {
                registry.close();
            }
            if (options.probe == null) {
                probe.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            notices.failed("something cannot be closed", e);
        }
    }

    /** As {@link #shutdown()}; an interrupt does not hinder it, and is kept. */
    @Override
    public void close() {
        boolean wasInterrupted = false;
        while (true) {
            try {
                shutdown();
                break;
            } catch (InterruptedException e) {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
