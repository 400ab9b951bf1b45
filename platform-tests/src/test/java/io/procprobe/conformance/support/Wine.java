package io.procprobe.conformance.support;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

/**
 * Wine, which plays Windows for tests on Linux and answers some questions by rote. Whoever runs the
 * suite there says so with {@code -Dprocprobe.conformance.wine=true}; then what only a real Windows
 * can tell is skipped, each test by name and with its reason.
 */
public final class Wine {
    private static final boolean IS_HERE = Boolean.getBoolean("procprobe.conformance.wine");

    private Wine() {}

    /** Skips the rest of a test under Wine. */
    public static void skip(String reason) {
        assumeFalse(IS_HERE, "Wine " + reason);
    }
}
