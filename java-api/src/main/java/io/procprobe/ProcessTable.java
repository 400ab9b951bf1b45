package io.procprobe;

import io.procprobe.internal.abi.Abi;
import io.procprobe.internal.binding.NativeBinding;
import io.procprobe.internal.binding.NativeBuffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Every process that is visible here, in rows, with the parent tree over them. Whom the table knows
 * from an earlier refresh costs what a process costs that a {@link ProcessWatch} tracks.
 *
 * <pre>{@code
 * try (ProcessTable table = probe.newTable()) {
 *     table.refresh();
 *     SampleBuffer rows = table.rows();
 *     int root = table.find(pid);
 *     for (int row = root; row != ProcessTable.NONE; row = table.nextInSubtree(root, row)) {
 *         use(rows.pid(row), table.depth(row), table.subtreeResidentBytes(row));
 *     }
 * }
 * }</pre>
 *
 * <p>Rows are numbered from 0 in ascending order of PID; a number holds until the next refresh. A
 * process hangs below its parent when that has a row and did not start after it, and is a root
 * otherwise: there are no circles, whatever changed while the table was read.
 *
 * <p>Allocation: {@link #refresh} and all that is said to walk the tree allocate nothing once their
 * code is compiled, unless the table has to grow. {@link #name} allocates.
 *
 * <p>Threads: one at a time. Two threads that use one table at once read mixed values, but never
 * crash the JVM. A virtual thread keeps its carrier during a refresh.
 *
 * <p>To be closed: descriptors are held until then, as a watch holds them.
 */
public final class ProcessTable implements AutoCloseable {
    /** Stands for no row. */
    public static final int NONE = -1;

    private final ProcessProbe probe;
    private final NativeBinding binding;
    private final SampleBuffer rows;
    private final NativeBuffer figures;

    /** Held by every call of the library: its memory must not be used by two at once. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile long memoryMaxAgeNanos;
    private NativeBuffer memory;
    private int capacity;
    private NativeBuffer nodes;
    private NativeBuffer names;
    private boolean closed;

    private ProcessTable(ProcessProbe probe, Builder options) {
        this.probe = probe;
        this.binding = probe.binding();
        this.figures = binding.allocate(Abi.WATCH_FIGURES_BYTES);
        this.capacity = options.capacity;
        this.memoryMaxAgeNanos = options.memoryMaxAgeNanos;
        this.rows = probe.newSampleBuffer(capacity);
        allocateBesideRows();
        int bytes = binding.tableBytes(capacity);
        this.memory = binding.allocate(bytes);
        int status =
                binding.tableOpen(
                        memory, bytes, capacity, options.fields.mask(), options.descriptorBudget);
        if (status != Status.OK.code()) {
            throw new ProbeUnavailableException(
                    "a table cannot be opened: " + Status.of(status).meaning(), List.of());
        }
    }

    /** What a table is to be like. Made by {@link ProcessProbe#newTableBuilder()}. */
    public static final class Builder {
        private static final int DEFAULT_CAPACITY = 512;

        private final ProcessProbe probe;
        private FieldSet fields = FieldSet.WATCH;
        private long memoryMaxAgeNanos;
        private int descriptorBudget = ProcessWatch.DEFAULT_BUDGET;
        private int capacity = DEFAULT_CAPACITY;

        Builder(ProcessProbe probe) {
            this.probe = probe;
        }

        /**
         * What a refresh is to read beside the identity and the parent; {@link FieldSet#WATCH} by
         * default. {@link Field#UID} and the fields of class text and stall cost what they cost in
         * a query, for each row of each refresh.
         *
         * @param fields any fields
         * @return this
         */
        public Builder fields(FieldSet fields) {
            this.fields = FieldSet.ofMask(fields.mask());
            return this;
        }

        /**
         * As {@link ProcessWatch#memoryMaxAge(Duration)}; zero by default.
         *
         * @param age zero or more
         * @return this
         */
        public Builder memoryMaxAge(Duration age) {
            memoryMaxAgeNanos = ProcessWatch.nanosOf(age);
            return this;
        }

        /**
         * As {@link ProcessWatch.Builder#descriptorBudget(int)}.
         *
         * @param descriptors 0 or more; 0 looks everything up
         * @return this
         */
        public Builder descriptorBudget(int descriptors) {
            descriptorBudget = ProcessWatch.requireBudget(descriptors);
            return this;
        }

        /**
         * How many processes to make room for; 512 by default. More is made as needed.
         *
         * @param processes 1 or more
         * @return this
         */
        public Builder capacity(int processes) {
            capacity = ProcessWatch.requireCapacity(processes);
            return this;
        }

        /**
         * Opens the table, empty.
         *
         * @return an open table, to be closed by the caller
         * @throws ProbeUnavailableException when the system has no descriptors left for it
         * @throws IllegalStateException when the probe is closed
         */
        public ProcessTable open() {
            probe.requireOpen();
            return new ProcessTable(probe, this);
        }
    }

    /**
     * Reads every visible process. What is new is looked at more closely, so a first refresh takes
     * some 30 microseconds for each process, a later one two.
     *
     * @return OK, or why there are no rows
     * @throws IllegalStateException when the table is closed
     */
    public Status refresh() {
        lock.lock();
        try {
            requireOpen();
            int count = refreshOnce();
            while (count == Status.TOO_SMALL.code()) {
                grow();
                count = refreshOnce();
            }
            rows.setRows(Math.max(count, 0));
            return count < 0 ? Status.of(count) : Status.OK;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What was read of each process, by row. {@link SampleBuffer#rows} is how many there are.
     *
     * @return always the same buffer, filled anew by each refresh
     */
    public SampleBuffer rows() {
        return rows;
    }

    /**
     * The row of a process.
     *
     * @param pid a PID
     * @return {@link #NONE} when it has none
     */
    public int find(long pid) {
        int low = 0;
        int high = rows.rows() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = rows.pid(middle);
            if (found == pid) {
                return middle;
            }
            if (found < pid) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return NONE;
    }

    /**
     * The parent; asked again and again, the ancestors.
     *
     * @param row a row
     * @return its row; {@link #NONE} for a root
     */
    public int parent(int row) {
        return getInt(row, Abi.NODE_PARENT_OFFSET);
    }

    /**
     * The child with the least PID.
     *
     * @param row a row
     * @return its row; {@link #NONE} when there are no children
     */
    public int firstChild(int row) {
        return getInt(row, Abi.NODE_FIRST_CHILD_OFFSET);
    }

    /**
     * The next child of the same parent, in ascending order of PID.
     *
     * @param row a row
     * @return its row; {@link #NONE} after the last
     */
    public int nextSibling(int row) {
        return getInt(row, Abi.NODE_NEXT_SIBLING_OFFSET);
    }

    /**
     * The next process of a subtree, parents before their children: from the root through all of
     * its descendants.
     *
     * @param root the row that the subtree begins with
     * @param row the present row, at first the root itself
     * @return the next row; {@link #NONE} after the last
     */
    public int nextInSubtree(int root, int row) {
        int child = firstChild(row);
        if (child != NONE) {
            return child;
        }
        int at = row;
        while (at != root && at != NONE) {
            int sibling = nextSibling(at);
            if (sibling != NONE) {
                return sibling;
            }
            at = parent(at);
        }
        return NONE;
    }

    /**
     * How far it is below its root.
     *
     * @param row a row
     * @return 0 for a root
     */
    public int depth(int row) {
        return getInt(row, Abi.NODE_DEPTH_OFFSET);
    }

    /**
     * How many processes its subtree has.
     *
     * @param row a row
     * @return 1 or more: it is one of them
     */
    public int subtreeCount(int row) {
        return getInt(row, Abi.NODE_SUBTREE_COUNT_OFFSET);
    }

    /**
     * Resident memory of its subtree, in bytes: the sum of what is known.
     *
     * @param row a row
     * @return with its own
     */
    public long subtreeResidentBytes(int row) {
        return getLong(row, Abi.NODE_SUBTREE_RESIDENT_BYTES_OFFSET);
    }

    /**
     * Private memory of its subtree, in bytes: the sum of what is known.
     *
     * @param row a row
     * @return with its own
     */
    public long subtreePrivateBytes(int row) {
        return getLong(row, Abi.NODE_SUBTREE_PRIVATE_BYTES_OFFSET);
    }

    /**
     * CPU time of the processes of its subtree that are still there, in nanoseconds.
     *
     * @param row a row
     * @return with its own
     */
    public long subtreeCpuNanos(int row) {
        return getLong(row, Abi.NODE_SUBTREE_CPU_NS_OFFSET);
    }

    /**
     * Whether the last refresh saw it for the first time.
     *
     * @param row a row
     * @return true for all after the first refresh
     */
    public boolean isNew(int row) {
        return (getInt(row, Abi.NODE_MARKS_OFFSET) & Abi.NODE_NEW) != 0;
    }

    /**
     * Whether its original parent is gone: the parent that it was first seen with has ended, or it
     * was first seen as a child of the first process, in a session that is not its own and whose
     * leader is no more.
     *
     * @param row a row
     * @return false also when that cannot be told
     */
    public boolean isOrphan(int row) {
        return (getInt(row, Abi.NODE_MARKS_OFFSET) & Abi.NODE_ORPHAN) != 0;
    }

    /**
     * Whether a process was started on behalf of another one that is not among its ancestors, be it
     * that the starter has ended, or that the process has left its tree. Whose it was is told by a
     * cookie: a variable that the starter put into the environment of its children, which they hand
     * on to theirs. Allocates; takes the memory lock of the process that is asked about, and needs
     * the right to trace it: without, nobody is anybody's.
     *
     * @param row a row
     * @param starter who gave the cookie away
     * @param variable name of the variable, see {@link ProcessText#environment}
     * @param value its value
     * @return false for the starter itself
     * @throws IllegalStateException when the probe of this table is closed
     */
    public boolean isOrphanOf(int row, ProcessId starter, String variable, String value) {
        if (!rows.has(row, Field.IDENTITY) || isBelow(row, starter)) {
            return false;
        }
        TextBuffer found = probe.newTextBuffer(256);
        return probe.text().environment(rows.id(row), variable, found) == Status.OK
                && Arrays.equals(found.toByteArray(), value.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether a process is this one, or below it. */
    private boolean isBelow(int row, ProcessId root) {
        int at = row;
        while (at != NONE && !(rows.has(at, Field.IDENTITY) && rows.id(at).equals(root))) {
            at = parent(at);
        }
        return at != NONE;
    }

    /**
     * When it started, in nanoseconds since 1970-01-01T00:00Z; for people, as {@link
     * Field#START_TIME}.
     *
     * @param row a row
     * @return 0 when it is not known
     */
    public long startTimeEpochNanos(int row) {
        return getLong(row, Abi.NODE_START_TIME_NS_OFFSET);
    }

    /**
     * Its session, as it was when last its parent was read.
     *
     * @param row a row
     * @return 0 when it is not known
     */
    public long session(int row) {
        return getInt(row, Abi.NODE_SESSION_OFFSET);
    }

    /**
     * Its name: that of the first refresh that saw it, or of the one after. Allocates; {@link
     * #nameByte} does not.
     *
     * @param row a row
     * @return empty when it is not known; what is no UTF-8 is replaced
     */
    public String name(int row) {
        return TextBuffer.decode(names.bytes(), row * Abi.TABLE_NAME_BYTES, nameLength(row));
    }

    /**
     * How many bytes its name has.
     *
     * @param row a row
     * @return 0 to 63
     */
    public int nameLength(int row) {
        return getInt(row, Abi.NODE_NAME_LENGTH_OFFSET);
    }

    /**
     * One byte of its name.
     *
     * @param row a row
     * @param index below {@link #nameLength}
     * @return a byte, mostly but not always of UTF-8
     */
    public byte nameByte(int row, int index) {
        Objects.checkIndex(index, nameLength(row));
        return names.bytes().get(row * Abi.TABLE_NAME_BYTES + index);
    }

    /**
     * Which processes of earlier refreshes were found to have ended by the last one, each given out
     * once; those that are not asked for until the next refresh may be forgotten. A zombie is given
     * out when it has exited, and keeps its row until it is reaped.
     *
     * @param into receives the ends
     * @return how many; when the buffer is full there may be more
     * @throws IllegalStateException when the table is closed
     */
    public int gone(ExitBuffer into) {
        NativeCalls.requireSame(binding, into.binding());
        lock.lock();
        try {
            requireOpen();
            int count = binding.tableGone(memory, into.exits(), into.capacity());
            into.setRows(Math.max(count, 0));
            return NativeCalls.requireCount(count);
        } finally {
            lock.unlock();
        }
    }

    /**
     * How old a memory reading may become of a process that has not run since; as {@link
     * ProcessWatch#memoryMaxAge(Duration)}.
     *
     * @param age zero or more
     */
    public void memoryMaxAge(Duration age) {
        memoryMaxAgeNanos = ProcessWatch.nanosOf(age);
    }

    /**
     * What the table tracks and holds. Allocates.
     *
     * @return the figures now
     * @throws IllegalStateException when the table is closed
     */
    public WatchStats stats() {
        lock.lock();
        try {
            requireOpen();
            NativeCalls.requireOk(binding.tableStats(memory, figures));
            return WatchStats.of(figures);
        } finally {
            lock.unlock();
        }
    }

    /** Closes the table; its rows can still be read. May be called again. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                binding.tableClose(memory);
            }
        } finally {
            lock.unlock();
        }
    }

    private int refreshOnce() {
        return binding.tableRefresh(
                memory, memoryMaxAgeNanos, rows.samplesFor(capacity), nodes, names, capacity);
    }

    private void grow() {
        if (capacity >= Abi.WATCH_MOST_SLOTS) {
            throw new IllegalStateException(
                    "a table holds at most " + Abi.WATCH_MOST_SLOTS + " processes");
        }
        int wanted = Math.min(Abi.WATCH_MOST_SLOTS, capacity * 2);
        int bytes = binding.tableBytes(wanted);
        NativeBuffer larger = binding.allocate(bytes);
        NativeCalls.requireOk(binding.tableMove(memory, larger, bytes, wanted));
        memory = larger;
        capacity = wanted;
        rows.ensureCapacity(wanted);
        allocateBesideRows();
    }

    private void allocateBesideRows() {
        nodes = binding.allocate(capacity * Abi.NODE_BYTES);
        names = binding.allocate(capacity * Abi.TABLE_NAME_BYTES);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the table is closed");
        }
    }

    private int getInt(int row, int offset) {
        Objects.checkIndex(row, rows.rows());
        ByteBuffer bytes = nodes.bytes();
        return bytes.getInt(row * Abi.NODE_BYTES + offset);
    }

    private long getLong(int row, int offset) {
        Objects.checkIndex(row, rows.rows());
        ByteBuffer bytes = nodes.bytes();
        return bytes.getLong(row * Abi.NODE_BYTES + offset);
    }
}
