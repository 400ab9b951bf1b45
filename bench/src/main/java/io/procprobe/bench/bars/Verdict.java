package io.procprobe.bench.bars;

import java.util.OptionalDouble;

/**
 * What came of a bar.
 *
 * @param bar the bar
 * @param found the figure, when there is one
 * @param allowed the limit, with its tolerance
 * @param outcome met or not
 */
public record Verdict(Bar bar, OptionalDouble found, double allowed, Outcome outcome) {
    /** Whether it was met. */
    public enum Outcome {
        /** It was. */
        MET,
        /** It was not. */
        MISSED,
        /** Nobody knows, which is as bad. */
        NO_DATA
    }

    /**
     * Whether all is well.
     *
     * @return true only when the bar was measured and met
     */
    public boolean isMet() {
        return outcome == Outcome.MET;
    }
}
