package io.procprobe;

import io.procprobe.internal.abi.Abi;
import io.procprobe.internal.binding.NativeBinding;
import io.procprobe.internal.binding.NativeBuffer;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Readings of several processes in memory outside of the heap, one row each: the hot path. Filled
 * by the queries of {@link ProcessProbe} and read by its getters, neither of which allocates.
 *
 * <p>A field that the system did not give is absent: {@link #has} is false and its getter throws.
 * Absent is never 0.
 *
 * <p>Every row is 192 bytes, laid out as {@code pp_sample} in {@code procprobe.h} says. The memory
 * is freed when the buffer is no longer reachable.
 *
 * <p>Threads: one at a time. Two threads that use one buffer at once read mixed values, but never
 * crash the JVM.
 */
public final class SampleBuffer {
    private static final int MOST_ROWS = (Integer.MAX_VALUE - 4096) / Abi.SAMPLE_BYTES;
    private static final double PPM = 1e6;

    private final NativeBinding binding;
    private NativeBuffer samples;
    private ByteBuffer bytes;
    private NativeBuffer request;
    private int rows;

    SampleBuffer(NativeBinding binding, int capacity) {
        this.binding = binding;
        allocate(capacity);
    }

    /**
     * How many rows the last query filled.
     *
     * @return 0 before the first query
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
        return samples.capacity() / Abi.SAMPLE_BYTES;
    }

    /**
     * Makes room for more rows. Allocates when it has to; the rows that are there are lost then.
     *
     * @param atLeast rows that are to fit
     */
    public void ensureCapacity(int atLeast) {
        int present = capacity();
        if (atLeast > present) {
            rows = 0;
            allocate(Math.max(atLeast, Math.min(MOST_ROWS, present + present / 2)));
        }
    }

    /**
     * The PID that was asked for. A number beyond 32 bits, which no system gives, is stated as the
     * nearest one of 32 bits, which nobody has either.
     *
     * @param row a row below {@link #rows()}
     * @return a PID
     */
    public long pid(int row) {
        return getInt(row, Abi.SAMPLE_PID_OFFSET);
    }

    /**
     * What became of this row.
     *
     * @param row a row below {@link #rows()}
     * @return {@link Status#OK} when the row holds readings
     */
    public Status status(int row) {
        return Status.of(getInt(row, Abi.SAMPLE_STATUS_OFFSET));
    }

    /**
     * Whether the row holds a field.
     *
     * @param row a row below {@link #rows()}
     * @param field a field
     * @return false when it was not asked for or the system did not give it
     */
    public boolean has(int row, Field field) {
        return (getLong(row, Abi.SAMPLE_VALID_OFFSET) & field.bit()) != 0;
    }

    /**
     * The fields that the row holds. Allocates.
     *
     * @param row a row below {@link #rows()}
     * @return a set
     */
    public FieldSet fields(int row) {
        return FieldSet.ofMask(getLong(row, Abi.SAMPLE_VALID_OFFSET));
    }

    /**
     * When the row was read: the clock of {@link System#nanoTime()} on Linux. Rows of one query
     * share a reading of the clock in groups of 16.
     *
     * @param row a row below {@link #rows()} whose status is {@link Status#OK}
     * @return nanoseconds of a monotonic clock
     */
    public long sampledAtNanos(int row) {
        return getLong(row, Abi.SAMPLE_SAMPLED_AT_NS_OFFSET);
    }

    /**
     * When the memory of the row was read, on the clock of {@link #sampledAtNanos}.
     *
     * @param row a row below {@link #rows()} that holds a memory field
     * @return nanoseconds of a monotonic clock
     */
    public long memorySampledAtNanos(int row) {
        return getLong(row, Abi.SAMPLE_MEMORY_SAMPLED_AT_NS_OFFSET);
    }

    /**
     * The identity of the process. Allocates; {@link #startToken} does not.
     *
     * @param row a row below {@link #rows()}
     * @return {@link Field#IDENTITY}
     * @throws IllegalStateException when the field is absent from the row
     */
    public ProcessId id(int row) {
        return new ProcessId(pid(row), tokenKind(row), startToken(row));
    }

    /**
     * The token that no later holder of the PID gets.
     *
     * @param row a row below {@link #rows()}
     * @return part of {@link Field#IDENTITY}, unsigned
     * @throws IllegalStateException when the field is absent from the row
     */
    public long startToken(int row) {
        require(row, Field.IDENTITY);
        return getLong(row, Abi.SAMPLE_START_TOKEN_OFFSET);
    }

    /**
     * What the start token is made of.
     *
     * @param row a row below {@link #rows()}
     * @return part of {@link Field#IDENTITY}
     * @throws IllegalStateException when the field is absent from the row
     */
    public TokenKind tokenKind(int row) {
        require(row, Field.IDENTITY);
        return TokenKind.of(getInt(row, Abi.SAMPLE_TOKEN_KIND_OFFSET));
    }

    /**
     * Whether the process had not exited yet. A zombie has exited. A process whose first thread has
     * ended while others run has not.
     *
     * @param row a row below {@link #rows()}
     * @return {@link Field#ALIVE}
     * @throws IllegalStateException when the field is absent from the row
     */
    public boolean isAlive(int row) {
        require(row, Field.ALIVE);
        return getInt(row, Abi.SAMPLE_ALIVE_OFFSET) != 0;
    }

    /**
     * What the process was doing.
     *
     * @param row a row below {@link #rows()}
     * @return {@link Field#STATE}
     * @throws IllegalStateException when the field is absent from the row
     */
    public ProcessState state(int row) {
        require(row, Field.STATE);
        return ProcessState.of(getInt(row, Abi.SAMPLE_STATE_OFFSET));
    }

    /**
     * PID of the parent when it was read; 0 for none that is visible here.
     *
     * @param row a row below {@link #rows()}
     * @return {@link Field#PARENT}
     * @throws IllegalStateException when the field is absent from the row
     */
    public long parentPid(int row) {
        require(row, Field.PARENT);
        return getInt(row, Abi.SAMPLE_PARENT_PID_OFFSET);
    }

    /**
     * Effective user id.
     *
     * @param row a row below {@link #rows()}
     * @return {@link Field#UID}
     * @throws IllegalStateException when the field is absent from the row
     */
    public long uid(int row) {
        require(row, Field.UID);
        return Integer.toUnsignedLong(getInt(row, Abi.SAMPLE_UID_OFFSET));
    }

    /**
     * Physical memory mapped, in bytes.
     *
     * @param row a row below {@link #rows()}
     * @return {@link Field#RESIDENT}
     * @throws IllegalStateException when the field is absent from the row
     */
    public long residentBytes(int row) {
        require(row, Field.RESIDENT);
        return getLong(row, Abi.SAMPLE_RESIDENT_BYTES_OFFSET);
    }

    /**
     * What its end would give back, in bytes, estimated.
     *
     * @param row a row below {@link #rows()}
     * @return {@link Field#PRIVATE}
     * @throws IllegalStateException when the field is absent from the row
     */
    public long privateBytes(int row) {
        require(row, Field.PRIVATE);
        return getLong(row, Abi.SAMPLE_PRIVATE_BYTES_OFFSET);
    }

    /**
     * Resident memory that is backed by files or shared, in bytes.
     *
     * @param row a row below {@link #rows()}
     * @return {@link Field#SHARED}
     * @throws IllegalStateException when the field is absent from the row
     */
    public long sharedBytes(int row) {
        require(row, Field.SHARED);
        return getLong(row, Abi.SAMPLE_SHARED_BYTES_OFFSET);
    }

    /**
     * Address space, in bytes.
     *
     * @param row a row below {@link #rows()}
     * @return {@link Field#VIRTUAL}
     * @throws IllegalStateException when the field is absent from the row
     */
    public long virtualBytes(int row) {
        require(row, Field.VIRTUAL);
        return getLong(row, Abi.SAMPLE_VIRTUAL_BYTES_OFFSET);
    }

    /**
     * CPU time since start, in nanoseconds.
     *
     * @param row a row below {@link #rows()}
     * @return {@link Field#CPU_TOTAL}
     * @throws IllegalStateException when the field is absent from the row
     */
    public long cpuTotalNanos(int row) {
        require(row, Field.CPU_TOTAL);
        return getLong(row, Abi.SAMPLE_CPU_TOTAL_NS_OFFSET);
    }

    /**
     * CPU time in user mode, in nanoseconds.
     *
     * @param row a row below {@link #rows()}
     * @return {@link Field#CPU_USER}
     * @throws IllegalStateException when the field is absent from the row
     */
    public long cpuUserNanos(int row) {
        require(row, Field.CPU_USER);
        return getLong(row, Abi.SAMPLE_CPU_USER_NS_OFFSET);
    }

    /**
     * CPU time in the kernel, in nanoseconds.
     *
     * @param row a row below {@link #rows()}
     * @return {@link Field#CPU_SYSTEM}
     * @throws IllegalStateException when the field is absent from the row
     */
    public long cpuSystemNanos(int row) {
        require(row, Field.CPU_SYSTEM);
        return getLong(row, Abi.SAMPLE_CPU_SYSTEM_NS_OFFSET);
    }

    /**
     * Number of threads.
     *
     * @param row a row below {@link #rows()}
     * @return {@link Field#THREADS}
     * @throws IllegalStateException when the field is absent from the row
     */
    public int threads(int row) {
        require(row, Field.THREADS);
        return getInt(row, Abi.SAMPLE_THREADS_OFFSET);
    }

    /**
     * Start in nanoseconds since 1970-01-01T00:00Z.
     *
     * @param row a row below {@link #rows()}
     * @return {@link Field#START_TIME}
     * @throws IllegalStateException when the field is absent from the row
     */
    public long startTimeEpochNanos(int row) {
        require(row, Field.START_TIME);
        return getLong(row, Abi.SAMPLE_START_TIME_NS_OFFSET);
    }

    /**
     * Process group.
     *
     * @param row a row below {@link #rows()}
     * @return {@link Field#GROUP}
     * @throws IllegalStateException when the field is absent from the row
     */
    public long processGroup(int row) {
        require(row, Field.GROUP);
        return getInt(row, Abi.SAMPLE_PROCESS_GROUP_OFFSET);
    }

    /**
     * Session.
     *
     * @param row a row below {@link #rows()}
     * @return {@link Field#SESSION}
     * @throws IllegalStateException when the field is absent from the row
     */
    public long session(int row) {
        require(row, Field.SESSION);
        return getInt(row, Abi.SAMPLE_SESSION_OFFSET);
    }

    /**
     * Exact memory mapped by this process alone (USS), in bytes.
     *
     * @param row a row below {@link #rows()}
     * @return {@link Field#UNIQUE}
     * @throws IllegalStateException when the field is absent from the row
     */
    public long uniqueBytes(int row) {
        require(row, Field.UNIQUE);
        return getLong(row, Abi.SAMPLE_UNIQUE_BYTES_OFFSET);
    }

    /**
     * Exact memory with shared pages divided (PSS), in bytes.
     *
     * @param row a row below {@link #rows()}
     * @return {@link Field#PROPORTIONAL}
     * @throws IllegalStateException when the field is absent from the row
     */
    public long proportionalBytes(int row) {
        require(row, Field.PROPORTIONAL);
        return getLong(row, Abi.SAMPLE_PROPORTIONAL_BYTES_OFFSET);
    }

    /**
     * Memory swapped out, in bytes.
     *
     * @param row a row below {@link #rows()}
     * @return {@link Field#SWAP}
     * @throws IllegalStateException when the field is absent from the row
     */
    public long swapBytes(int row) {
        require(row, Field.SWAP);
        return getLong(row, Abi.SAMPLE_SWAP_BYTES_OFFSET);
    }

    /**
     * CPU load since the previous poll; 1.0 is one core. Polls that follow each other within some
     * milliseconds give rough figures.
     *
     * @param row a row below {@link #rows()}
     * @return {@link Field#CPU_LOAD}, in steps of a millionth
     * @throws IllegalStateException when the field is absent from the row
     */
    public double cpuLoad(int row) {
        require(row, Field.CPU_LOAD);
        return Integer.toUnsignedLong(getInt(row, Abi.SAMPLE_CPU_LOAD_PPM_OFFSET)) / PPM;
    }

    /**
     * With what the process has ended.
     *
     * @param row a row below {@link #rows()}
     * @return {@link Field#EXIT_STATUS}, as {@link ProcessExit#exitStatus()} states it
     * @throws IllegalStateException when the field is absent from the row
     */
    public int exitStatus(int row) {
        require(row, Field.EXIT_STATUS);
        return getInt(row, Abi.SAMPLE_EXIT_STATUS_OFFSET);
    }

    /**
     * Where a {@link ProcessWatch} tracks the process.
     *
     * @param row a row below {@link #rows()} that a poll has filled
     * @return its slot; 0 in rows of queries
     */
    public long slot(int row) {
        return getLong(row, Abi.SAMPLE_SLOT_OFFSET);
    }

    /**
     * The system's own code of the first refusal that this row met: {@code errno} on Linux. Also
     * set on rows that are OK but lack a field.
     *
     * @param row a row below {@link #rows()}
     * @return 0 for none
     */
    public int osError(int row) {
        return getInt(row, Abi.SAMPLE_OS_ERROR_OFFSET);
    }

    /**
     * The call that gave {@link #osError}. Allocates.
     *
     * @param row a row below {@link #rows()}
     * @return its name, such as "pidfd_open"; empty for none
     */
    public String failedCall(int row) {
        return NativeCalls.name(binding, getInt(row, Abi.SAMPLE_FAILED_CALL_OFFSET));
    }

    /**
     * The row as an object that stays as it is. Allocates.
     *
     * @param row a row below {@link #rows()}
     * @return a copy
     */
    public ProcessSample toSample(int row) {
        return ProcessSample.of(this, row);
    }

    NativeBinding binding() {
        return binding;
    }

    /**
     * Memory for this many rows. Asked for once in a query: what is given stays large enough,
     * whatever another thread does to this buffer meanwhile.
     */
    NativeBuffer samplesFor(int wanted) {
        return require(samples, wanted, Abi.SAMPLE_BYTES);
    }

    /** Memory for this many PIDs or identities; asked for once, as {@link #samplesFor}. */
    NativeBuffer requestFor(int wanted) {
        return require(request, wanted, Abi.IDENTITY_BYTES);
    }

    void setRows(int rows) {
        this.rows = rows;
    }

    private static NativeBuffer require(NativeBuffer memory, int wanted, int bytesEach) {
        int present = memory.capacity() / bytesEach;
        if (wanted > present) {
            throw new IllegalArgumentException(
                    "the buffer has room for "
                            + present
                            + " rows, not for "
                            + wanted
                            + ": call ensureCapacity("
                            + wanted
                            + ")");
        }
        return memory;
    }

    private void allocate(int wanted) {
        if (wanted < 1 || wanted > MOST_ROWS) {
            throw new IllegalArgumentException(
                    "the capacity is 1 to " + MOST_ROWS + " rows, not " + wanted);
        }
        // Both, or neither when memory runs out.
        NativeBuffer newSamples = binding.allocate(wanted * Abi.SAMPLE_BYTES);
        NativeBuffer newRequest = binding.allocate(wanted * Abi.IDENTITY_BYTES);
        samples = newSamples;
        bytes = newSamples.bytes();
        request = newRequest;
    }

    private int getInt(int row, int offset) {
        Objects.checkIndex(row, rows);
        return bytes.getInt(row * Abi.SAMPLE_BYTES + offset);
    }

    private long getLong(int row, int offset) {
        Objects.checkIndex(row, rows);
        return bytes.getLong(row * Abi.SAMPLE_BYTES + offset);
    }

    private void require(int row, Field field) {
        if (!has(row, field)) {
            throw new IllegalStateException(
                    "row "
                            + row
                            + " (PID "
                            + pid(row)
                            + ", "
                            + status(row)
                            + ") does not hold "
                            + field
                            + ": ask has() first");
        }
    }
}
