package io.procprobe.supervisor;

import io.procprobe.KillReport;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.supervisor.service.ServiceHost;
import io.procprobe.supervisor.service.SupervisedService;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Starts and ends real processes for services, and sees to it that there are never two: before each
 * start it looks whether anything of the earlier ones is left.
 */
public final class TestHost implements ServiceHost, AutoCloseable {
    private static final String COOKIE = "PROCPROBE_TEST_COOKIE";
    private static final long DEADLINE_SECONDS = 60;

    /** Holds up a start or an end, or has it fail with what it throws. */
    public interface Gate {
        /**
         * Returns when it may go on.
         *
         * @throws IOException as the host is to
         * @throws InterruptedException as the host is to
         * @throws SpawnRefusedException as the host is to
         */
        void pass() throws IOException, InterruptedException, SpawnRefusedException;
    }

    private final ProcessProbe probe = ProcessProbe.open();
    private final List<Supervised> started = new CopyOnWriteArrayList<>();
    private final List<String> leftovers = new CopyOnWriteArrayList<>();
    private final List<SupervisedService> forgotten = new CopyOnWriteArrayList<>();
    private final List<EndReason> ends = new CopyOnWriteArrayList<>();
    private volatile Gate beforeStart = () -> {};
    private volatile Gate afterStart = () -> {};
    private volatile Gate beforeEnd = () -> {};

    /** Makes a host that has started nothing. */
    public TestHost() {}

    @Override
    public Supervised spawn(SpawnRequest request)
            throws IOException, InterruptedException, SpawnRefusedException {
        beforeStart.pass();
        for (Supervised earlier : started) {
            left(earlier).forEach(entry -> leftovers.add(entry + " of " + earlier));
        }
        String cookie = UUID.randomUUID().toString();
        ProcessBuilder builder = request.builder();
        builder.environment().put(COOKIE, cookie);
        Process process = builder.start();
        ProcessId id =
                probe.identify(process.pid())
                        .orElseThrow(() -> new IOException("it ended before it was known"));
        Supervised who = new Supervised(cookie, id, request.tags(), Instant.now(), null, process);
        started.add(who);
        var unused =
                probe.onExit(id)
                        .thenCombine(process.onExit(), (exit, reaped) -> how(who, reaped))
                        .thenAccept(who::complete);
        afterStart.pass();
        return who;
    }

    @Override
    public CompletableFuture<Ended> end(
            Supervised who, EndReason reason, String detail, Duration grace) {
        ends.add(reason);
        try {
            beforeEnd.pass();
            who.noteEnding(reason, detail);
            KillReport report =
                    probe.treeKill(who.id()).grace(grace).cookie(COOKIE, who.spawnId()).run();
            return report.complete()
                    ? who.onEnd()
                    : CompletableFuture.failedFuture(new IOException("not ended: " + report));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedFuture(e);
        } catch (IOException | SpawnRefusedException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public List<Supervised> ofService(String name) {
        return started.stream()
                .filter(who -> who.isAlive() && who.tags().has(Tags.SERVICE, name))
                .toList();
    }

    @Override
    public void forget(SupervisedService service) {
        forgotten.add(service);
    }

    /**
     * Which services have been closed.
     *
     * @return a copy
     */
    public List<SupervisedService> forgotten() {
        return List.copyOf(forgotten);
    }

    /**
     * All that were started, in their order.
     *
     * @return a copy
     */
    public List<Supervised> started() {
        return List.copyOf(started);
    }

    /**
     * What was alive of an earlier process when another was started.
     *
     * @return empty when all is well
     */
    public List<String> leftovers() {
        return List.copyOf(leftovers);
    }

    /**
     * For what reasons {@link #end} was called.
     *
     * @return a copy
     */
    public List<EndReason> ends() {
        return List.copyOf(ends);
    }

    /**
     * What is alive of one that was started.
     *
     * @param who that one
     * @return itself, and what it has started
     * @throws InterruptedException when interrupted
     */
    public List<KillReport.Entry> left(Supervised who) throws InterruptedException {
        return probe
                .treeKill(who.id())
                .cookie(COOKIE, who.spawnId())
                .dryRun()
                .run()
                .entries()
                .stream()
                .filter(entry -> entry.outcome() == KillReport.Outcome.SPARED)
                .toList();
    }

    /**
     * How many processes are alive of all that were started.
     *
     * @return 0 when nothing is left
     * @throws InterruptedException when interrupted
     */
    public int alive() throws InterruptedException {
        List<KillReport.Entry> all = new ArrayList<>();
        for (Supervised who : started) {
            all.addAll(left(who));
        }
        return all.size();
    }

    /**
     * What every start has to pass before there is a process.
     *
     * @param gate instead of the one before
     */
    public void beforeStart(Gate gate) {
        beforeStart = gate;
    }

    /**
     * What every start has to pass before its process is handed out.
     *
     * @param gate instead of the one before
     */
    public void afterStart(Gate gate) {
        afterStart = gate;
    }

    /**
     * What every end has to pass before a signal is sent.
     *
     * @param gate instead of the one before
     */
    public void beforeEnd(Gate gate) {
        beforeEnd = gate;
    }

    /**
     * Ends one as the owner of a supervisor, or one of its policies, would.
     *
     * @param who that one
     * @param reason of whom
     * @throws ExecutionException never
     * @throws InterruptedException when interrupted
     * @throws TimeoutException when it does not end
     */
    public void endFor(Supervised who, EndReason reason)
            throws ExecutionException, InterruptedException, TimeoutException {
        who.noteEnding(reason, "by the test");
        probe.treeKill(who.id()).grace(Duration.ZERO).cookie(COOKIE, who.spawnId()).run();
        who.onEnd().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Does the first half of that: whatever ends it now, this is the reason.
     *
     * @param who that one
     * @param reason of whom
     */
    public void noteEnding(Supervised who, EndReason reason) {
        who.noteEnding(reason, "by the test");
    }

    /** Ends whatever is left. */
    @Override
    public void close() {
        try {
            endAll();
        } catch (ExecutionException | InterruptedException | TimeoutException e) {
            throw new AssertionError("a process is left", e);
        }
    }

    private void endAll() throws ExecutionException, InterruptedException, TimeoutException {
        for (Supervised who : started) {
            endFor(who, EndReason.SHUTDOWN);
        }
        probe.close();
    }

    private static Ended how(Supervised who, Process process) {
        int status = process.exitValue();
        EndReason ours = who.endReason();
        EndReason itself = status == 0 ? EndReason.FINISHED : EndReason.FAILED;
        return new Ended(
                who.id(),
                who.tags(),
                ours == null ? itself : ours,
                who.endDetail(),
                OptionalInt.of(status),
                OptionalInt.empty(),
                who.startedAt(),
                Duration.between(who.startedAt(), Instant.now()),
                0);
    }
}
