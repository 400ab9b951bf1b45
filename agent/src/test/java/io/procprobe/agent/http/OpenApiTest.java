package io.procprobe.agent.http;

import static io.procprobe.agent.http.Schema.map;
import static io.procprobe.agent.testing.TestJson.objects;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.agent.testing.Await;
import io.procprobe.agent.testing.TestAgent;
import io.procprobe.agent.testing.TestJson;
import io.procprobe.supervisor.EndReason;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The document tells the truth, whatever is asked of what it tells. */
class OpenApiTest {
    private static final int REQUESTS_PER_PATH = 60;

    private static final List<String> VALUES =
            List.of(
                    "0",
                    "1",
                    "-1",
                    "2147483647",
                    "2147483648",
                    "9223372036854775807",
                    "1e3",
                    "",
                    "all",
                    "none",
                    "*",
                    "?",
                    "desc",
                    "asc",
                    "pid",
                    "memory",
                    "\0",
                    "ä",
                    "😀",
                    "'",
                    "\"",
                    "<script>",
                    "../..",
                    "%",
                    "%00",
                    "a b",
                    "null",
                    "true",
                    "[]",
                    "{}",
                    "a".repeat(256),
                    "a".repeat(300),
                    "\r\nX: y");

    private static TestAgent agent;
    private static Map<String, Object> document;
    private static Schema schemas;

    @BeforeAll
    static void start() throws Exception {
        agent = TestAgent.start(TestAgent.options());
        document = agent.get("/openapi.json");
        schemas = new Schema(map(map(document.get("components")).get("schemas")));
    }

    @AfterAll
    static void stop() {
        agent.close();
    }

    private static Map<String, Object> paths() {
        return map(document.get("paths"));
    }

    private static Map<String, Object> get(String path) {
        return map(map(paths().get(path)).get("get"));
    }

    /** Checks status, type and body against what is told. */
    private static void check(String path, String asked) throws Exception {
        HttpResponse<String> response = agent.text(agent.request(asked).build());
        String status = Integer.toString(response.statusCode());
        Map<String, Object> responses = map(get(path).get("responses"));
        assertTrue(responses.containsKey(status), asked + ": " + status + response.body());
        Object content = map(responses.get(status)).get("content");
        String type = response.headers().firstValue("Content-Type").orElse("");
        String plain = type.replaceAll(";.*", "");
        assertTrue(map(content).containsKey(plain), asked + ": " + type);
        if (plain.endsWith("json")) {
            Object schema = map(map(content).get(plain)).get("schema");
            schemas.check(TestJson.object(response.body()), schema, asked);
        }
    }

    @Test
    void everyPathAnswersAsItSays() throws Exception {
        Await.until(
                "something has happened",
                () -> {
                    new ProcessBuilder("true").start().waitFor();
                    return !objects(agent.get("/api/v1/events"), "events").isEmpty();
                });
        for (String path : paths().keySet()) {
            check(path, path.replace("{pid}", Long.toString(ProcessHandle.current().pid())));
        }
        check("/api/v1/history", "/api/v1/history?group=all");
        check("/api/v1/tree", "/api/v1/tree?root=" + ProcessHandle.current().pid());
    }

    @Test
    void whateverIsAskedIsAnsweredAsItSays() throws Exception {
        Random random = new Random(16);
        for (String path : paths().keySet()) {
            for (int i = 0; i < REQUESTS_PER_PATH; i++) {
                check(path, path.replace("{pid}", segment(random)) + query(path, random));
            }
        }
        assertEquals(200, agent.text(agent.request("/health").build()).statusCode());
    }

    /** A value that stays one segment; what does not is the subject of another test. */
    private static String segment(Random random) {
        String value = VALUES.get(random.nextInt(VALUES.size()));
        return value.matches("[A-Za-z0-9-]+") ? value : Integer.toString(random.nextInt(100_000));
    }

    private static String query(String path, Random random) {
        List<String> names = new ArrayList<>(List.of("x"));
        if (get(path).get("parameters") instanceof List<?> parameters) {
            for (Object each : parameters) {
                names.add((String) map(each).get("name"));
                names.add((String) map(each).get("name"));
            }
        }
        StringBuilder query = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            query.append(query.isEmpty() ? '?' : '&')
                    .append(names.get(random.nextInt(names.size())))
                    .append('=')
                    .append(
                            URLEncoder.encode(
                                    VALUES.get(random.nextInt(VALUES.size())),
                                    StandardCharsets.UTF_8));
        }
        return query.toString();
    }

    @Test
    void everyReasonIsTold() {
        Map<String, Object> event =
                map(map(map(document.get("components")).get("schemas")).get("Event"));
        String told = map(map(event.get("properties")).get("reason")).get("description").toString();
        for (EndReason reason : EndReason.values()) {
            String word = reason.name().toLowerCase(Locale.ROOT);
            assertEquals(reason.isOurs(), told.matches(".*\\b" + word + "\\b.*"), word);
        }
    }

    @Test
    void headAnswersWhereverGetDoes() throws Exception {
        for (String path : paths().keySet()) {
            String asked = path.replace("{pid}", "1");
            HttpResponse<String> head =
                    agent.text(
                            agent.request(asked).method("HEAD", BodyPublishers.noBody()).build());
            int get = agent.text(agent.request(asked).build()).statusCode();
            assertEquals(get, head.statusCode(), asked);
            assertEquals("", head.body(), asked);
        }
    }
}
