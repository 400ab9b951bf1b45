package io.procprobe.supervisor.service;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.procprobe.supervisor.Supervised;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The probes, against a real server. */
@EnabledOnOs(OS.LINUX)
class HealthProbeTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(200);

    @Test
    void tellWhatTheServerDoes() throws Exception {
        try (ServiceFixture fixture = new ServiceFixture()) {
            SupervisedService service = fixture.start(fixture.server());
            Supervised server = fixture.await(service, ServiceState.HEALTHY, 1);
            HealthProbe http = fixture.http();
            HealthProbe tcp = fixture.tcp();

            for (int status : new int[] {200, 204, 299}) {
                ServiceFixture.order(server, "status " + status);
                assertDoesNotThrow(() -> http.check(LONG));
            }
            for (int status : new int[] {302, 404, 500, 503}) {
                ServiceFixture.order(server, "status " + status);
                IOException failure = assertThrows(IOException.class, () -> http.check(LONG));
                assertEquals("HTTP status " + status, failure.getMessage());
            }
            for (String silence : new String[] {"hang", "drip"}) {
                ServiceFixture.order(server, silence);
                assertThrows(TimeoutException.class, () -> http.check(SHORT), silence);
            }
            assertDoesNotThrow(() -> tcp.check(LONG));

            ServiceFixture.order(server, "close");
            assertThrows(ConnectException.class, () -> tcp.check(LONG));
            ExecutionException refused =
                    assertThrows(ExecutionException.class, () -> http.check(LONG));
            assertInstanceOf(ConnectException.class, refused.getCause());
            assertFalse(service.current().isEmpty());
        }
    }
}
