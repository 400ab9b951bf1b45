package io.procprobe.supervisor;

import io.procprobe.KillReport;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import io.procprobe.supervisor.reap.ReapPlan;
import io.procprobe.supervisor.reap.ReapPolicy;
import io.procprobe.supervisor.reap.ReapReport;
import io.procprobe.supervisor.reap.Reaper;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Ends those whom policies choose: who is looked after as such, and strays by identity. */
final class Reaping {
    private final ProcessProbe probe;
    private final Living living;
    private final OurProcesses ours;
    private final boolean hasPolicies;
    private final Reaper reaper;
    private final Ender ender;
    private final Executor executor;
    private final Duration grace;
    private final Notices notices;

    /** Who is being ended and is not looked after: not twice at the same time. */
    private final Set<ProcessId> strays = ConcurrentHashMap.newKeySet();

    Reaping(
            ProcessProbe probe,
            Living living,
            OurProcesses ours,
            List<ReapPolicy> policies,
            Ender ender,
            Executor executor,
            Duration grace,
            Notices notices) {
        this.probe = probe;
        this.living = living;
        this.ours = ours;
        this.hasPolicies = !policies.isEmpty();
        this.ender = ender;
        this.executor = executor;
        this.grace = grace;
        this.notices = notices;
        Reaper.Builder builder =
                Reaper.builder(probe)
                        .membership(ours)
                        .grace(grace)
                        .ender(this::endPlanned)
                        .onPolicyFailure(this::noteFailure);
        policies.forEach(builder::policy);
        this.reaper = builder.build();
    }

    private void noteFailure(ReapPolicy policy, Throwable why) {
        notices.failed("a policy has failed: " + policy.getClass().getName(), why);
    }

    /** A sweep does not wait for those whom it ends. */
    void atSweep(ProcessTable table, List<Supervised> all) {
        if (hasPolicies) {
            ReapPlan plan = examine(table, all);
            if (plan != null) {
                plan.entries().forEach(this::endSoon);
            }
        }
    }

    /** Null when nobody is chosen. */
    ReapPlan examine(ProcessTable table, List<Supervised> all) {
        ours.begin(table, all);
        return reaper.examine(table);
    }

    ReapReport carryOut(ReapPlan plan) throws InterruptedException {
        return reaper.reap(plan);
    }

    private KillReport endPlanned(ReapPlan.Entry entry) throws InterruptedException {
        noteReaped(entry);
        Supervised who = living.byId(entry.id());
        return who == null
                ? probe.treeKill(entry.id()).grace(grace).run()
                : ender.endNow(who, EndReason.REAPED, entry.reason(), grace);
    }

    private void endSoon(ReapPlan.Entry entry) {
        Supervised who = living.byId(entry.id());
        if (who != null) {
            noteReaped(entry);
            ender.end(who, EndReason.REAPED, entry.reason());
        } else if (strays.add(entry.id())) {
            noteReaped(entry);
            try {
                executor.execute(() -> endStray(entry));
            } catch (RuntimeException | Error e) {
                strays.remove(entry.id()); // the next sweep chooses it again
                throw e;
            }
        }
    }

    /** Who is below ends with it, and by our will too. */
    private void noteReaped(ReapPlan.Entry entry) {
        notices.warn("to be ended: PID " + entry.id().pid() + ", " + entry.reason());
        for (ProcessId below : entry.below()) {
            Supervised who = living.byId(below);
            if (who != null) {
                who.noteEnding(EndReason.REAPED, entry.reason());
            }
        }
    }

    private void endStray(ReapPlan.Entry entry) {
        try {
            KillReport report = probe.treeKill(entry.id()).grace(grace).run();
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

    void close() {
        reaper.close();
    }
}
