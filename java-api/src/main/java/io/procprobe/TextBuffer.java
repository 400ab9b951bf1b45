package io.procprobe;

import io.procprobe.internal.abi.Abi;
import io.procprobe.internal.binding.NativeBinding;
import io.procprobe.internal.binding.NativeBuffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Text of one process, as bytes in memory outside of the heap: names and arguments are bytes to the
 * system, mostly but not always UTF-8. Filled by {@link ProcessText}; grows as needed and allocates
 * only then.
 *
 * <p>Threads: one at a time, as {@link SampleBuffer}.
 */
public final class TextBuffer {
    /**
     * More than any system takes for the arguments of a process (Linux: a quarter of its stack).
     */
    private static final int MOST_BYTES = 64 << 20;

    static final int MOST_NAME_BYTES = 255;

    private final NativeBinding binding;
    private final NativeBuffer who;
    private final NativeBuffer name;
    private NativeBuffer text;
    private int nameLength;
    private int length;

    TextBuffer(NativeBinding binding, int capacity) {
        this.binding = binding;
        this.who = binding.allocate(Abi.IDENTITY_BYTES);
        this.name = binding.allocate(MOST_NAME_BYTES);
        replace(capacity);
    }

    /**
     * How many bytes there are.
     *
     * @return 0 or more
     */
    public int length() {
        return length;
    }

    /**
     * One of the bytes.
     *
     * @param index below {@link #length()}
     * @return a byte
     */
    public byte byteAt(int index) {
        Objects.checkIndex(index, length);
        return text.bytes().get(index);
    }

    /**
     * A copy of the bytes. Allocates.
     *
     * @return a new array
     */
    public byte[] toByteArray() {
        byte[] copy = new byte[length];
        text.bytes().get(0, copy);
        return copy;
    }

    /**
     * The text decoded as UTF-8; what is not UTF-8 becomes U+FFFD. Allocates.
     *
     * @return a new string
     */
    @Override
    public String toString() {
        return decode(text.bytes(), 0, length);
    }

    /**
     * The text as a list of parts, each followed by a zero byte: a command line. Allocates.
     *
     * @return the parts, decoded as UTF-8
     */
    public List<String> toStrings() {
        List<String> parts = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < length; i++) {
            if (text.bytes().get(i) == 0) {
                parts.add(decode(text.bytes(), begin, i - begin));
                begin = i + 1;
            }
        }
        if (begin < length) {
            parts.add(decode(text.bytes(), begin, length - begin));
        }
        return parts;
    }

    static String decode(ByteBuffer bytes, int begin, int length) {
        byte[] copy = new byte[length];
        bytes.get(begin, copy);
        return new String(copy, StandardCharsets.UTF_8);
    }

    NativeBinding binding() {
        return binding;
    }

    NativeBuffer who() {
        return who;
    }

    NativeBuffer name() {
        return name;
    }

    int nameLength() {
        return nameLength;
    }

    /** A name of one byte for each character. False when it cannot be the name of a variable. */
    boolean setName(String bytes) {
        int count = bytes.length();
        if (count < 1 || count > MOST_NAME_BYTES) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            char b = bytes.charAt(i);
            if (b == 0 || b == '=') {
                return false;
            }
            name.bytes().put(i, (byte) b);
        }
        nameLength = count;
        return true;
    }

    /**
     * The memory; asked for once in a call, whatever another thread does to this buffer meanwhile.
     */
    NativeBuffer text() {
        return text;
    }

    void setLength(int length) {
        this.length = length;
    }

    /** Doubles the room, losing the text. False when the limit is reached. */
    boolean grow() {
        int present = text.capacity();
        if (present >= MOST_BYTES) {
            return false;
        }
        replace(Math.min(MOST_BYTES, present * 2));
        return true;
    }

    private void replace(int wanted) {
        if (wanted < 1 || wanted > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "the capacity is 1 to " + MOST_BYTES + " bytes, not " + wanted);
        }
        text = binding.allocate(wanted);
        length = 0;
    }
}
