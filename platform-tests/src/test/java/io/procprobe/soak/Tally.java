package io.procprobe.soak;

import java.util.concurrent.atomic.AtomicLong;

/** What was counted, by any thread. */
final class Tally {
    final AtomicLong processes = new AtomicLong();
    final AtomicLong pidsGivenAgain = new AtomicLong();
    final AtomicLong polls = new AtomicLong();
    final AtomicLong rows = new AtomicLong();
    final AtomicLong refreshes = new AtomicLong();
    final AtomicLong tableRows = new AtomicLong();
    final AtomicLong queries = new AtomicLong();
    final AtomicLong kills = new AtomicLong();
    final AtomicLong exits = new AtomicLong();
    final AtomicLong exitsWithoutStatus = new AtomicLong();
    final AtomicLong wrongReadings = new AtomicLong();

    private static final int MOST_SAID = 20;

    /** Counts what must never be, and says the first ones. */
    void wrong(String what) {
        if (wrongReadings.incrementAndGet() <= MOST_SAID) {
            System.err.println("wrong: " + what);
        }
    }

    /** Counts a reading that is wrong when the condition does not hold. */
    void expect(boolean holds, String what, Life life) {
        if (!holds) {
            wrong(what + ", s" + life.serial + " " + life.id);
        }
    }
}
