package io.procprobe.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.agent.config.AlertSpec.Measure;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alerts as flags write them. */
class AlertSpecTest {
    private static final double GIB = 1L << 30;

    @Test
    void allOfItIsRead() {
        assertEquals(
                new AlertSpec(
                        "workers",
                        Measure.MEMORY,
                        2 * GIB,
                        1.5 * GIB,
                        Duration.ofSeconds(30),
                        Duration.ZERO),
                AlertSpec.parse("workers:memory>2GiB for 30s clear 1.5GiB"));
        assertEquals(
                new AlertSpec(
                        "all",
                        Measure.GROWTH,
                        1 << 20,
                        1 << 19,
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5)),
                AlertSpec.parse("all:growth > 60MiB/min over 5m clear 30MiB/min for 1m"));
    }

    @Test
    void whatIsNotSaidHasADefault() {
        AlertSpec cpu = AlertSpec.parse("a.b-c_d:cpu>1.5");
        assertEquals("a.b-c_d", cpu.group());
        assertEquals(1.35, cpu.clearBelow(), 1e-9);
        assertEquals(Duration.ZERO, cpu.hold());
        assertEquals(AlertSpec.DEFAULT_OVER, AlertSpec.parse("all:growth>1B/s").over());
        assertEquals(90, AlertSpec.parse("all:processes>100").clearBelow(), 1e-9);
        assertEquals(1, AlertSpec.parse("all:processes>1").clearBelow(), "one is not none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "memory>2GiB | is not an alert such as",
                "all:memory | is not an alert such as",
                "all:memory<2GiB | is not an alert such as",
                "all:swap>2GiB | is not an alert such as",
                "all:memory>2GiB for | is not an alert such as",
                "all:memory>2GiB soon | is not an alert such as",
                "all:memory>2GiB  for 1s | is not an alert such as",
                "all:memory>2GB | '2GB' is not a size",
                "all:memory>-1 | '-1' is not a size",
                "all:cpu>much | 'much' is not a number",
                "all:growth>1MiB | '1MiB' is not a growth",
                "all:cpu>1 for 1y | '1y' is not a time",
                "all:cpu>1 for 1s for 2s | 'for' is there twice",
                "all:cpu>1 over 2m | only a growth is taken over a time",
                "all:growth>1MiB/s over 0s | a growth is taken over a time",
                "all:cpu>1 clear 2 | at most the threshold",
            })
    void whatCannotBeMeantIsRefused(String text, String expected) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> AlertSpec.parse(text))
                        .getMessage();
        assertTrue(message.contains(expected), message);
    }

    @Test
    void whatCouldNeverBeOverIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new AlertSpec("all", Measure.CPU, 1, -1, Duration.ZERO, Duration.ZERO));
    }
}
