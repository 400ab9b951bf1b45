package io.procprobe;

import io.procprobe.internal.binding.NativeBinding;
import io.procprobe.internal.binding.NativeBuffer;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * PIDs in memory outside of the heap: the list of all processes, or a set of them to be queried
 * again and again. Grows as needed; allocates only then.
 *
 * <p>Threads: one at a time, as {@link SampleBuffer}.
 */
public final class PidBuffer {
    private static final int MOST_PIDS = (Integer.MAX_VALUE - 4096) / Integer.BYTES;

    private final NativeBinding binding;
    private NativeBuffer pids;
    private ByteBuffer bytes;
    private int size;

    PidBuffer(NativeBinding binding, int capacity) {
        this.binding = binding;
        replace(capacity);
    }

    /**
     * How many PIDs there are.
     *
     * @return 0 or more
     */
    public int size() {
        return size;
    }

    /**
     * One of the PIDs.
     *
     * @param index below {@link #size()}
     * @return a PID
     */
    public long pid(int index) {
        Objects.checkIndex(index, size);
        return bytes.getInt(index * Integer.BYTES);
    }

    /**
     * Adds a PID at the end.
     *
     * @param pid any number; what is no PID becomes a row with status INVALID or GONE in a query
     */
    public void add(long pid) {
        int capacity = pids.capacity() / Integer.BYTES;
        if (size >= capacity) {
            ByteBuffer before = bytes;
            replace(Math.max(size + 1, Math.min(MOST_PIDS, capacity + capacity / 2)));
            bytes.put(0, before, 0, size * Integer.BYTES);
        }
        bytes.putInt(size * Integer.BYTES, Pids.toNative(pid));
        size++;
    }

    /** Removes all PIDs; the memory stays. */
    public void clear() {
        size = 0;
    }

    NativeBinding binding() {
        return binding;
    }

    /**
     * The memory; asked for once in a call, whatever another thread does to this buffer meanwhile.
     */
    NativeBuffer pids() {
        return pids;
    }

    /** Makes room and forgets what is there. */
    void reserve(int atLeast) {
        size = 0;
        if (atLeast > pids.capacity() / Integer.BYTES) {
            replace(atLeast);
        }
    }

    void setSize(int size) {
        this.size = size;
    }

    private void replace(int wanted) {
        if (wanted < 1 || wanted > MOST_PIDS) {
            throw new IllegalArgumentException(
                    "the capacity is 1 to " + MOST_PIDS + " PIDs, not " + wanted);
        }
        pids = binding.allocate(wanted * Integer.BYTES);
        bytes = pids.bytes();
    }
}
