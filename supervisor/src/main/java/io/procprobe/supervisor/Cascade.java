package io.procprobe.supervisor;

import io.procprobe.KillReport;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.TreeKill;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Ends all trees together, and waits until that is verified. */
final class Cascade {
    /** How long, beyond the grace time, to wait for the ends of those that were killed. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ProcessProbe probe;
    private final Living living;
    private final String supervisorId;
    private final Duration grace;
    private final Notices notices;

    Cascade(
            ProcessProbe probe,
            Living living,
            String supervisorId,
            Duration grace,
            Notices notices) {
        this.probe = probe;
        this.living = living;
        this.supervisorId = supervisorId;
        this.grace = grace;
        this.notices = notices;
    }

    /**
     * Nobody is started any more.
     *
     * @param others begins what is to come to its end as well
     */
    ShutdownReport run(Supplier<CompletableFuture<?>> others) throws InterruptedException {
        long begun = System.nanoTime();
        List<Supervised> all = new ArrayList<>(living.all());
        // One of an earlier supervisor may have started this process: it is left, and told of.
        List<Supervised> above = all.stream().filter(who -> OwnLine.has(probe, who.id())).toList();
        all.removeAll(above);
        all.forEach(who -> who.noteEnding(EndReason.SHUTDOWN, "the supervisor shuts down"));
        CompletableFuture<?> othersEnd = others.get();
        KillReport report = killTrees(all.stream().map(Supervised::id).toList());
        CompletableFuture<?> ends =
                CompletableFuture.allOf(
                        all.stream().map(Supervised::onEnd).toArray(CompletableFuture[]::new));
        try {
            CompletableFuture.allOf(ends, othersEnd).get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            notices.warn("not all have ended: " + living.all());
        }
        return new ShutdownReport(
                report, living.all(), Duration.ofNanos(System.nanoTime() - begun));
    }

    private KillReport killTrees(List<ProcessId> roots) throws InterruptedException {
        try {
            return of(roots).run();
        } catch (IllegalArgumentException e) {
            notices.failed("this process is connected with one that is to be ended", e);
        }
        // It is no reason to spare the others.
        List<ProcessId> connected = new ArrayList<>();
        for (ProcessId root : roots) {
            if (isConnectedWithUs(root)) {
                connected.add(root);
                probe.treeKill(root).grace(grace).alone().run();
            }
        }
        List<ProcessId> rest = new ArrayList<>(roots);
        rest.removeAll(connected);
        try {
            return of(rest).run();
        } catch (IllegalArgumentException e) {
            return probe.treeKill(rest).grace(grace).run();
        }
    }

    private TreeKill of(List<ProcessId> roots) {
        return probe.treeKill(roots).cookie(EnvironmentRules.SUPERVISOR, supervisorId).grace(grace);
    }

    private boolean isConnectedWithUs(ProcessId root) throws InterruptedException {
        try {
            probe.treeKill(root).dryRun().run();
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }
}
