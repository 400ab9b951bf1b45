package io.procprobe.bench.results;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * All iterations of one subject. Every figure is a median over them: an iteration in which another
 * program took the CPU away does not move it.
 *
 * @param subject what was measured
 * @param readings the iterations
 */
public record Measurement(Subject subject, List<Reading> readings) {
    /** Nanoseconds per operation that passed. */
    public OptionalDouble elapsedNanos() {
        return median(reading -> OptionalDouble.of(reading.elapsedNanos()));
    }

    /** Nanoseconds that an operation costs. */
    public OptionalDouble costNanos() {
        return median(Reading::costNanos);
    }

    /** Nanoseconds that an operation costs for each process that it is about. */
    public OptionalDouble costNanosPerProcess() {
        return median(
                reading ->
                        ratio(
                                reading.costNanos(),
                                OptionalDouble.of(
                                        reading.foundProcesses().orElse(subject.processes()))));
    }

    /** How many processes an operation is about: those measured, or all that it found. */
    public double processes() {
        return median(Reading::foundProcesses).orElse(subject.processes());
    }

    /** How many times the cost of its own system calls, from figures taken side by side. */
    public OptionalDouble timesFloor() {
        return median(reading -> ratio(reading.costNanos(), reading.floorNanos()));
    }

    /**
     * How many times the cost of the yardstick, from figures taken side by side: what two
     * measurements of the same processes are compared by.
     */
    public OptionalDouble timesYardstick() {
        return median(reading -> ratio(reading.costNanos(), reading.yardstickNanos()));
    }

    /** As {@link #timesYardstick}, to be compared with what reads no memory of what did not run. */
    public OptionalDouble timesIdleYardstick() {
        return median(reading -> ratio(reading.costNanos(), reading.idleYardstickNanos()));
    }

    /**
     * How many times the cost of our way of doing the same work, by the yardstick that ours has:
     * the one without memory if it reads none.
     *
     * @param ours for the same processes
     * @return empty when either lacks that yardstick
     */
    public OptionalDouble timesThatOf(Measurement ours) {
        OptionalDouble idle = ours.timesIdleYardstick();
        return idle.isPresent()
                ? ratio(timesIdleYardstick(), idle)
                : ratio(timesYardstick(), ours.timesYardstick());
    }

    /** Bytes that the calling thread allocates per operation. */
    public OptionalDouble callerBytes() {
        return median(Reading::callerBytes);
    }

    /** Bytes per operation by gc.alloc.rate.norm, with what JMH itself allocates. */
    public OptionalDouble allThreadsBytes() {
        return median(Reading::allThreadsBytes);
    }

    private static OptionalDouble ratio(OptionalDouble above, OptionalDouble below) {
        return above.isPresent() && below.isPresent()
                ? OptionalDouble.of(above.getAsDouble() / below.getAsDouble())
                : OptionalDouble.empty();
    }

    /** Empty when a single iteration lacks it: half of the data would be another figure. */
    private OptionalDouble median(Function<Reading, OptionalDouble> figure) {
        double[] values =
                readings.stream()
                        .map(figure)
                        .filter(OptionalDouble::isPresent)
                        .mapToDouble(OptionalDouble::getAsDouble)
                        .filter(Double::isFinite)
                        .sorted()
                        .toArray();
        int count = values.length;
        if (count == 0 || count < readings.size()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of((values[(count - 1) / 2] + values[count / 2]) / 2);
    }
}
