package io.procprobe.internal.binding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory outside of the heap that both Java and the library read and write. The garbage collector
 * frees it once nobody can reach it, so no call can ever meet memory that is gone. Made by {@link
 * NativeBinding#allocate}; a binding adds what it needs to pass it on.
 */
public abstract class NativeBuffer {
    /** A cache line: no record shares one with other memory. */
    private static final int ALIGNMENT_BYTES = 64;

    private final ByteBuffer bytes;

    protected NativeBuffer(int capacityBytes) {
        ByteBuffer raw = ByteBuffer.allocateDirect(capacityBytes + ALIGNMENT_BYTES);
        int beyond = raw.alignmentOffset(0, ALIGNMENT_BYTES);
        this.bytes =
                raw.slice(beyond == 0 ? 0 : ALIGNMENT_BYTES - beyond, capacityBytes)
                        .order(ByteOrder.nativeOrder());
    }

    /** All of it, in the byte order of the machine. To be used with absolute positions only. */
    public final ByteBuffer bytes() {
        return bytes;
    }

    /**
     * How many bytes there are. Final, so that a check against it holds whatever other threads do.
     */
    public final int capacity() {
        return bytes.capacity();
    }

    /** The binding that made it: no other one takes it. */
    public abstract NativeBinding binding();
}
