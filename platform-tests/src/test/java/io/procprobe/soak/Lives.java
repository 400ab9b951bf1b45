package io.procprobe.soak;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Those that are there, and the last ones that were: for any thread. */
final class Lives {
    private static final int REMEMBERED = 1024;
    private static final int NAMES_FROM = 1;

    private final Map<Long, Life> present = new ConcurrentHashMap<>();
    private final AtomicReferenceArray<Life> recent = new AtomicReferenceArray<>(REMEMBERED);

    void begin(Life life) {
        present.put(life.serial, life);
        recent.set((int) (life.serial % REMEMBERED), life);
    }

    void end(Life life) {
        life.hasEnded = true;
        present.remove(life.serial);
    }

    int count() {
        return present.size();
    }

    /** By its name; null for a process that is not of the churn, or not yet known, or has ended. */
    Life named(String name) {
        if (name.length() <= NAMES_FROM || name.charAt(0) != 's') {
            return null;
        }
        try {
            return present.get(Long.parseLong(name.substring(NAMES_FROM)));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** One of the last, which is there or has ended; null while there are few. */
    Life any() {
        return recent.get(ThreadLocalRandom.current().nextInt(REMEMBERED));
    }
}
