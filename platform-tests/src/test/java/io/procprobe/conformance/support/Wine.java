package io.procprobe.conformance.support;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;

/**
 * Wine, which plays Windows for tests on Linux and answers some questions by rote. Whoever runs the
 * suite there says so with {@code -Dprocprobe.conformance.wine=true}; then what only a real Windows
 * can tell is skipped, each test by name and with its reason.
 */
public final class Wine {
    private static final boolean IS_HERE = Boolean.getBoolean("procprobe.conformance.wine");
    private static final int MOST_TRIES = 10;

    private Wine() {}

    /** Starts a process: Wine fails by an internal error in one of some thousands. */
    static Process start(ProcessBuilder builder) throws IOException {
        for (int tries = 1; IS_HERE && tries < MOST_TRIES; tries++) {
            try {
                return builder.start();
            } catch (IOException e) {
                if (!e.getMessage().contains("error=1359")) {
                    throw e;
                }
            }
        }
        return builder.start();
    }

    /** Skips the rest of a test under Wine. */
    public static void skip(String reason) {
        assumeFalse(IS_HERE, "Wine " + reason);
    }
}
