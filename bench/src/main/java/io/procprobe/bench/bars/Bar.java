package io.procprobe.bench.bars;

import io.procprobe.bench.results.Results;
import java.util.OptionalDouble;

/**
 * One goal: a figure, and how high or low it may be.
 *
 * @param name what must hold, for people
 * @param unit of figure and limit
 * @param figure how the figure follows from the results; empty when they lack what it takes
 * @param bound on which side of the limit it has to be
 * @param limit the goal
 * @param kind whether a tolerance applies
 */
public record Bar(String name, String unit, Figure figure, Bound bound, double limit, Kind kind) {
    /** A figure that follows from results. */
    @FunctionalInterface
    public interface Figure {
        /**
         * Computes it.
         *
         * @param results of one run
         * @return the figure; empty when something is missing
         */
        OptionalDouble of(Results results);
    }

    /** Which side of the limit is good. */
    public enum Bound {
        /** No more than the limit. */
        AT_MOST,
        /** No less than the limit. */
        AT_LEAST,
        /** Less than the limit. */
        BELOW
    }

    /** What kind of figure it is. */
    public enum Kind {
        /** A ratio of times, to which a tolerance applies: machines that are shared are noisy. */
        TIME_RATIO,
        /** A figure that noise does not reach. */
        STRICT
    }

    /**
     * Compares.
     *
     * @param results of one run
     * @param tolerance by which factor ratios of times may miss the goal; 1 for none
     * @return what came of it
     */
    public Verdict check(Results results, double tolerance) {
        double allowed =
                kind == Kind.STRICT
                        ? limit
                        : bound == Bound.AT_LEAST ? limit / tolerance : limit * tolerance;
        OptionalDouble found = figure.of(results);
        return new Verdict(this, found, allowed, judge(found, allowed));
    }

    private Verdict.Outcome judge(OptionalDouble found, double allowed) {
        if (found.isEmpty() || !Double.isFinite(found.getAsDouble())) {
            return Verdict.Outcome.NO_DATA;
        }
        double value = found.getAsDouble();
        boolean isMet =
                switch (bound) {
                    case AT_MOST -> value <= allowed;
                    case AT_LEAST -> value >= allowed;
                    case BELOW -> value < allowed;
                };
        return isMet ? Verdict.Outcome.MET : Verdict.Outcome.MISSED;
    }
}
