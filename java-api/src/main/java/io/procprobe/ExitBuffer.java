package io.procprobe;

import io.procprobe.internal.abi.Abi;
import io.procprobe.internal.binding.NativeBinding;
import io.procprobe.internal.binding.NativeBuffer;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Ends of tracked processes in memory outside of the heap, one row each. Filled by {@link
 * ProcessWatch#exits} and {@link ProcessWatch#await}, read by its getters; neither allocates.
 *
 * <p>Every row is 64 bytes, laid out as {@code pp_exit} in {@code procprobe.h} says. The memory is
 * freed when the buffer is no longer reachable.
 *
 * <p>Threads: one at a time, as {@link SampleBuffer}.
 */
public final class ExitBuffer {
    private static final int MOST_ROWS = (Integer.MAX_VALUE - 4096) / Abi.EXIT_BYTES;

    private final NativeBinding binding;
    private final NativeBuffer exits;
    private final ByteBuffer bytes;
    private int rows;

    ExitBuffer(NativeBinding binding, int capacity) {
        if (capacity < 1 || capacity > MOST_ROWS) {
            throw new IllegalArgumentException(
                    "the capacity is 1 to " + MOST_ROWS + " rows, not " + capacity);
        }
        this.binding = binding;
        this.exits = binding.allocate(capacity * Abi.EXIT_BYTES);
        this.bytes = exits.bytes();
    }

    /**
     * How many ends the last call gave out.
     *
     * @return 0 before the first call
     */
    public int rows() {
        return rows;
    }

    /**
     * How many rows fit.
     *
     * @return at least 1
     */
    public int capacity() {
        return exits.capacity() / Abi.EXIT_BYTES;
    }

    /**
     * Where the process is tracked, until it is removed.
     *
     * @param row a row below {@link #rows()}
     * @return its slot
     */
    public long slot(int row) {
        return getLong(row, Abi.EXIT_SLOT_OFFSET);
    }

    /**
     * The PID that the process had.
     *
     * @param row a row below {@link #rows()}
     * @return a PID
     */
    public long pid(int row) {
        return getInt(row, Abi.EXIT_PID_OFFSET);
    }

    /**
     * Who it was. Allocates.
     *
     * @param row a row below {@link #rows()}
     * @return empty where the system told of no token
     */
    public Optional<ProcessId> id(int row) {
        int kind = getInt(row, Abi.EXIT_TOKEN_KIND_OFFSET);
        return kind == 0
                ? Optional.empty()
                : Optional.of(
                        new ProcessId(
                                pid(row),
                                TokenKind.of(kind),
                                getLong(row, Abi.EXIT_START_TOKEN_OFFSET)));
    }

    /**
     * Whether its exit status is known.
     *
     * @param row a row below {@link #rows()}
     * @return false when the system did not tell
     */
    public boolean hasExitStatus(int row) {
        return has(row, Abi.FIELD_EXIT_STATUS);
    }

    /**
     * With what it has ended.
     *
     * @param row a row below {@link #rows()}
     * @return as {@link ProcessExit#exitStatus()} states it
     * @throws IllegalStateException when it is not known
     */
    public int exitStatus(int row) {
        require(row, Field.EXIT_STATUS);
        return getInt(row, Abi.EXIT_EXIT_STATUS_OFFSET);
    }

    /**
     * Whether it is known how much CPU time it used.
     *
     * @param row a row below {@link #rows()}
     * @return false when it had been reaped before its end was noticed
     */
    public boolean hasCpuTotal(int row) {
        return has(row, Abi.FIELD_CPU_TOTAL);
    }

    /**
     * All CPU time that it used, but for its last microseconds, in nanoseconds.
     *
     * @param row a row below {@link #rows()}
     * @return user and system time of all its threads
     * @throws IllegalStateException when it is not known
     */
    public long cpuTotalNanos(int row) {
        require(row, Field.CPU_TOTAL);
        return getLong(row, Abi.EXIT_CPU_TOTAL_NS_OFFSET);
    }

    /**
     * When its end was noticed, on the clock of {@link SampleBuffer#sampledAtNanos}.
     *
     * @param row a row below {@link #rows()}
     * @return nanoseconds of a monotonic clock
     */
    public long noticedAtNanos(int row) {
        return getLong(row, Abi.EXIT_NOTICED_AT_NS_OFFSET);
    }

    /**
     * The row as an object that stays as it is. Allocates.
     *
     * @param row a row below {@link #rows()}
     * @return a copy
     */
    public ProcessExit toExit(int row) {
        // The clock of the row is that of System.nanoTime(): how long ago it was is exact.
        long agoNanos = Math.max(0, System.nanoTime() - noticedAtNanos(row));
        return new ProcessExit(
                pid(row),
                id(row),
                hasExitStatus(row) ? OptionalInt.of(exitStatus(row)) : OptionalInt.empty(),
                hasCpuTotal(row) ? OptionalLong.of(cpuTotalNanos(row)) : OptionalLong.empty(),
                Instant.now().minusNanos(agoNanos));
    }

    NativeBinding binding() {
        return binding;
    }

    NativeBuffer exits() {
        return exits;
    }

    void setRows(int rows) {
        this.rows = rows;
    }

    private boolean has(int row, long field) {
        return (getLong(row, Abi.EXIT_VALID_OFFSET) & field) != 0;
    }

    private int getInt(int row, int offset) {
        Objects.checkIndex(row, rows);
        return bytes.getInt(row * Abi.EXIT_BYTES + offset);
    }

    private long getLong(int row, int offset) {
        Objects.checkIndex(row, rows);
        return bytes.getLong(row * Abi.EXIT_BYTES + offset);
    }

    private void require(int row, Field field) {
        if (!has(row, field.bit())) {
            throw new IllegalStateException(
                    "exit " + row + " (PID " + pid(row) + ") does not hold " + field);
        }
    }
}
