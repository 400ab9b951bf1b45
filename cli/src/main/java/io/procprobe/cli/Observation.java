package io.procprobe.cli;

import io.procprobe.supervisor.reap.ReapPlan;
import io.procprobe.supervisor.reap.Reaper;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Looks at all processes until it is known who has been idle for so long, and says so. */
final class Observation {
    private static final long MOST_BETWEEN_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LEAST_BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int LOOKS = 10;
    private static final int REPORTS = 4;

    private Observation() {}

    /**
     * A first look knows of no loads, so the time counts from the second.
     *
     * @return the plan of the last look
     */
    static ReapPlan of(Reaper reaper, Duration time, PrintWriter err) throws InterruptedException {
        long wantedNanos = time.toNanos();
        long betweenNanos =
                Math.max(LEAST_BETWEEN_NANOS, Math.min(MOST_BETWEEN_NANOS, wantedNanos / LOOKS));
        say(err, "looking for " + seconds(wantedNanos) + " at who is idle");
        reaper.plan();
        TimeUnit.NANOSECONDS.sleep(betweenNanos);
        ReapPlan plan = reaper.plan();
        long beganNanos = System.nanoTime();
        int reports = 1;
        long passedNanos = 0;
        while (passedNanos < wantedNanos) {
            TimeUnit.NANOSECONDS.sleep(Math.min(betweenNanos, wantedNanos - passedNanos));
            plan = reaper.plan();
            passedNanos = System.nanoTime() - beganNanos;
            if (reports < REPORTS && passedNanos >= wantedNanos / REPORTS * reports) {
                say(err, seconds(passedNanos) + " of " + seconds(wantedNanos) + " have passed");
                reports = 1 + (int) Math.min(REPORTS, passedNanos * REPORTS / wantedNanos);
            }
        }
        return plan;
    }

    private static void say(PrintWriter err, String text) {
        Errors.print(err, "procprobe reap: " + text);
    }

    private static String seconds(long nanos) {
        long tenths = Math.round(nanos / 1e8);
        return tenths / 10 + "." + tenths % 10 + "s";
    }
}
