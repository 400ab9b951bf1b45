package io.procprobe.conformance.support;

import io.procprobe.ProcessProbe;
import java.util.List;
import java.util.Locale;

/** A way from Java into the native library. */
public enum Binding {
    /** Java's own, by foreign functions and memory. */
    FFM,
    /** The one of the library JNA. */
    JNA;

    /** The system property that forces a binding. */
    public static final String PROPERTY = "procprobe.binding";

    private static final int FIRST_JAVA_WITH_FFM = 25;

    /** Those that this Java must have. */
    public static List<Binding> required() {
        return Runtime.version().feature() >= FIRST_JAVA_WITH_FFM
                ? List.of(FFM, JNA)
                : List.of(JNA);
    }

    /** What the system property says for it. */
    public String property() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A probe with this binding and no other; where it does not work, the test fails. */
    public ProcessProbe open() {
        String before = System.getProperty(PROPERTY);
        System.setProperty(PROPERTY, property());
        try {
            return ProcessProbe.open();
        } finally {
            if (before == null) {
                System.clearProperty(PROPERTY);
            } else {
                System.setProperty(PROPERTY, before);
            }
        }
    }
}
