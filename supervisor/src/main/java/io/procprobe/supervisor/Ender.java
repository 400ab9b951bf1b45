package io.procprobe.supervisor;

import io.procprobe.KillReport;
import io.procprobe.ProcessProbe;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Ends processes with all that they have started, by identity and by the cookie of their start.
 * That they have ended is told by who waits for their exits, not from here.
 */
final class Ender {
    private final ProcessProbe probe;
    private final Executor executor;
    private final Duration grace;
    private final Notices notices;
    private final Set<Supervised> underWay = ConcurrentHashMap.newKeySet();

    Ender(ProcessProbe probe, Executor executor, Duration grace, Notices notices) {
        this.probe = probe;
        this.executor = executor;
        this.grace = grace;
        this.notices = notices;
    }

    /** The first reason counts. {@link Supervised#onEnd} tells when its end has been verified. */
    void end(Supervised who, EndReason reason, String detail) {
        who.noteEnding(reason, detail);
        again(who);
    }

    /** Unless it is being done. */
    void again(Supervised who) {
        if (who.isAlive() && underWay.add(who)) {
            try {
                executor.execute(() -> kill(who));
            } catch (RuntimeException | Error e) {
                underWay.remove(who); // the next sweep tries again
                notices.failed("no thread to end " + who, e);
            }
        }
    }

    /**
     * The same at once, by this thread, also for one that has ended: it may have left others
     * behind.
     */
    KillReport endNow(Supervised who, EndReason reason, String detail, Duration within)
            throws InterruptedException {
        who.noteEnding(reason, detail);
        return run(who, within);
    }

    /** Whoever carries the cookie of a start, though nobody knows who that is. At once. */
    void endByCookie(String spawnId) {
        try {
            KillReport report =
                    probe.treeKill(List.of())
                            .grace(Duration.ZERO)
                            .cookie(EnvironmentRules.SPAWN, spawnId)
                            .run();
            if (!report.complete()) {
                notices.warn("not all of start " + spawnId + " have ended: " + report);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            notices.failed("who was started as " + spawnId + " cannot be ended", e);
        }
    }

    private KillReport run(Supervised who, Duration within) throws InterruptedException {
        return probe.treeKill(who.id())
                .grace(within)
                .cookie(EnvironmentRules.SPAWN, who.spawnId())
                .run();
    }

    private void kill(Supervised who) {
        try {
            KillReport report = run(who, grace);
            // One that nobody could identify is Java's child still.
            who.process().filter(Process::isAlive).ifPresent(Process::destroyForcibly);
            if (!report.complete()) {
                notices.warn("not all of " + who + " have ended: " + report);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            notices.failed("PID " + who.pid() + " cannot be ended", e);
        } finally {
            underWay.remove(who);
        }
    }
}
