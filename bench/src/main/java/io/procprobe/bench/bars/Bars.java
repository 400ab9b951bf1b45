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
    private static final String POLL = "poll";
    private static final String REFRESH = "refresh";

    private static final int FEW = 10;
    private static final int HUNDRED = 100;
    private static final int THOUSAND = 1_000;
    private static final int MANY = 10_000;
    private static final int TABLE_MANY = 5_000;

    private Bars() {}

    /**
     * All of them.
     *
     * @return the bars, in the order of the design
     */
    public static List<Bar> all() {
        return Stream.of(exact(), idle(), jna(), exits(), growth(), table(), tableGrowth(), sweep())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Bar> exact() {
        Subject poll = Subjects.exactPoll(FFM, THOUSAND);
        return List.of(
                atMostItsFloor(poll, 1.10),
                fasterThan(Subjects.oshiUpdate(THOUSAND), poll, 35),
                noGarbage(poll, POLL),
                atMostItsFloor(Subjects.singlePoll(FFM), 1.15));
    }

    private static List<Bar> idle() {
        Subject poll = Subjects.idlePoll(FFM, THOUSAND);
        return List.of(
                atMostItsFloor(poll, 1.15),
                fasterThan(Subjects.oshiUpdate(THOUSAND), poll, 120),
                noGarbage(poll, POLL));
    }

    private static List<Bar> jna() {
        Subject poll = Subjects.exactPoll(JNA, THOUSAND);
        Subject byFfm = Subjects.exactPoll(FFM, THOUSAND);
        return List.of(
                new Bar(
                        title(poll) + ": times that of FFM",
                        "×",
                        results -> ratio(results, poll, byFfm),
                        Bound.AT_MOST,
                        1.25,
                        Kind.TIME_RATIO),
                noGarbage(poll, POLL));
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

    /**
     * A table does more than its system calls: it finds the rows of those it knows, copies their
     * names, and makes the tree. So the limits are wider than those of a poll.
     */
    private static List<Bar> table() {
        Subject oshi = Subjects.oshiProcesses(THOUSAND);
        Subject exact = Subjects.exactTable(FFM, THOUSAND);
        Subject byJna = Subjects.exactTable(JNA, THOUSAND);
        Subject idle = Subjects.idleTable(FFM, THOUSAND);
        return List.of(
                fasterThan(oshi, exact, 20),
                atMostItsFloor(exact, 1.25),
                noGarbage(exact, REFRESH),
                noGarbage(byJna, REFRESH),
                fasterThan(oshi, idle, 60),
                atMostItsFloor(idle, 1.35),
                noGarbage(idle, REFRESH));
    }

    /**
     * By the measured processes alone. The cost divided by all rows would not do: at 100, a third
     * of the rows are threads of the kernel, which have no memory to be read, and at 5,000 next to
     * none.
     */
    private static List<Bar> tableGrowth() {
        Subject small = Subjects.exactTable(FFM, HUNDRED);
        Subject large = Subjects.exactTable(FFM, TABLE_MANY);
        return List.of(
                new Bar(
                        title(large) + ": cost per measured process, times that at 100",
                        "×",
                        results -> divide(ofMeasured(results, large), ofMeasured(results, small)),
                        Bound.AT_MOST,
                        2.5,
                        Kind.TIME_RATIO));
    }

    /** Looking after processes costs little more than looking at them. */
    private static List<Bar> sweep() {
        Subject sweep = Subjects.sweep(FFM, THOUSAND);
        Subject bare = Subjects.bareSweep(FFM, THOUSAND);
        return List.of(
                new Bar(
                        title(sweep) + ": times " + bare.label(),
                        "×",
                        results -> ratio(results, sweep, bare),
                        Bound.AT_MOST,
                        1.5,
                        Kind.TIME_RATIO),
                fasterThan(Subjects.oshiSweep(THOUSAND), sweep, 40),
                noGarbage(sweep, "sweep"),
                noGarbage(Subjects.sweep(JNA, THOUSAND), "sweep"));
    }

    /**
     * What a refresh costs for each of the measured processes. What the others cost is known from a
     * table of next to nobody else.
     */
    private static OptionalDouble ofMeasured(Results results, Subject table) {
        OptionalDouble ofOther =
                figure(results, Subjects.exactTable(FFM, 1), Measurement::costNanosPerProcess);
        return ofOther.isEmpty()
                ? ofOther
                : figure(
                        results,
                        table,
                        measurement -> costWithoutOthers(measurement, ofOther.getAsDouble()));
    }

    private static OptionalDouble costWithoutOthers(Measurement measurement, double ofOther) {
        int measured = measurement.subject().processes();
        double others = measurement.processes() - measured;
        OptionalDouble cost = measurement.costNanos();
        return cost.isPresent()
                ? OptionalDouble.of((cost.getAsDouble() - others * ofOther) / measured)
                : cost;
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

    private static Bar fasterThan(Subject peer, Subject subject, double limit) {
        return new Bar(
                title(subject) + ": times faster than " + peer.label(),
                "×",
                results -> ratio(results, peer, subject),
                Bound.AT_LEAST,
                limit,
                Kind.TIME_RATIO);
    }

    private static Bar noGarbage(Subject subject, String operation) {
        return new Bar(
                title(subject) + ": garbage per " + operation,
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

    /** By the yardstick. */
    private static OptionalDouble ratio(Results results, Subject of, Subject to) {
        return results.of(to).isPresent()
                ? figure(results, of, one -> one.timesThatOf(results.of(to).orElseThrow()))
                : OptionalDouble.empty();
    }

    /** By the clock. */
    private static OptionalDouble ratio(
            Results results, Subject of, Subject to, Function<Measurement, OptionalDouble> figure) {
        return divide(figure(results, of, figure), figure(results, to, figure));
    }

    private static OptionalDouble divide(OptionalDouble above, OptionalDouble below) {
        return above.isPresent() && below.isPresent()
                ? OptionalDouble.of(above.getAsDouble() / below.getAsDouble())
                : OptionalDouble.empty();
    }
}
