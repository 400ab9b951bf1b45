package io.procprobe.agent.alert;

import static io.procprobe.agent.testing.TestJson.number;
import static io.procprobe.agent.testing.TestJson.objects;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.agent.config.AlertSpec;
import io.procprobe.agent.config.AlertSpec.Measure;
import io.procprobe.agent.config.WebhookOptions;
import io.procprobe.agent.testing.Await;
import io.procprobe.agent.testing.HttpStub;
import io.procprobe.agent.testing.TestAgent;
import io.procprobe.agent.testing.TestJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class WebhookTest {
    private static final Duration PAUSE = Duration.ofMillis(5);

    private static Webhook to(HttpStub stub) {
        return new Webhook(new WebhookOptions(stub.url(), Duration.ofSeconds(30)), PAUSE);
    }

    @Test
    void whatFailsIsTriedAgainAndKeepsItsOrder() throws Exception {
        try (HttpStub stub = new HttpStub(count -> count < 2 ? 500 : count == 2 ? 429 : 200);
                Webhook webhook = to(stub)) {
            assertTrue(webhook.tell("1"));
            assertTrue(webhook.tell("2"));
            Await.until("both have come", () -> stub.bodies().size() == 5);
            assertEquals(List.of("1", "1", "1", "1", "2"), stub.bodies());
        }
    }

    @Test
    void whatIsRefusedForGoodIsNotTriedAgain() throws Exception {
        try (HttpStub stub = new HttpStub(count -> count == 0 ? 400 : 200);
                Webhook webhook = to(stub)) {
            webhook.tell("1");
            webhook.tell("2");
            Await.until("the second has come", () -> webhook.delivered() == 1);
            assertEquals(List.of("1", "2"), stub.bodies());
            assertEquals(1, webhook.failed());
        }
    }

    @Test
    void whoIsNeverThereIsGivenUp() throws Exception {
        try (HttpStub stub = new HttpStub(count -> count < 8 ? 503 : 200);
                Webhook webhook = to(stub)) {
            webhook.tell("1");
            webhook.tell("2");
            Await.until("the second has come", () -> stub.bodies().contains("2"));
            assertEquals(8, stub.bodies().stream().filter("1"::equals).count());
        }
    }

    @Test
    void notManyWait() throws Exception {
        try (HttpStub stub = new HttpStub(count -> 503);
                Webhook webhook =
                        new Webhook(
                                new WebhookOptions(stub.url(), Duration.ofSeconds(30)),
                                Duration.ofHours(1))) {
            webhook.tell("first");
            Await.until("it is being posted", () -> stub.bodies().size() == 1);
            for (int i = 0; i < Webhook.MOST_WAITING; i++) {
                assertTrue(webhook.tell("waits"));
            }
            assertEquals(0, webhook.dropped());
            assertFalse(webhook.tell("too many"));
            assertEquals(1, webhook.dropped());
            assertEquals(Webhook.MOST_WAITING, webhook.waiting());
        }
    }

    /** Begins an answer to each who asks, and ends none. */
    private static final class Endless implements AutoCloseable {
        private final ServerSocket server =
                new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<Socket> asked = new CopyOnWriteArrayList<>();
        private final Thread answering = new Thread(this::answer);

        Endless() throws IOException {
            answering.start();
        }

        private void answer() {
            try {
                while (true) {
                    Socket socket = server.accept();
                    socket.getOutputStream()
                            .write(
                                    "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1"
                                            .getBytes(US_ASCII));
                    asked.add(socket);
                }
            } catch (IOException e) {
                // the test is over
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
            for (Socket socket : asked) {
                socket.close();
            }
        }
    }

    @Test
    void anAnswerThatDoesNotEndHoldsNothingUp() throws Exception {
        try (Endless server = new Endless();
                Webhook webhook =
                        new Webhook(
                                new WebhookOptions(
                                        URI.create(
                                                "http://127.0.0.1:" + server.server.getLocalPort()),
                                        Duration.ofMillis(300)),
                                PAUSE)) {
            webhook.tell("1");
            Await.until("it is tried again", () -> server.asked.size() >= 3);
            assertEquals(0, webhook.delivered());
        }
    }

    @Test
    void anAddressThatCannotBeCalledEndsNothing() throws Exception {
        try (Webhook webhook =
                new Webhook(
                        new WebhookOptions(
                                URI.create("http://127.0.0.1:0"), Duration.ofSeconds(30)),
                        Duration.ofMillis(1))) {
            webhook.tell("1");
            webhook.tell("2");
            Await.until("both are given up", () -> webhook.failed() == 2);
        }
    }

    @Test
    void anAgentTellsOfItsAlerts() throws Exception {
        try (HttpStub stub = new HttpStub(count -> 200);
                TestAgent agent =
                        TestAgent.start(
                                TestAgent.options()
                                        .alert(
                                                new AlertSpec(
                                                        "all",
                                                        Measure.PROCESSES,
                                                        1,
                                                        1,
                                                        Duration.ZERO,
                                                        Duration.ZERO))
                                        .webhook(
                                                new WebhookOptions(
                                                        stub.url(), Duration.ofSeconds(30))))) {
            Await.until("it has told", () -> !stub.bodies().isEmpty());
            Map<String, Object> told = TestJson.object(stub.bodies().get(0));
            assertEquals("firing", told.get("state"));
            assertEquals("all", told.get("group"));
            assertEquals("processes", told.get("measure"));
            assertTrue(number(told, "value") > 1);
            Map<String, Object> alert = objects(agent.get("/api/v1/alerts"), "alerts").get(0);
            assertEquals(true, alert.get("firing"));
            assertEquals(1, number(alert, "threshold"));
            assertTrue(
                    objects(agent.get("/api/v1/events"), "events").stream()
                            .anyMatch(event -> event.get("kind").equals("alert")));
            assertEquals(1, stub.bodies().size(), "told once");
            assertFalse(told.get("host").toString().isEmpty());
            Await.until(
                    "it is counted",
                    () ->
                            agent.text(agent.request("/metrics").build())
                                    .body()
                                    .contains(
                                            "procprobe_webhook_alerts_total"
                                                    + "{outcome=\"delivered\"} 1.0"));
            String metrics = agent.text(agent.request("/metrics").build()).body();
            assertTrue(metrics.contains("procprobe_webhook_alerts_total{outcome=\"dropped\"} 0.0"));
            assertTrue(metrics.contains("procprobe_webhook_alerts_total{outcome=\"failed\"} 0.0"));
            assertTrue(metrics.contains("procprobe_webhook_waiting 0.0"));
            assertTrue(metrics.contains("procprobe_degraded 0.0"));
        }
    }
}
