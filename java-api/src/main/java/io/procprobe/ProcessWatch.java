package io.procprobe;

import io.procprobe.internal.abi.Abi;
import io.procprobe.internal.binding.NativeBinding;
import io.procprobe.internal.binding.NativeBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A tracked set of processes: what reapers and health sweeps poll all day. Who a process is is
 * established once, when it is added; from then on a poll reads only what changes, through handles
 * that cannot be fooled by a PID that is used again.
 *
 * <pre>{@code
 * try (ProcessProbe probe = ProcessProbe.open();
 *         ProcessWatch watch = probe.newWatch()) {
 *     long slot = watch.add(pid);
 *     SampleBuffer rows = probe.newSampleBuffer(1);
 *     watch.poll(rows);
 *     for (int row = 0; row < rows.rows(); row++) {
 *         if (rows.has(row, Field.RESIDENT)) {
 *             use(rows.slot(row), rows.residentBytes(row));
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>Slots: a process is known by the slot that {@link #add} gave for it. The number is not given
 * to another process before two billion others have had the slot; {@link #index} makes of it a
 * small number that is, for arrays of one's own. A process that has ended keeps its slot, with rows
 * that say so, until the slot is removed.
 *
 * <p>Cost: on Linux one descriptor for each process, one that its memory is read through, and one
 * for each distinct parent, all within the descriptor budget; what does not fit is looked up by
 * each poll, slower and as correct. The kernel spends about 7 KB on such a process, see {@link
 * #stats}. The watch itself takes 148 bytes for each slot, outside of the heap. Windows: one handle
 * for each process and one for each distinct parent, and 180 bytes for each slot; whoever asks for
 * exits has all handles looked at, 64 in a call.
 *
 * <p>Allocation: {@link #poll}, {@link #exits}, {@link #await}, {@link #remove} and {@link #add}
 * allocate nothing once their code is compiled, unless a buffer or the watch has to grow.
 *
 * <p>Threads: any number at once; calls wait for each other, but for {@link #await}, which hinders
 * nobody. Whoever polls without a pause may keep others waiting long: the lock is not fair. A
 * virtual thread keeps its carrier during a call, as in every native call; the calls are short, but
 * {@link #await} keeps it until it returns, so virtual threads rather use {@link
 * ProcessProbe#onExit}.
 *
 * <p>To be closed: the descriptors are held until then.
 */
public final class ProcessWatch implements AutoCloseable {
    /** How long an interrupt of a waiting thread may go unnoticed. */
    private static final long INTERRUPT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** How often those are asked of whom nothing is heard. */
    private static final long LOOK_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long SLOT_BYTES = Long.BYTES;

    /** {@code PP_WATCH_DEFAULT_BUDGET}. */
    static final int DEFAULT_BUDGET = -1;

    private final NativeBinding binding;
    private final NativeBuffer who;
    private final NativeBuffer slot;
    private final NativeBuffer figures;

    /** Held by every call that reads or changes the watch. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Held by the one thread that waits in the system. */
    private final ReentrantLock waiting = new ReentrantLock();

    /** Held while the watch is woken: its descriptors are not closed meanwhile. */
    private final ReentrantLock waking = new ReentrantLock();

    private volatile NativeBuffer memory;
    private volatile long memoryMaxAgeNanos;
    private volatile boolean closed;
    private int capacity;
    private int tracked;

    private ProcessWatch(NativeBinding binding, Builder options) {
        this.binding = binding;
        this.who = binding.allocate(Abi.IDENTITY_BYTES);
        this.slot = binding.allocate((int) SLOT_BYTES);
        this.figures = binding.allocate(Abi.WATCH_FIGURES_BYTES);
        this.capacity = options.capacity;
        this.memoryMaxAgeNanos = options.memoryMaxAgeNanos;
        int bytes = binding.watchBytes(capacity);
        this.memory = binding.allocate(bytes);
        int status =
                binding.watchOpen(
                        memory, bytes, capacity, options.fields.mask(), options.descriptorBudget);
        if (status != Status.OK.code()) {
            throw new ProbeUnavailableException(
                    "a watch cannot be opened: " + Status.of(status).meaning(), List.of());
        }
    }

    /** What a watch is to be like. Made by {@link ProcessProbe#newWatchBuilder()}. */
    public static final class Builder {
        private static final int DEFAULT_CAPACITY = 64;

        private final ProcessProbe probe;
        private FieldSet fields = FieldSet.WATCH;
        private long memoryMaxAgeNanos;
        private int descriptorBudget = DEFAULT_BUDGET;
        private int capacity = DEFAULT_CAPACITY;

        Builder(ProcessProbe probe) {
            this.probe = probe;
        }

        /**
         * What a poll is to read; {@link FieldSet#WATCH} by default. {@link Field#UID} and the
         * fields of class text and stall cost what they cost in a query, for each row of each poll.
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
            memoryMaxAgeNanos = nanosOf(age);
            return this;
        }

        /**
         * The most descriptors to hold beside the three that every watch holds. By default a
         * quarter of the soft limit of open files, for each watch. The limits of this JVM are never
         * changed.
         *
         * @param descriptors 0 or more; 0 looks everything up
         * @return this
         */
        public Builder descriptorBudget(int descriptors) {
            descriptorBudget = requireBudget(descriptors);
            return this;
        }

        /**
         * How many processes to make room for; 64 by default. More is made as needed.
         *
         * @param processes 1 or more
         * @return this
         */
        public Builder capacity(int processes) {
            capacity = requireCapacity(processes);
            return this;
        }

        /**
         * Opens the watch.
         *
         * @return an open watch, to be closed by the caller
         * @throws ProbeUnavailableException when the system has no descriptors left for it
         * @throws IllegalStateException when the probe is closed
         */
        public ProcessWatch open() {
            probe.requireOpen();
            return new ProcessWatch(probe.binding(), this);
        }
    }

    /**
     * Tracks whoever holds a PID now.
     *
     * @param pid a PID
     * @return its slot, above 0; or the negative code of a status, see {@link #statusOf}: GONE,
     *     DENIED, AGAIN when not even one descriptor is left for a moment, INVALID for 0 and
     *     negative PIDs
     * @throws IllegalStateException when the watch is closed, or full with 1,048,576 processes
     */
    public long add(long pid) {
        lock.lock();
        try {
            requireOpen();
            Identities.put(pid, who.bytes(), 0);
            return add();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Tracks one identified process. Adding one that is tracked already gives a further slot.
     *
     * @param process a process
     * @return as {@link #add(long)}; also REPLACED when another process has the PID, and
     *     UNKNOWN_IDENTITY when that cannot be told
     * @throws IllegalStateException when the watch is closed, or full with 1,048,576 processes
     */
    public long add(ProcessId process) {
        lock.lock();
        try {
            requireOpen();
            Identities.put(process, who.bytes(), 0);
            return add();
        } finally {
            lock.unlock();
        }
    }

    /**
     * What {@link #add} has answered, as a status.
     *
     * @param slot a slot, or the negative code that stands in its place
     * @return {@link Status#OK} for a slot
     */
    public static Status statusOf(long slot) {
        return slot >= 0 ? Status.OK : Status.of((int) slot);
    }

    /**
     * A slot as a small number: below the most processes that were ever tracked at once, and given
     * again once the slot has been removed. For arrays of one's own.
     *
     * @param slot a slot
     * @return 0 or more
     */
    public static int index(long slot) {
        return (int) slot;
    }

    /**
     * Tracks a process no longer. Its end is not given out any more, if it has not been.
     *
     * @param slot its slot
     * @return OK, or STALE when nothing is tracked there any more
     * @throws IllegalStateException when the watch is closed
     */
    public Status remove(long slot) {
        lock.lock();
        try {
            requireOpen();
            int status = binding.watchRemove(memory, slot);
            tracked -= status == Status.OK.code() ? 1 : 0;
            return Status.of(status);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads all tracked processes, one row each; {@link SampleBuffer#slot} tells whose it is.
     *
     * <p>A zombie is OK and not alive; its memory is truly 0. A process that has ended and been
     * reaped is GONE, and its row may hold its exit status. {@link Field#CPU_LOAD} is that of the
     * time since the previous poll of this watch, whoever made it.
     *
     * @param into receives the rows; grows when it has to
     * @return how many rows there are
     * @throws IllegalStateException when the watch is closed
     */
    public int poll(SampleBuffer into) {
        NativeCalls.requireSame(binding, into.binding());
        lock.lock();
        try {
            requireOpen();
            into.ensureCapacity(tracked);
            int rows =
                    binding.watchPoll(memory, memoryMaxAgeNanos, into.samplesFor(tracked), tracked);
            into.setRows(Math.max(rows, 0));
            return NativeCalls.requireCount(rows);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Which tracked processes have ended since they were last asked for. Each is given out once; it
     * stays tracked until it is removed. About 0.2 microseconds when there are none, however many
     * are tracked.
     *
     * @param into receives the ends
     * @return how many; when the buffer is full there may be more
     * @throws IllegalStateException when the watch is closed
     */
    public int exits(ExitBuffer into) {
        NativeCalls.requireSame(binding, into.binding());
        lock.lock();
        try {
            requireOpen();
            return drain(into);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a tracked process has ended that has not been given out yet.
     *
     * <p>An interrupt is noticed within 100 ms. Of several threads that wait, one is served after
     * the other.
     *
     * @param timeout how long; zero or less only looks
     * @param into receives the ends; without rows unless OK
     * @return OK; TIMED_OUT; WOKEN by {@link #wake}; CLOSED by another thread meanwhile
     * @throws InterruptedException when the thread is interrupted
     * @throws IllegalStateException when the watch is closed already
     */
    public Status await(Duration timeout, ExitBuffer into) throws InterruptedException {
        NativeCalls.requireSame(binding, into.binding());
        requireOpen();
        into.setRows(0);
        long nanos = timeout.isNegative() ? 0 : nanosOf(timeout);
        long deadline = System.nanoTime() + nanos;
        if (!waiting.tryLock(nanos, TimeUnit.NANOSECONDS)) {
            return closed ? Status.CLOSED : Status.TIMED_OUT;
        }
        try {
            while (true) {
                long rest = deadline - System.nanoTime();
                Status status = awaitOnce(Math.min(Math.max(rest, 0), INTERRUPT_NANOS), into);
                if (status != Status.TIMED_OUT && status != Status.AGAIN) {
                    return status;
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (rest <= 0 && status == Status.TIMED_OUT) {
                    return Status.TIMED_OUT;
                }
            }
        } finally {
            waiting.unlock();
        }
    }

    /** The same for a thread of our own, which nobody interrupts, and without a time limit. */
    Status await(ExitBuffer into) {
        waiting.lock();
        try {
            Status status;
            do {
                status = awaitOnce(Long.MAX_VALUE, into);
            } while (status == Status.TIMED_OUT || status == Status.AGAIN);
            return status;
        } finally {
            waiting.unlock();
        }
    }

    /** One wait in the system. OK only with rows; AGAIN when there may be some now. */
    private Status awaitOnce(long atMostNanos, ExitBuffer into) {
        boolean looksUp;
        lock.lock();
        try {
            if (closed) {
                return Status.CLOSED;
            }
            if (drain(into) > 0) {
                return Status.OK;
            }
            looksUp = looksUp();
        } finally {
            lock.unlock();
        }
        long nanos = looksUp ? Math.min(atMostNanos, LOOK_UP_NANOS) : atMostNanos;
        int status = binding.watchAwait(memory, nanos);
        if (closed) {
            return Status.CLOSED;
        }
        return status == Status.OK.code() ? Status.AGAIN : Status.of(status);
    }

    /** Ends one {@link #await} that is under way, or else the next one. Nothing once closed. */
    public void wake() {
        waking.lock();
        try {
            if (!closed) {
                binding.watchWake(memory);
            }
        } finally {
            waking.unlock();
        }
    }

    /**
     * How old a memory reading may become of a process that has not run since. Zero always reads.
     *
     * <p>A process whose CPU clock has not moved since its last reading did not grow by its own
     * doing, so it keeps that reading until it is as old as this; {@link
     * SampleBuffer#memorySampledAtNanos} tells of when it is. What may stay unseen until then: that
     * the kernel took pages back, or that another process wrote to memory that it shares, or to its
     * own by a debugger's means. Linux moves the clock of a process that is on a CPU at the
     * scheduler's ticks and switches only: what it did since the last one, 1 to 10 ms, may be seen
     * by the poll after.
     *
     * @param age zero or more
     */
    public void memoryMaxAge(Duration age) {
        memoryMaxAgeNanos = nanosOf(age);
    }

    /**
     * How many slots are in use, those of ended processes too.
     *
     * @return 0 or more
     */
    public int tracked() {
        lock.lock();
        try {
            return tracked;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What the watch tracks and holds. Allocates.
     *
     * @return the figures now
     * @throws IllegalStateException when the watch is closed
     */
    public WatchStats stats() {
        lock.lock();
        try {
            requireOpen();
            readFigures();
            return WatchStats.of(figures);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Closes the watch: what reads or changes it throws from then on ({@link #wake}, {@link
     * #tracked} and {@link #memoryMaxAge} do nothing that matters), and {@link #await} calls that
     * are under way return CLOSED. May be called again, and from any thread.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            waking.lock();
            try {
                closed = true;
                binding.watchWake(memory);
            } finally {
                waking.unlock();
            }
        } finally {
            lock.unlock();
        }
        // The thread that waits in the system, if any, has been woken, and no other begins to.
        waiting.lock();
        try {
            lock.lock();
            try {
                binding.watchClose(memory);
            } finally {
                lock.unlock();
            }
        } finally {
            waiting.unlock();
        }
    }

    private long add() {
        int status = binding.watchAdd(memory, who, slot);
        if (status == Status.TOO_SMALL.code()) {
            grow();
            status = binding.watchAdd(memory, who, slot);
        }
        if (status != Status.OK.code()) {
            return status;
        }
        tracked++;
        return slot.bytes().getLong(0);
    }

    private void grow() {
        if (capacity >= Abi.WATCH_MOST_SLOTS) {
            throw new IllegalStateException(
                    "a watch tracks at most " + Abi.WATCH_MOST_SLOTS + " processes");
        }
        int wanted = Math.min(Abi.WATCH_MOST_SLOTS, capacity * 2);
        int bytes = binding.watchBytes(wanted);
        NativeBuffer larger = binding.allocate(bytes);
        int status = binding.watchMove(memory, larger, bytes, wanted);
        NativeCalls.requireOk(status);
        // A wait that is under way in the old memory goes on: the descriptors are the same.
        memory = larger;
        capacity = wanted;
    }

    private int drain(ExitBuffer into) {
        int count = binding.watchExits(memory, into.exits(), into.capacity());
        into.setRows(Math.max(count, 0));
        return NativeCalls.requireCount(count);
    }

    private void readFigures() {
        int status = binding.watchStats(memory, figures);
        NativeCalls.requireOk(status);
    }

    /** Whether there are processes of whose end nothing is heard. */
    private boolean looksUp() {
        readFigures();
        return figures.bytes().getInt(Abi.WATCH_FIGURES_LOOKED_UP_OFFSET) > 0;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the watch is closed");
        }
    }

    static int requireBudget(int descriptors) {
        if (descriptors < 0) {
            throw new IllegalArgumentException(
                    "a descriptor budget is 0 or more, not " + descriptors);
        }
        return descriptors;
    }

    static int requireCapacity(int processes) {
        if (processes < 1 || processes > Abi.WATCH_MOST_SLOTS) {
            throw new IllegalArgumentException(
                    "the capacity is 1 to " + Abi.WATCH_MOST_SLOTS + ", not " + processes);
        }
        return processes;
    }

    static long nanosOf(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("a duration is zero or more, not " + time);
        }
        return TimeUnit.NANOSECONDS.convert(time);
    }
}
