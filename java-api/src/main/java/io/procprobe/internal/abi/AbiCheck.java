package io.procprobe.internal.abi;

/** Compares a library that has just been found with what this code was written for. */
public final class AbiCheck {
    /** A library of another version or layout: never to be called. */
    public static final class Mismatch extends Exception {
        private static final long serialVersionUID = 1;

        Mismatch(String message) {
            super(message);
        }
    }

    private AbiCheck() {}

    /** How many figures the layout has: the capacity to ask for. */
    public static int layoutLength() {
        return Abi.LAYOUT.length;
    }

    /** To be called first, and nothing else before it has returned. */
    public static void checkVersion(int version) throws Mismatch {
        if (version != Abi.VERSION) {
            throw new Mismatch(
                    "it has ABI version " + version + ", this procprobe needs " + Abi.VERSION);
        }
    }

    /**
     * Compares the figures of {@code pp_abi_layout()}.
     *
     * @param figures the first {@link #layoutLength()} of them
     * @param count how many the library has
     */
    public static void checkLayout(int[] figures, int count) throws Mismatch {
        if (count != Abi.LAYOUT.length) {
            throw new Mismatch(
                    "it states " + count + " layout figures, expected " + Abi.LAYOUT.length);
        }
        for (int i = 0; i < count; i++) {
            if (figures[i] != Abi.LAYOUT[i]) {
                throw new Mismatch(
                        "layout figure " + i + " is " + figures[i] + ", expected " + Abi.LAYOUT[i]);
            }
        }
    }
}
