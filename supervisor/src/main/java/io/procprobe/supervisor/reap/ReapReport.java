package io.procprobe.supervisor.reap;

import io.procprobe.KillReport;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of a plan. Immutable.
 *
 * @param results one for each entry of the plan, in its order
 * @param took how long it took
 */
public record ReapReport(List<Result> results, Duration took) {
    /** Copies the list. */
    public ReapReport {
        results = List.copyOf(results);
        Objects.requireNonNull(took, "took");
    }

    /**
     * Whether everybody has ended, and a last look at each tree found nobody more.
     *
     * @return true also when there was nobody to end
     */
    public boolean allEnded() {
        return results.stream().allMatch(Result::hasEnded);
    }

    /**
     * What became of one process of the plan, and of all below it.
     *
     * @param planned who it was, and why
     * @param report what became of each process of its tree; empty when that failed
     * @param failure why it failed; empty when it did not
     */
    public record Result(ReapPlan.Entry planned, Optional<KillReport> report, String failure) {
        /** Checks that nothing is null. */
        public Result {
            Objects.requireNonNull(planned, "planned");
            Objects.requireNonNull(report, "report");
            Objects.requireNonNull(failure, "failure");
        }

        /**
         * Whether its whole tree has ended.
         *
         * @return as {@link KillReport#complete()} says
         */
        public boolean hasEnded() {
            return report.isPresent() && report.get().complete();
        }
    }
}
