package io.procprobe.bench.bars;

import io.procprobe.bench.bars.Bar.Bound;
import io.procprobe.bench.bars.Bar.Kind;
import io.procprobe.bench.results.Measurement;
import io.procprobe.bench.results.Results;
import io.procprobe.bench.results.Subject;
import io.procprobe.bench.results.Subjects;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/** The bars of the design that the benchmarks can see. */
public final class Bars {
    private static final String FFM = "ffm";
    private static final String JNA = "jna";

    private static final int FEW = 10;
    private static final int HUNDRED = 100;
    private static final int THOUSAND = 1_000;
    private static final int MANY = 10_000;

    private Bars() {}

    /**
     * All of them.
     *
     * @return the bars, in the order of the design
     */
    public static List<Bar> all() {
        return Stream.of(exact(), idle(), jna(), exits(), growth()).flatMap(List::stream).toList();
    }

    private static List<Bar> exact() {
        Subject poll = Subjects.exactPoll(FFM, THOUSAND);
        return List.of(
                atMostItsFloor(poll, 1.10),
                fasterThanOshi(poll, 35),
                noGarbage(poll),
                atMostItsFloor(Subjects.singlePoll(FFM), 1.15));
    }

    private static List<Bar> idle() {
        Subject poll = Subjects.idlePoll(FFM, THOUSAND);
        return List.of(atMostItsFloor(poll, 1.15), fasterThanOshi(poll, 120), noGarbage(poll));
    }

    private static List<Bar> jna() {
        Subject poll = Subjects.exactPoll(JNA, THOUSAND);
        Subject byFfm = Subjects.exactPoll(FFM, THOUSAND);
        return List.of(
                new Bar(
                        title(poll) + ": times that of FFM",
                        "×",
                        results -> ratio(results, poll, byFfm, Measurement::timesYardstick),
                        Bound.AT_MOST,
                        1.25,
                        Kind.TIME_RATIO),
                noGarbage(poll));
    }

    private static List<Bar> exits() {
        return Stream.of(FEW, THOUSAND, MANY)
                .map(processes -> Subjects.exits(FFM, processes))
                .map(
                        exits ->
                                new Bar(
                                        title(exits) + ": cost for the whole set",
                                        "ns",
                                        results -> figure(results, exits, Measurement::costNanos),
                                        Bound.AT_MOST,
                                        1_000,
                                        Kind.STRICT))
                .toList();
    }

    /** Not by floor or yardstick: those grow as well, and it is the growth that is asked for. */
    private static List<Bar> growth() {
        Subject large = Subjects.exactPoll(FFM, MANY);
        Subject small = Subjects.exactPoll(FFM, HUNDRED);
        return List.of(
                new Bar(
                        title(large) + ": cost per process, times that at 100",
                        "×",
                        results -> ratio(results, large, small, Measurement::costNanosPerProcess),
                        Bound.AT_MOST,
                        2.5,
                        Kind.TIME_RATIO));
    }

    private static Bar atMostItsFloor(Subject subject, double limit) {
        return new Bar(
                title(subject) + ": times its system calls made from C",
                "×",
                results -> figure(results, subject, Measurement::timesFloor),
                Bound.AT_MOST,
                limit,
                Kind.TIME_RATIO);
    }

    private static Bar fasterThanOshi(Subject subject, double limit) {
        Subject oshi = Subjects.oshiUpdate(subject.processes());
        return new Bar(
                title(subject) + ": times faster than " + oshi.label(),
                "×",
                results -> ratio(results, oshi, subject, Measurement::timesYardstick),
                Bound.AT_LEAST,
                limit,
                Kind.TIME_RATIO);
    }

    private static Bar noGarbage(Subject subject) {
        return new Bar(
                title(subject) + ": garbage per poll",
                "B",
                results -> figure(results, subject, Measurement::callerBytes),
                Bound.BELOW,
                1,
                Kind.STRICT);
    }

    private static String title(Subject subject) {
        return String.format(Locale.ROOT, "%s, of %,d", subject.label(), subject.processes());
    }

    private static OptionalDouble figure(
            Results results, Subject subject, Function<Measurement, OptionalDouble> figure) {
        return results.of(subject).map(figure).orElse(OptionalDouble.empty());
    }

    private static OptionalDouble ratio(
            Results results, Subject of, Subject to, Function<Measurement, OptionalDouble> figure) {
        OptionalDouble above = figure(results, of, figure);
        OptionalDouble below = figure(results, to, figure);
        return above.isPresent() && below.isPresent()
                ? OptionalDouble.of(above.getAsDouble() / below.getAsDouble())
                : OptionalDouble.empty();
    }
}
