package io.procprobe.bench.results;

import java.util.OptionalDouble;

/**
 * One iteration: the figures that were taken side by side. What was not measured is empty.
 *
 * <p>Costs are what ratios are made of: CPU time of the calling thread in the best operation of the
 * iteration, or its mean where operations are too short to be timed one by one.
 *
 * @param elapsedNanos nanoseconds per operation that passed
 * @param costNanos nanoseconds per operation
 * @param floorNanos cost of the system calls of this operation
 * @param yardstickNanos cost of the system calls of an exact poll of the same processes, or of an
 *     exact refresh where the operation finds its processes itself
 * @param idleYardstickNanos the same without reading the memory of processes that did not run
 * @param callerBytes bytes per operation that its thread allocated
 * @param allThreadsBytes bytes per operation that all threads allocated, JMH's own included: its
 *     gc.alloc.rate.norm
 * @param foundProcesses how many processes the operation was about, where it finds them itself
 */
public record Reading(
        double elapsedNanos,
        OptionalDouble costNanos,
        OptionalDouble floorNanos,
        OptionalDouble yardstickNanos,
        OptionalDouble idleYardstickNanos,
        OptionalDouble callerBytes,
        OptionalDouble allThreadsBytes,
        OptionalDouble foundProcesses) {}
