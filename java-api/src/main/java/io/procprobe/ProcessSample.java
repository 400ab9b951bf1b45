package io.procprobe;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.IntToLongFunction;

/**
 * One reading of one process that stays as it is. For those who do not count garbage; the hot path
 * is {@link SampleBuffer}. What is empty is unknown: it was not asked for, or the system did not
 * give it.
 *
 * @param pid the PID that was asked for
 * @param status what became of the query
 * @param sampledAtNanos when it was read, in nanoseconds of a monotonic clock; 0 unless OK
 * @param id the identity
 * @param alive whether it had not exited; a zombie has
 * @param state what it was doing
 * @param startTime when it started
 * @param parentPid PID of the parent when it was read; 0 for none that is visible here
 * @param uid effective user id
 * @param residentBytes physical memory mapped, in bytes
 * @param privateBytes what its end would give back, in bytes, estimated
 * @param sharedBytes resident memory that is backed by files or shared, in bytes
 * @param virtualBytes address space, in bytes
 * @param cpuTotalNanos CPU time since start, in nanoseconds
 * @param cpuUserNanos CPU time in user mode, in nanoseconds
 * @param cpuSystemNanos CPU time in the kernel, in nanoseconds
 * @param threads number of threads
 * @param processGroup process group
 * @param session session
 * @param uniqueBytes exact memory mapped by this process alone (USS), in bytes
 * @param proportionalBytes exact memory with shared pages divided (PSS), in bytes
 * @param swapBytes memory swapped out, in bytes
 * @param cpuLoad CPU load since the previous poll of a watch; 1.0 is one core
 * @param exitStatus with what it has ended, as {@link ProcessExit#exitStatus()} states it
 */
public record ProcessSample(
        long pid,
        Status status,
        long sampledAtNanos,
        Optional<ProcessId> id,
        Optional<Boolean> alive,
        Optional<ProcessState> state,
        Optional<Instant> startTime,
        OptionalLong parentPid,
        OptionalLong uid,
        OptionalLong residentBytes,
        OptionalLong privateBytes,
        OptionalLong sharedBytes,
        OptionalLong virtualBytes,
        OptionalLong cpuTotalNanos,
        OptionalLong cpuUserNanos,
        OptionalLong cpuSystemNanos,
        OptionalLong threads,
        OptionalLong processGroup,
        OptionalLong session,
        OptionalLong uniqueBytes,
        OptionalLong proportionalBytes,
        OptionalLong swapBytes,
        OptionalDouble cpuLoad,
        OptionalInt exitStatus) {
    static ProcessSample of(SampleBuffer buffer, int row) {
        return new ProcessSample(
                buffer.pid(row),
                buffer.status(row),
                buffer.sampledAtNanos(row),
                buffer.has(row, Field.IDENTITY) ? Optional.of(buffer.id(row)) : Optional.empty(),
                buffer.has(row, Field.ALIVE) ? Optional.of(buffer.isAlive(row)) : Optional.empty(),
                buffer.has(row, Field.STATE) ? Optional.of(buffer.state(row)) : Optional.empty(),
                buffer.has(row, Field.START_TIME)
                        ? Optional.of(instant(buffer.startTimeEpochNanos(row)))
                        : Optional.empty(),
                value(buffer, row, Field.PARENT, buffer::parentPid),
                value(buffer, row, Field.UID, buffer::uid),
                value(buffer, row, Field.RESIDENT, buffer::residentBytes),
                value(buffer, row, Field.PRIVATE, buffer::privateBytes),
                value(buffer, row, Field.SHARED, buffer::sharedBytes),
                value(buffer, row, Field.VIRTUAL, buffer::virtualBytes),
                value(buffer, row, Field.CPU_TOTAL, buffer::cpuTotalNanos),
                value(buffer, row, Field.CPU_USER, buffer::cpuUserNanos),
                value(buffer, row, Field.CPU_SYSTEM, buffer::cpuSystemNanos),
                value(buffer, row, Field.THREADS, buffer::threads),
                value(buffer, row, Field.GROUP, buffer::processGroup),
                value(buffer, row, Field.SESSION, buffer::session),
                value(buffer, row, Field.UNIQUE, buffer::uniqueBytes),
                value(buffer, row, Field.PROPORTIONAL, buffer::proportionalBytes),
                value(buffer, row, Field.SWAP, buffer::swapBytes),
                buffer.has(row, Field.CPU_LOAD)
                        ? OptionalDouble.of(buffer.cpuLoad(row))
                        : OptionalDouble.empty(),
                buffer.has(row, Field.EXIT_STATUS)
                        ? OptionalInt.of(buffer.exitStatus(row))
                        : OptionalInt.empty());
    }

    private static OptionalLong value(
            SampleBuffer buffer, int row, Field field, IntToLongFunction getter) {
        return buffer.has(row, field)
                ? OptionalLong.of(getter.applyAsLong(row))
                : OptionalLong.empty();
    }

    private static Instant instant(long epochNanos) {
        return Instant.ofEpochSecond(0, epochNanos);
    }
}
