package io.procprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fixed contract of one JSON object per process. */
final class Rows {
    static final Set<String> NUMBERS =
            Set.of(
                    "pid",
                    "parentPid",
                    "residentBytes",
                    "privateBytes",
                    "virtualBytes",
                    "cpuNanos",
                    "userNanos",
                    "systemNanos",
                    "threads",
                    "uid");

    static final Set<String> TEXTS = Set.of("status", "name", "state", "startTime");

    /** What a load says besides. */
    static final String LOAD = "cpuLoad";

    /** Names that programs compare with: public, so never to be renamed. */
    private static final Set<String> STATES =
            Set.of(
                    "RUNNING",
                    "SLEEPING",
                    "BLOCKED",
                    "STOPPED",
                    "TRACED",
                    "ZOMBIE",
                    "DEAD",
                    "IDLE",
                    "UNKNOWN");

    private Rows() {}

    static Set<String> allKeys() {
        Set<String> keys = new HashSet<>(NUMBERS);
        keys.addAll(TEXTS);
        return keys;
    }

    /** Checks the types of what is there; a key that is absent is unknown. */
    static void check(Map<String, Object> row) {
        row.forEach(
                (key, value) -> {
                    if (NUMBERS.contains(key)) {
                        assertInstanceOf(Long.class, value, key);
                        assertTrue((Long) value >= 0, () -> key + " in " + row);
                    } else if (key.equals(LOAD)) {
                        assertInstanceOf(Double.class, value, key);
                    } else {
                        assertTrue(TEXTS.contains(key), () -> "no such key: " + key);
                        assertInstanceOf(String.class, value, key);
                    }
                });
        if (row.get("startTime") instanceof String start) {
            assertTrue(start.endsWith("Z"), start);
            assertEquals(start, Instant.parse(start).toString());
        }
        if (row.get("state") instanceof String state) {
            assertTrue(STATES.contains(state), state);
        }
    }

    static long number(Map<String, Object> row, String key) {
        return assertInstanceOf(Long.class, row.get(key), () -> key + " in " + row);
    }

    static String text(Map<String, Object> row, String key) {
        return assertInstanceOf(String.class, row.get(key), () -> key + " in " + row);
    }

    static List<Long> pids(List<Map<String, Object>> rows) {
        return rows.stream().map(row -> number(row, "pid")).toList();
    }

    static Map<String, Object> of(List<Map<String, Object>> rows, long pid) {
        List<Map<String, Object>> found =
                rows.stream().filter(row -> number(row, "pid") == pid).toList();
        assertEquals(1, found.size(), () -> "rows of process " + pid);
        return found.get(0);
    }
}
