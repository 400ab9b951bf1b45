package io.procprobe.micrometer.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "sleep, sleep, true",
        "sleep, sleeps, false",
        "s*p, sleep, true",
        "*, '', true",
        "*, sleep, true",
        "'', '', true",
        "'', x, false",
        "sl?ep, sleep, true",
        "sl?ep, slep, false",
        "?, ü, true",
        "?, 😀, true",
        "*.sl*ce, a.slice.b.slice, true",
        "worker-*, worker-, true",
        "worker-*, worker, false",
        "[a], a, false",
        "a.c, abc, false",
    })
    void fitsAsAWhole(String pattern, String text, boolean expected) {
        assertEquals(expected, new Glob(pattern).matches(text));
    }

    @Test
    void noPatternTakesLong() {
        Glob nasty = new Glob("*a".repeat(200) + "b");
        String text = "a".repeat(5_000);
        Assertions.assertTimeout(
                Duration.ofSeconds(10), () -> assertEquals(false, nasty.matches(text)));
    }

    @Test
    void knowsItsWildcards() {
        assertTrue(new Glob("a*").hasWildcard());
        assertTrue(new Glob("a?").hasWildcard());
        assertEquals(false, new Glob("/a.b").hasWildcard());
    }
}
