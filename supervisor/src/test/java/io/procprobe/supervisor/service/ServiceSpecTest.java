package io.procprobe.supervisor.service;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is refused at once. */
class ServiceSpecTest {
    private static final Duration ZERO = Duration.ZERO;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration NEGATIVE = Duration.ofNanos(-1);

    @Test
    void limitsThatMakeNoSense() {
        List<Consumer<ServiceSpec.Builder>> wrong =
                List.of(
                        spec -> spec.probeInterval(ZERO),
                        spec -> spec.probeTimeout(ZERO),
                        spec -> spec.failuresBeforeRestart(0),
                        spec -> spec.startGrace(NEGATIVE),
                        spec -> spec.stopGrace(NEGATIVE),
                        spec -> spec.endTimeout(ZERO),
                        spec -> spec.stableAfter(NEGATIVE),
                        spec -> spec.backOff(NEGATIVE, SECOND, 2),
                        spec -> spec.backOff(SECOND, ZERO, 2),
                        spec -> spec.backOff(SECOND, SECOND, 0.99),
                        spec -> spec.backOff(SECOND, SECOND, Double.NaN),
                        spec -> spec.backOff(SECOND, SECOND, Double.POSITIVE_INFINITY),
                        spec -> spec.jitter(-0.01),
                        spec -> spec.jitter(1.01),
                        spec -> spec.restartBudget(-1, SECOND),
                        spec -> spec.restartBudget(10_001, SECOND),
                        spec -> spec.restartBudget(1, ZERO));
        for (Consumer<ServiceSpec.Builder> each : wrong) {
            ServiceSpec.Builder builder = ServiceFixture.shell();
            assertThrows(
                    IllegalArgumentException.class,
                    () -> each.accept(builder),
                    "number " + wrong.indexOf(each));
            assertDoesNotThrow(builder::build);
        }
        assertThrows(
                IllegalArgumentException.class, () -> ServiceSpec.builder("", ProcessBuilder::new));
    }

    @Test
    void addressesThatMakeNoSense() {
        for (int port : new int[] {-1, 0, 65_536}) {
            assertThrows(IllegalArgumentException.class, () -> HealthProbe.tcp("localhost", port));
        }
        for (String uri : List.of("ftp://localhost/", "/health", "http:///health")) {
            assertThrows(
                    IllegalArgumentException.class, () -> HealthProbe.http(URI.create(uri)), uri);
        }
    }
}
