package io.procprobe.bench;

import io.procprobe.bench.results.Machine;
import io.procprobe.bench.results.Measurement;
import io.procprobe.bench.results.Reading;
import io.procprobe.bench.results.Results;
import io.procprobe.bench.results.Subject;
import io.procprobe.bench.results.Subjects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Results made up for tests. */
public final class Made {
    private static final Machine MACHINE =
            new Machine("a CPU", 2, 1L << 34, "a system", "a JDK", 20_000);

    private Made() {}

    /** A reading of work that reads all memory: its floor and yardstick are the same. */
    public static Reading reading(double nanos, double floorNanos, double bytes) {
        return reading(nanos, floorNanos, OptionalDouble.empty(), bytes, OptionalDouble.empty());
    }

    /** The same, of a refresh that found so many processes. */
    public static Reading refresh(double nanos, double floorNanos, double found) {
        return reading(nanos, floorNanos, OptionalDouble.empty(), 0, OptionalDouble.of(found));
    }

    /** A measurement of one reading. */
    public static Measurement measurement(Subject subject, double nanos, double floorNanos) {
        return new Measurement(subject, List.of(reading(nanos, floorNanos, 0)));
    }

    /** A measurement of work that reads no memory of what did not run. */
    public static Measurement idle(Subject subject, double nanos, double floorNanos) {
        OptionalDouble floor = OptionalDouble.of(floorNanos);
        return new Measurement(
                subject, List.of(reading(nanos, floorNanos, floor, 0, OptionalDouble.empty())));
    }

    /** A measurement of a peer, beside both yardsticks. */
    public static Measurement peer(
            Subject subject, double nanos, double yardstickNanos, double idleYardstickNanos) {
        OptionalDouble idle = OptionalDouble.of(idleYardstickNanos);
        return new Measurement(
                subject, List.of(reading(nanos, yardstickNanos, idle, 0, OptionalDouble.empty())));
    }

    private static Reading reading(
            double nanos,
            double floorNanos,
            OptionalDouble idleYardstickNanos,
            double bytes,
            OptionalDouble found) {
        return new Reading(
                nanos,
                OptionalDouble.of(nanos),
                OptionalDouble.of(floorNanos),
                OptionalDouble.of(floorNanos),
                idleYardstickNanos,
                OptionalDouble.of(bytes),
                OptionalDouble.of(bytes),
                found);
    }

    /** A run in which every bar is met, but for what these measurements replace. */
    public static Results goodBut(Measurement... replacements) {
        List<Measurement> all = new ArrayList<>();
        for (Measurement good : good()) {
            Measurement taken = good;
            for (Measurement replacement : replacements) {
                taken = replacement.subject().equals(good.subject()) ? replacement : taken;
            }
            all.add(taken);
        }
        return results(all);
    }

    /** A run in which every bar is met, but that lacks one measurement. */
    public static Results goodWithout(Subject subject) {
        return results(
                good().stream()
                        .filter(measurement -> !measurement.subject().equals(subject))
                        .toList());
    }

    /** A run of these. */
    public static Results results(List<Measurement> measurements) {
        return new Results(Instant.EPOCH, "made up", MACHINE, measurements, Map.of());
    }

    private static List<Measurement> good() {
        return List.of(
                measurement(Subjects.singlePoll("ffm"), 1_100, 1_000),
                measurement(Subjects.exactPoll("ffm", 100), 100_500, 100_000),
                measurement(Subjects.exactPoll("ffm", 1_000), 1_050_000, 1_000_000),
                measurement(Subjects.exactPoll("ffm", 10_000), 20_000_000, 19_500_000),
                measurement(Subjects.exactPoll("jna", 1_000), 1_060_000, 1_000_000),
                idle(Subjects.idlePoll("ffm", 1_000), 270_000, 250_000),
                measurement(Subjects.exits("ffm", 10), 200, 150),
                measurement(Subjects.exits("ffm", 1_000), 200, 150),
                measurement(Subjects.exits("ffm", 10_000), 210, 150),
                peer(Subjects.oshiUpdate(1_000), 45_000_000, 1_000_000, 250_000),
                measurement(Subjects.exactTable("ffm", 1), 80_000, 75_000),
                measurement(Subjects.exactTable("ffm", 100), 250_000, 230_000),
                measurement(Subjects.exactTable("ffm", 1_000), 2_150_000, 2_000_000),
                measurement(Subjects.exactTable("jna", 1_000), 2_160_000, 2_000_000),
                measurement(Subjects.exactTable("ffm", 5_000), 20_000_000, 19_500_000),
                idle(Subjects.idleTable("ffm", 1_000), 800_000, 650_000),
                peer(Subjects.oshiProcesses(1_000), 72_000_000, 2_000_000, 650_000),
                idle(Subjects.bareSweep("ffm", 1_000), 1_000_000, 650_000),
                idle(Subjects.sweep("ffm", 1_000), 1_200_000, 650_000),
                idle(Subjects.sweep("jna", 1_000), 1_250_000, 650_000),
                peer(Subjects.oshiSweep(1_000), 72_000_000, 2_000_000, 650_000));
    }
}
