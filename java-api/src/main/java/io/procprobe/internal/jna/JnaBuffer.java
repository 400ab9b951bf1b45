package io.procprobe.internal.jna;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.procprobe.internal.binding.NativeBinding;
import io.procprobe.internal.binding.NativeBuffer;

/** Memory whose address is passed as a number. */
final class JnaBuffer extends NativeBuffer {
    private final NativeBinding binding;
    private final long address;

    JnaBuffer(NativeBinding binding, int capacityBytes) {
        super(capacityBytes);
        this.binding = binding;
        this.address = Pointer.nativeValue(Native.getDirectBufferPointer(bytes()));
    }

    long address() {
        return address;
    }

    @Override
    public NativeBinding binding() {
        return binding;
    }
}
