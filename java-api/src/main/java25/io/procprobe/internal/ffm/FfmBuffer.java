package io.procprobe.internal.ffm;

import io.procprobe.internal.binding.NativeBinding;
import io.procprobe.internal.binding.NativeBuffer;
import java.lang.foreign.MemorySegment;

/** Memory that is passed as a segment; made once, so that a call makes no garbage. */
final class FfmBuffer extends NativeBuffer {
    private final NativeBinding binding;
    private final MemorySegment segment;

    FfmBuffer(NativeBinding binding, int capacityBytes) {
        super(capacityBytes);
        this.binding = binding;
        this.segment = MemorySegment.ofBuffer(bytes());
    }

    static MemorySegment segment(NativeBuffer buffer) {
        return ((FfmBuffer) buffer).segment;
    }

    @Override
    public NativeBinding binding() {
        return binding;
    }
}
