package io.procprobe.testing;

import java.util.List;

/** The two ways of calling the library; every test of the facade runs on each. */
public enum Binding {
    /** The Foreign Function and Memory API. */
    FFM("ffm"),
    /** JNA's direct mapping. */
    JNA("jna");

    /** From this Java on, FFM has to work: its absence is a failure and no reason to skip. */
    public static final int FFM_SINCE = 25;

    private final String property;

    Binding(String property) {
        this.property = property;
    }

    /** What {@code -Dprocprobe.binding} calls it. */
    public String property() {
        return property;
    }

    /** Those that this JVM must have. Not found out by trying, which would hide a broken one. */
    public static List<Binding> required() {
        return Runtime.version().feature() >= FFM_SINCE ? List.of(FFM, JNA) : List.of(JNA);
    }
}
