package io.procprobe.conformance;

import io.procprobe.ProcessProbe;
import java.util.List;

/** The bindings that this Java offers, each tested by the same cases. */
final class Bindings {
    private static final String PROPERTY = "procprobe.binding";
    private static final int FIRST_JAVA_WITH_FFM = 25;

    private Bindings() {}

    static List<String> all() {
        return Runtime.version().feature() >= FIRST_JAVA_WITH_FFM
                ? List.of("ffm", "jna")
                : List.of("jna");
    }

    /** A probe with this binding; a binding that does not work here fails the test. */
    static ProcessProbe open(String binding) {
        String before = System.getProperty(PROPERTY);
        System.setProperty(PROPERTY, binding);
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
