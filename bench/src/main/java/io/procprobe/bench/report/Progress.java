package io.procprobe.bench.report;

import io.procprobe.bench.results.Subject;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Says on standard error what is going on: measuring takes minutes. */
public final class Progress {
    private final PrintStream out = System.err;
    private final Instant begun = Instant.now();
    private final int total;
    private int count;

    /**
     * Begins to count.
     *
     * @param total how many measurements are ahead
     */
    public Progress(int total) {
        this.total = total;
    }

    /**
     * Says what is measured now.
     *
     * @param subject what
     */
    public void begin(Subject subject) {
        count++;
        out.printf(
                Locale.ROOT,
                "[%2d/%d %4d s] %s, of %,d: ",
                count,
                total,
                Duration.between(begun, Instant.now()).toSeconds(),
                subject.label(),
                subject.processes());
        out.flush();
    }

    /**
     * Says what came of it.
     *
     * @param outcome half a line
     */
    public void end(String outcome) {
        out.println(outcome);
    }
}
