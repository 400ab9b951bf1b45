package io.procprobe.supervisor.reap;

import io.procprobe.KillReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Carries a plan out: several at a time, so that they share the grace time. */
final class Execution {
    /** Each looks at all processes of the machine again and again. */
    private static final int MOST_AT_ONCE = 16;

    private final TreeEnder ender;

    Execution(TreeEnder ender) {
        this.ender = ender;
    }

    ReapReport run(ReapPlan plan) throws InterruptedException {
        long beganNanos = System.nanoTime();
        List<ReapReport.Result> results = new ArrayList<>();
        if (!plan.isEmpty()) {
            // Threads of the system, for waiting holds them. An interrupt goes on to all of them,
            // and each sees to it that nobody is left stopped.
            ExecutorService threads =
                    Executors.newFixedThreadPool(Math.min(MOST_AT_ONCE, plan.entries().size()));
            try {
                List<Future<ReapReport.Result>> running = new ArrayList<>();
                plan.entries().forEach(entry -> running.add(threads.submit(() -> end(entry))));
                for (Future<ReapReport.Result> each : running) {
                    results.add(get(each));
                }
            } finally {
                threads.shutdownNow();
            }
        }
        return new ReapReport(results, Duration.ofNanos(System.nanoTime() - beganNanos));
    }

    private ReapReport.Result end(ReapPlan.Entry entry) throws InterruptedException {
        try {
            KillReport report = ender.end(entry);
            return new ReapReport.Result(entry, Optional.of(report), "");
        } catch (RuntimeException e) {
            // One that cannot be ended keeps nobody else alive.
            return new ReapReport.Result(entry, Optional.empty(), e.toString());
        }
    }

    private static ReapReport.Result get(Future<ReapReport.Result> running)
            throws InterruptedException {
        try {
            return running.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
