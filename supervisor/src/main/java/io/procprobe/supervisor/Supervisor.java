package io.procprobe.supervisor;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.KillReport;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.supervisor.RecoveryReport.Pruned;
import io.procprobe.supervisor.reap.ReapPlan;
import io.procprobe.supervisor.reap.ReapReport;
import io.procprobe.supervisor.service.ServiceEvent;
import io.procprobe.supervisor.service.ServiceHost;
import io.procprobe.supervisor.service.ServiceSpec;
import io.procprobe.supervisor.service.SupervisedService;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

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
    private static final int ADOPTED_AT_ONCE = 64;
    private static final Duration IDLE_THREADS_END_AFTER = Duration.ofSeconds(10);
    private static final Duration CLOSING_PATIENCE = Duration.ofSeconds(30);
    private static final Duration LISTENERS_PATIENCE = Duration.ofSeconds(1);

    /** To be closed, the last one first, when the supervisor is, or cannot be built. */
    private final Closing closing;

    private final ProcessProbe probe;
    private final Registry registry;
    private final Callbacks callbacks = new Callbacks(daemons("procprobe-callbacks"));
    private final Notices notices;
    private final Slots slots;
    private final Breakers breakers;
    private final Living living = new Living();
    private final History history;
    private final Ender ender;
    private final Caretaker caretaker;
    private final Starter starter;
    private final MemoryGuard memory;
    private final Reaping reaping;
    private final HealthSweep sweep;
    private final Cascade cascade;

    /** Services wait for slots and probes, each by threads of its own. */
    private final ExecutorService serving;

    private final ThreadPoolExecutor ending;
    private final ScheduledThreadPoolExecutor timer;
    private final List<SupervisedService> services = new CopyOnWriteArrayList<>();

    /** One for each process that is adopted, by its hash. */
    private final Lock[] adopting =
            Stream.generate(ReentrantLock::new).limit(ADOPTED_AT_ONCE).toArray(Lock[]::new);

    private final RecoveryReport recovered;
    private final Object shutdownLock = new Object();
    private CompletableFuture<ShutdownReport> shutdown;

    Supervisor(SupervisorBuilder options) throws IOException {
        this.notices = new Notices(options.listeners, callbacks);
        this.closing = new Closing(notices);
        boolean isBuilt = false;
        try {
            this.probe = options.probe == null ? ProcessProbe.open() : options.probe;
            if (options.probe == null) {
                closing.add(probe);
            }
            this.slots = new Slots(options.mostLive, options.hardCap, options.mostLiveByTag);
            UniqueKeys keys = new UniqueKeys(options.unique);
            this.breakers =
                    new Breakers(
                            options.breakerFailures, options.breakerQuick, options.breakerPause);
            this.history = new History(options.historyCount, options.historyAge);
            String bootId = probe.systemFacts().bootId().map(UUID::toString).orElse(null);
            String fresh = UUID.randomUUID().toString();
            Registry.Opened opened =
                    options.registry == null
                            ? null
                            : Registry.open(options.registry, fresh, bootId);
            this.registry = opened == null ? null : opened.registry();
            if (registry != null) {
                closing.add(registry);
            }
            SpawnIds spawnIds = new SpawnIds(registry == null ? fresh : registry.supervisor());
            ThreadPoolExecutor noting = newExecutor(1, new DiscardPolicy());
            closing.add(noting::shutdown);
            // One that comes once all is over is refused all the same, and gives its slot back.
            ThreadPoolExecutor starting = newExecutor(STARTING_THREADS, (late, pool) -> late.run());
            this.ending = newExecutor(ENDING_THREADS, new DiscardPolicy());
            this.serving = Executors.newCachedThreadPool(daemons("procprobe-service"));
            closing.add(serving::shutdown);
            // Ends that were under way find that all have ended, and use the probe until then.
            closing.add(this::finishEnding);
            closing.add(starting::shutdown);
            this.timer =
                    new ScheduledThreadPoolExecutor(
                            1, daemons("procprobe-supervisor-timer"), new DiscardPolicy());
            timer.setRemoveOnCancelPolicy(true);
            closing.add(timer::shutdownNow);
            this.ender = new Ender(probe, ending, options.grace, notices);
            this.caretaker =
                    new Caretaker(
                            probe, living, registry, breakers, history, ender, notices, callbacks,
                            timer, noting);
            EnvironmentRules environment =
                    new EnvironmentRules(options.removedVariables, options.removedPrefixes);
            Launcher launcher =
                    new Launcher(
                            probe,
                            environment,
                            options.deadline,
                            breakers,
                            registry,
                            spawnIds,
                            caretaker,
                            ender);
            this.starter =
                    new Starter(
                            new Starter.Gates(keys, slots, breakers),
                            options.slotTimeout,
                            launcher,
                            caretaker,
                            starting,
                            timer,
                            callbacks);
            this.reaping =
                    new Reaping(
                            probe,
                            living,
                            new OurProcesses(probe, spawnIds, living),
                            options.policies,
                            ender,
                            ending,
                            options.grace,
                            notices);
            closing.add(reaping::close);
            this.memory = new MemoryGuard(probe, options.memoryLimits);
            this.sweep =
                    new HealthSweep(
                            probe,
                            options.sweepInterval,
                            living,
                            memory,
                            new MemoryActions(),
                            caretaker::lookAfter,
                            reaping::atSweep,
                            notices);
            closing.add(sweep);
            this.cascade =
                    new Cascade(probe, living, spawnIds.supervisor(), options.grace, notices);
            this.recovered = recover(opened, bootId);
            this.sweep.start();
            isBuilt = true;
        } finally {
            if (!isBuilt) {
                closing.close();
            }
        }
    }

    /**
     * What a supervisor is to be like.
     *
     * @return a builder with the defaults
     */
    public static SupervisorBuilder builder() {
        return new SupervisorBuilder();
    }

    private static ThreadPoolExecutor newExecutor(
            int threads, RejectedExecutionHandler onceAllIsOver) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        IDLE_THREADS_END_AFTER.toNanos(),
                        TimeUnit.NANOSECONDS,
                        new LinkedBlockingQueue<>(),
                        daemons("procprobe-supervisor"),
                        onceAllIsOver);
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
        registry.restart(recovery.remaining());
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
            starter.takeRecovered(who);
        }
        for (Pruned pruned : recovery.pruned()) {
            notices.warn(
                    "not adopted: PID " + pruned.pid() + " " + pruned.tags() + ", " + pruned.why());
        }
        return new RecoveryReport(adopted, recovery.pruned(), opened.found().damagedLines());
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
     * @throws InterruptedException when the thread is interrupted; then nothing is started, or what
     *     was started meanwhile is ended
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
     * @throws InterruptedException when the thread is interrupted; then nothing is started, or what
     *     was started meanwhile is ended
     */
    public Supervised spawn(SpawnRequest request)
            throws IOException, InterruptedException, SpawnRefusedException {
        Starter.Start started = starter.start(request);
        try {
            return started.get();
        } catch (InterruptedException e) {
            if (!started.giveUp()) {
                CompletableFuture<?> unused =
                        started.thenAccept(
                                who ->
                                        caretaker.end(
                                                who,
                                                EndReason.REQUESTED,
                                                "its caller was interrupted meanwhile"));
            }
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
     *     it gives up: nothing is held for it any more, and should it just be started it is ended.
     *     What hangs on it may take its time, and call this supervisor
     */
    public CompletableFuture<Supervised> spawnAsync(SpawnRequest request) {
        return starter.start(request);
    }

    /**
     * Looks after a process that somebody else has started, as a library has. It takes a slot, even
     * where there is none to be had; a unique tag it gets as one that is spawned does.
     *
     * @param pid a PID; whoever has it now is meant, and never a later holder
     * @param tags what it is for; of one that is looked after already, its own remain
     * @return empty when nobody has the PID
     * @throws IllegalArgumentException when it is this process or an ancestor of it
     * @throws IOException when it cannot be remembered
     * @throws SpawnRefusedException when the supervisor shuts down, or another has a unique tag of
     *     it
     * @throws InterruptedException when the thread is interrupted while another is ended that has a
     *     unique tag of it; then nothing has changed for this one
     */
    public Optional<Supervised> adopt(long pid, Tags tags)
            throws IOException, SpawnRefusedException, InterruptedException {
        Optional<ProcessId> id = probe.identify(pid);
        if (id.isEmpty() || !isAlive(id.get())) {
            return Optional.empty(); // a zombie is nobody any more
        }
        if (OwnLine.has(probe, id.get())) {
            throw new IllegalArgumentException(
                    "PID " + pid + " is this process or an ancestor of it");
        }
        // Two of one process would end each other for a unique tag.
        Lock alone = adopting[Math.floorMod(id.get().hashCode(), adopting.length)];
        alone.lockInterruptibly();
        try {
            Optional<Supervised> known = find(id.get());
            return known.isPresent() ? known : Optional.of(starter.adopt(id.get(), tags));
        } finally {
            alone.unlock();
        }
    }

    private boolean isAlive(ProcessId id) {
        return probe.sample(id, FieldSet.of(Field.ALIVE)).alive().orElse(false);
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

    /**
     * Looks at everybody now, and tells who would be ended by the policies, and why.
     *
     * @return nobody when processes cannot be read
     */
    public ReapPlan plan() {
        ReapPlan[] found = {null};
        sweep.withTable((table, all) -> found[0] = reaping.examine(table, all));
        return found[0] == null ? new ReapPlan(List.of()) : found[0];
    }

    /**
     * Makes a plan and carries it out.
     *
     * @return what became of everybody, once that is verified
     * @throws InterruptedException when the thread is interrupted; what was sent was sent
     */
    public ReapReport reap() throws InterruptedException {
        return reaping.carryOut(plan());
    }

    // ---------------------------------------------------------------------------------- services

    /**
     * Keeps a long-lived child running that others depend on. It is started, and ends with this
     * supervisor at the latest. To be closed when it is not wanted any more, or it is remembered.
     *
     * @param spec what it is like
     * @param listener is told of each change of its state
     * @return the service, which may be stopped and started again
     * @throws IllegalArgumentException when there is a service of that name that is not closed
     */
    public SupervisedService superviseService(ServiceSpec spec, Consumer<ServiceEvent> listener) {
        SupervisedService service =
                new SupervisedService(spec, new Host(), timer, serving, listener);
        synchronized (services) {
            if (services.stream().anyMatch(it -> it.spec().name().equals(spec.name()))) {
                throw new IllegalArgumentException("there is a service " + spec.name());
            }
            services.add(service);
        }
        service.start();
        return service;
    }

    /** Processes of services are processes like others. */
    private final class Host implements ServiceHost {
        @Override
        public Supervised spawn(SpawnRequest request)
                throws IOException, InterruptedException, SpawnRefusedException {
            Starter.Start started = starter.start(request);
            try {
                return started.get();
            } catch (InterruptedException e) {
                if (started.giveUp()) {
                    throw e;
                }
                // It is being started, which takes milliseconds: who gave up has it ended.
                return resultOf(started);
            } catch (ExecutionException e) {
                throw Starter.thrown(e.getCause());
            }
        }

        private Supervised resultOf(Starter.Start started)
                throws IOException, SpawnRefusedException {
            try {
                return started.join();
            } catch (CompletionException e) {
                throw Starter.thrown(e.getCause());
            }
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

        @Override
        public List<Supervised> ofService(String name) {
            return living.all().stream().filter(who -> who.tags().has(Tags.SERVICE, name)).toList();
        }

        @Override
        public void forget(SupervisedService service) {
            services.remove(service);
        }
    }

    private final class MemoryActions implements MemoryGuard.Actions {
        @Override
        public void tell(MemoryEvent event) {
            notices.memory(event);
        }

        @Override
        public void end(Supervised who, String detail) {
            ender.end(who, EndReason.MEMORY, detail);
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
        return Optional.ofNullable(living.byId(id));
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
        Runnable begin = () -> {};
        synchronized (shutdownLock) {
            if (shutdown == null) {
                shutdown = new CompletableFuture<>();
                begin = this::beginShutdown;
            }
            done = shutdown;
        }
        begin.run();
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the shutdown has failed", e.getCause());
        }
    }

    private void beginShutdown() {
        try {
            Thread thread = new Thread(this::shutDownNow, "procprobe-shutdown");
            // The JVM waits for it: not to leave anybody behind is what it is for.
            thread.setDaemon(false);
            thread.start();
        } catch (OutOfMemoryError e) {
            shutDownNow(); // no thread can be had
        }
    }

    private void shutDownNow() {
        try {
            ShutdownReport report;
            try {
                starter.close();
                report = cascade.run(this::stopServices);
                callbacks.awaitTold(LISTENERS_PATIENCE);
            } finally {
                // Before anybody is told: the next supervisor may want the registry at once.
                closing.close();
            }
            shutdown.complete(report);
        } catch (InterruptedException | RuntimeException | Error e) {
            shutdown.completeExceptionally(e);
        }
    }

    /** Their processes end with all the others. */
    private CompletableFuture<?> stopServices() {
        return CompletableFuture.allOf(
                services.stream().map(SupervisedService::stop).toArray(CompletableFuture[]::new));
    }

    private void finishEnding() throws InterruptedException {
        ending.shutdown();
        if (!ending.awaitTermination(CLOSING_PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
            notices.warn("some ends are still under way");
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
