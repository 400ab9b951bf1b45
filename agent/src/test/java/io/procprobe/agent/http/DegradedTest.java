package io.procprobe.agent.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.procprobe.Status;
import io.procprobe.agent.alert.Alerts;
import io.procprobe.agent.config.AgentOptions;
import io.procprobe.agent.event.AlertEvents;
import io.procprobe.agent.event.EventRing;
import io.procprobe.agent.history.History;
import io.procprobe.agent.poll.Poller;
import io.procprobe.agent.testing.Await;
import io.procprobe.agent.testing.ScriptedSource;
import io.procprobe.agent.testing.TestAgent;
import io.procprobe.agent.testing.TestJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is answered before there is a poll, and while polls fail. */
class DegradedTest {
    private static final Duration INTERVAL = Duration.ofMillis(20);

    private final HttpClient client = HttpClient.newHttpClient();
    private final ScriptedSource source = new ScriptedSource();
    private final AtomicLong aheadNanos = new AtomicLong();
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private History history;
    private Poller poller;
    private Listener listener;
    private AgentServer server;

    @BeforeEach
    void start() throws Exception {
        AgentOptions options = TestAgent.options().withoutToken().build();
        EventRing events = new EventRing();
        Alerts alerts = new Alerts(List.of(), new AlertEvents(events), Optional.empty());
        history = new History(options.history(), options.interval(), source.groups());
        poller =
                new Poller(
                        source,
                        INTERVAL,
                        List.of(history),
                        () -> System.nanoTime() + aheadNanos.get());
        FunctionCounter.builder("test.refreshes", source, ScriptedSource::refreshes)
                .register(registry);
        listener = Listener.bind(options);
        server =
                new AgentServer(
                        new AgentServices(
                                options,
                                source.probe(),
                                poller,
                                history,
                                events,
                                alerts,
                                Optional.empty(),
                                registry,
                                false),
                        TokenCheck.none(),
                        listener);
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
        poller.close();
        history.close();
        source.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:" + listener.address().getPort() + path))
                        .timeout(Duration.ofSeconds(60))
                        .build(),
                BodyHandlers.ofString());
    }

    private void assertHealth(int status, String text) throws Exception {
        HttpResponse<String> health = get("/health");
        assertEquals(status, health.statusCode());
        assertEquals("{\"status\":\"" + text + "\"}", health.body());
    }

    private double refreshesInMetrics() throws Exception {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("test_refreshes_total "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void beforeTheFirstPollCallersAreToldToComeAgain() throws Exception {
        assertHealth(503, "degraded");
        for (String path :
                List.of(
                        "/metrics",
                        "/api/v1/info",
                        "/api/v1/processes",
                        "/api/v1/processes/1",
                        "/api/v1/tree",
                        "/api/v1/groups",
                        "/api/v1/history?group=all",
                        "/api/v1/host",
                        "/api/v1/events",
                        "/api/v1/alerts",
                        "/api/v1/doctor")) {
            HttpResponse<String> response = get(path);
            assertEquals(503, response.statusCode(), path);
            assertEquals("1", response.headers().firstValue("Retry-After").orElse(""), path);
            assertEquals(503L, TestJson.object(response.body()).get("status"), path);
        }
        assertEquals(404, get("/api/v1/nothing").statusCode());
        assertEquals(400, get("/api/v1/groups?x=1").statusCode());
        poller.start();
        assertHealth(200, "up");
        assertEquals(200, get("/api/v1/processes").statusCode());
    }

    @Test
    void healthTellsOfPollsThatFailAndOfThoseThatDoNotAnyMore() throws Exception {
        poller.start();
        assertHealth(200, "up");
        source.script(() -> Status.DENIED);
        Await.until("it is degraded", () -> get("/health").statusCode() == 503);
        assertHealth(503, "degraded");
        assertEquals(200, get("/api/v1/processes").statusCode(), "the last that is known");
        source.script(() -> Status.OK);
        Await.until("it is up again", () -> get("/health").statusCode() == 200);
        assertHealth(200, "up");
    }

    @Test
    void metricsTellOfPollsThatFail() throws Exception {
        poller.start();
        source.script(() -> Status.DENIED);
        Await.until("it is degraded", poller::isDegraded);
        double before = refreshesInMetrics();
        Await.until("what was counted is told", () -> refreshesInMetrics() > before);
    }

    @Test
    void aPollThatDoesNotEndLeavesTheServerAlone() throws Exception {
        CountDownLatch isPolling = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        poller.start();
        source.script(
                () -> {
                    isPolling.countDown();
                    try {
                        mayEnd.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return Status.OK;
                });
        isPolling.await();
        try {
            aheadNanos.set(Duration.ofMinutes(1).toNanos());
            assertHealth(503, "degraded");
            for (int i = 0; i < 40; i++) {
                assertEquals(200, get("/metrics").statusCode());
                assertEquals(200, get("/api/v1/groups").statusCode());
            }
            assertTrue(poller.isDegraded());
        } finally {
            mayEnd.countDown();
        }
        Await.until("it is up again", () -> get("/health").statusCode() == 200);
    }
}
