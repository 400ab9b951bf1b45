package io.procprobe;

import io.procprobe.internal.binding.NativeBinding;
import io.procprobe.internal.binding.NativeBuffer;

/** What every caller of the library asks before a call, and does with what it answers. */
final class NativeCalls {
    private static final int NAME_BYTES = 64;

    private NativeCalls() {}

    /** Memory of one binding means nothing to the other. */
    static void requireSame(NativeBinding binding, NativeBinding ofBuffer) {
        if (!ofBuffer.equals(binding)) {
            throw new IllegalArgumentException(
                    "the buffer was made by a probe with the binding "
                            + ofBuffer.name()
                            + ", this one has "
                            + binding.name());
        }
    }

    /** A count that a call returned. */
    static int requireCount(int result) {
        return result < 0 ? refused(result) : result;
    }

    /** The status of a call whose arguments are known to be good. */
    static void requireOk(int status) {
        if (status != Status.OK.code()) {
            refused(status);
        }
    }

    /** A refusal of the call itself: the arguments are checked here, so the two sides disagree. */
    private static int refused(int status) {
        throw new IllegalStateException(
                "the native library refused a call: " + Status.of(status).meaning());
    }

    /** Name of a {@code PP_CALL_} number; empty for none. Allocates. */
    static String name(NativeBinding binding, int call) {
        NativeBuffer text = binding.allocate(NAME_BYTES);
        int length = binding.statusCallName(call, text, NAME_BYTES);
        return length < 0 ? "call " + call : TextBuffer.decode(text.bytes(), 0, length);
    }
}
