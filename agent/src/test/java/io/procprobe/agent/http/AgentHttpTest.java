package io.procprobe.agent.http;

import static io.procprobe.agent.testing.TestJson.number;
import static io.procprobe.agent.testing.TestJson.objects;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.agent.config.GroupSpec;
import io.procprobe.agent.testing.Await;
import io.procprobe.agent.testing.Children;
import io.procprobe.agent.testing.TestAgent;
import io.procprobe.agent.testing.TestJson;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent answers, over a real connection. */
class AgentHttpTest {
    private static final long OWN_PID = ProcessHandle.current().pid();
    private static final String COOKIE = "PROCPROBE_TEST_AGENT";

    /** Not that of a run that was killed. */
    private static final String VALUE = UUID.randomUUID().toString();

    private static TestAgent agent;
    private static Children children;
    private static Process child;

    @BeforeAll
    static void start() throws Exception {
        children = new Children();
        child = children.start(Map.of(COOKIE, VALUE), "sleep", "1000");
        agent =
                TestAgent.start(
                        TestAgent.options()
                                .group(GroupSpec.parse("mine=cookie:" + COOKIE + "=" + VALUE)));
        Await.until(
                "the child is a sleep",
                () -> agent.get(process(child.pid())).get("name").equals("sleep"));
    }

    @AfterAll
    static void stop() throws Exception {
        agent.close();
        children.close();
    }

    private static String process(long pid) {
        return "/api/v1/processes/" + pid;
    }

    private static HttpRequest without(String path, String... headers) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + agent.port() + path));
        return headers.length == 0 ? builder.build() : builder.headers(headers).build();
    }

    private static Map<String, Object> problem(HttpResponse<String> response, int status) {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals(
                "application/problem+json",
                response.headers().firstValue("Content-Type").orElse(""));
        Map<String, Object> problem = TestJson.object(response.body());
        assertEquals((long) status, problem.get("status"));
        assertEquals(List.of("type", "title", "status", "detail"), List.copyOf(problem.keySet()));
        return problem;
    }

    @Test
    void healthNeedsNoToken() throws Exception {
        HttpResponse<String> response = agent.text(without("/health"));
        assertEquals(200, response.statusCode());
        assertEquals("{\"status\":\"up\"}", response.body());
        assertEquals("no-store", response.headers().firstValue("Cache-Control").orElse(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/metrics",
                "/api/v1/info",
                "/api/v1/processes",
                "/api/v1/doctor",
                "/api/v1/nothing",
                "/api/",
                "/api/v1/processes/1",
            })
    void everythingElseNeedsTheToken(String path) throws Exception {
        HttpResponse<String> none = agent.text(without(path));
        problem(none, 401);
        assertTrue(none.headers().firstValue("WWW-Authenticate").orElse("").startsWith("Bearer"));
        problem(agent.text(without(path, "Authorization", "Bearer wrong")), 401);
        problem(agent.text(without(path, "Authorization", "Bearer " + agent.token() + "x")), 401);
        problem(agent.text(without(path + "?token=" + agent.token())), 401);
    }

    @Test
    void theOwnProcessIsListed() throws Exception {
        Map<String, Object> all = agent.get("/api/v1/processes");
        List<Map<String, Object>> processes = objects(all, "processes");
        assertEquals(number(all, "total"), processes.size());
        Map<String, Object> own =
                processes.stream()
                        .filter(each -> each.get("pid").equals(OWN_PID))
                        .findFirst()
                        .orElseThrow();
        assertTrue(number(own, "residentBytes") > 1 << 20);
        assertTrue(number(own, "cpuMillis") > 0);
        assertEquals(List.of("all"), own.get("groups"));
        assertEquals(false, own.get("kernelThread"));
        assertTrue(number(own, "subtreeCount") >= 2);
        assertEquals(
                (double) ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli(),
                number(own, "startTime"),
                20);
    }

    @Test
    void listsAreFilteredSortedAndCut() throws Exception {
        Map<String, Object> mine = agent.get("/api/v1/processes?group=mine");
        assertEquals(1, number(mine, "total"));
        assertEquals(child.pid(), objects(mine, "processes").get(0).get("pid"));
        assertEquals(List.of("all", "mine"), objects(mine, "processes").get(0).get("groups"));
        assertTrue(number(agent.get("/api/v1/processes?name=sl*p"), "total") >= 1);
        assertEquals(0, number(agent.get("/api/v1/processes?name=no-such-*"), "total"));
        Map<String, Object> largest =
                agent.get("/api/v1/processes?sort=memory&order=desc&limit=3&offset=0");
        List<Map<String, Object>> three = objects(largest, "processes");
        assertEquals(3, three.size());
        assertTrue(number(three.get(0), "residentBytes") >= number(three.get(1), "residentBytes"));
        assertTrue(number(largest, "total") > 3);
        for (String sort : List.of("pid", "name", "cpu", "subtreeMemory", "start")) {
            agent.get("/api/v1/processes?sort=" + sort + "&order=desc");
        }
        List<Map<String, Object>> byPid =
                objects(agent.get("/api/v1/processes?sort=pid"), "processes");
        for (int i = 1; i < byPid.size(); i++) {
            assertTrue(number(byPid.get(i - 1), "pid") < number(byPid.get(i), "pid"));
        }
    }

    @Test
    void aProcessTellsMoreOfItself() throws Exception {
        Map<String, Object> one = agent.get(process(child.pid()));
        assertEquals(List.of("sleep", "1000"), one.get("commandLine"));
        assertEquals("S", one.get("state"));
        assertTrue(one.containsKey("user"));
        assertTrue(one.containsKey("cgroup"));
        assertEquals(OWN_PID, one.get("parentPid"));
        problem(agent.text(agent.request(process(Integer.MAX_VALUE)).build()), 404);
        problem(agent.text(agent.request(process(9_999_999_999L)).build()), 404);
        for (String wrong : List.of("0", "-1", "a", "1a", "", "1/2", "99999999999")) {
            problem(agent.text(agent.request("/api/v1/processes/" + wrong).build()), 400);
        }
    }

    @Test
    void theTreeHasEveryProcessOnce() throws Exception {
        Map<String, Object> tree = agent.get("/api/v1/tree");
        int[] count = {0};
        for (Map<String, Object> root : objects(tree, "roots")) {
            int before = count[0];
            count(root, 0, count);
            assertEquals(number(root, "subtreeCount"), count[0] - before);
        }
        assertTrue(count[0] > 1);
        List<Map<String, Object>> own = objects(agent.get("/api/v1/tree?root=" + OWN_PID), "roots");
        assertEquals(1, own.size());
        assertEquals(OWN_PID, own.get(0).get("pid"));
        assertTrue(
                objects(own.get(0), "children").stream()
                        .anyMatch(each -> each.get("pid").equals(child.pid())));
        problem(agent.text(agent.request("/api/v1/tree?root=2147483647").build()), 404);
    }

    private static void count(Map<String, Object> node, int depth, int[] count) {
        count[0]++;
        assertEquals(depth, number(node, "depth"));
        for (Map<String, Object> each : objects(node, "children")) {
            assertEquals(node.get("pid"), each.get("parentPid"));
            count(each, depth + 1, count);
        }
    }

    @Test
    void groupsHostDoctorAndInfoAnswer() throws Exception {
        List<Map<String, Object>> groups = objects(agent.get("/api/v1/groups"), "groups");
        assertEquals(
                List.of("all", "mine"), groups.stream().map(each -> each.get("name")).toList());
        assertEquals(1, number(groups.get(1), "processes"));
        Map<String, Object> host = agent.get("/api/v1/host");
        assertTrue(number(host, "memoryTotalBytes") > 0);
        assertEquals(
                List.of("binding", "library", "attempts", "mechanisms", "machine"),
                List.copyOf(agent.get("/api/v1/doctor").keySet()));
        Map<String, Object> info = agent.get("/api/v1/info");
        assertEquals(100, number(info, "intervalMillis"));
        assertEquals(List.of("all", "mine"), info.get("groups"));
        assertEquals(false, info.get("fleet"));
        assertEquals(false, info.get("supervisor"));
    }

    @Test
    void historyGrowsAndKnowsWhatIsUnknown() throws Exception {
        Await.until(
                "there is a value",
                () -> {
                    List<?> values =
                            (List<?>) agent.get("/api/v1/history?group=mine").get("processes");
                    return values.contains(1L);
                });
        Map<String, Object> history = agent.get("/api/v1/history?group=all");
        assertEquals(1000, number(history, "stepMillis"));
        int size = ((List<?>) history.get("times")).size();
        for (String key : List.of("residentBytes", "cpuLoad", "processes")) {
            assertEquals(size, ((List<?>) history.get(key)).size());
        }
        assertTrue(((List<?>) history.get("processes")).contains(null), "of the last hour");
        problem(agent.text(agent.request("/api/v1/history").build()), 400);
        problem(agent.text(agent.request("/api/v1/history?group=none").build()), 404);
        problem(agent.text(agent.request("/api/v1/history?group=all&from=2&to=1").build()), 400);
        for (String other : List.of("from=1&to=2", "from=99999999999999", "to=2")) {
            String path = "/api/v1/history?group=all&" + other;
            assertEquals(List.of(), agent.get(path).get("times"), other);
        }
    }

    @Test
    void eachPollHasANewTag() throws Exception {
        String first =
                agent.text(agent.request("/api/v1/groups").build())
                        .headers()
                        .firstValue("ETag")
                        .orElseThrow();
        Await.until(
                "there is another poll",
                () ->
                        agent.text(
                                                agent.request("/api/v1/groups")
                                                        .header("If-None-Match", first)
                                                        .build())
                                        .statusCode()
                                == 200);
    }

    @Test
    void metricsHaveTwoForms() throws Exception {
        HttpResponse<String> prometheus = agent.text(agent.request("/metrics?x=1").build());
        assertEquals(
                "text/plain; version=0.0.4; charset=utf-8",
                prometheus.headers().firstValue("Content-Type").orElse(""));
        assertTrue(
                prometheus.body().contains("\nprocprobe_processes{group=\"mine\"} 1.0\n"),
                prometheus.body());
        assertTrue(prometheus.body().contains("process_cpu_time_seconds_total{group=\"all\"}"));
        assertTrue(prometheus.body().contains("procprobe_poll_duration_seconds_count "));
        assertTrue(prometheus.body().contains("procprobe_polls_skipped_total "));
        assertTrue(prometheus.body().contains("procprobe_host_memory_available_bytes "));
        HttpResponse<String> open =
                agent.text(
                        agent.request("/metrics")
                                .header(
                                        "Accept",
                                        "application/openmetrics-text;version=1.0.0,"
                                                + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1")
                                .build());
        assertEquals(
                "application/openmetrics-text; version=1.0.0; charset=utf-8",
                open.headers().firstValue("Content-Type").orElse(""));
        assertTrue(open.body().endsWith("# EOF\n"));
    }

    @Test
    void everyAnswerIsSafeInABrowser() throws Exception {
        for (String path : List.of("/health", "/openapi.json", "/nothing", "/api/v1/info")) {
            HttpResponse<String> response = agent.text(agent.request(path).build());
            String policy = response.headers().firstValue("Content-Security-Policy").orElse("");
            assertTrue(policy.startsWith("default-src 'self'"), path);
            assertTrue(policy.contains("frame-ancestors 'none'"));
            assertEquals(
                    "nosniff", response.headers().firstValue("X-Content-Type-Options").orElse(""));
            assertEquals(
                    "no-referrer", response.headers().firstValue("Referrer-Policy").orElse(""));
            assertFalse(response.headers().firstValue("Access-Control-Allow-Origin").isPresent());
            assertFalse(response.headers().firstValue("Server").isPresent());
        }
    }

    @Test
    void aCrowdDoesNotPollMore() throws Exception {
        try (TestAgent quiet =
                TestAgent.start(TestAgent.options().interval(Duration.ofMinutes(10)))) {
            List<HttpRequest> requests =
                    List.of(
                            quiet.request("/api/v1/processes").build(),
                            quiet.request("/metrics").build(),
                            quiet.request("/api/v1/tree").build(),
                            quiet.request("/health").build());
            int answered =
                    IntStream.range(0, 400)
                            .parallel()
                            .map(i -> status(quiet, requests.get(i % requests.size())))
                            .filter(status -> status == 200)
                            .sum();
            assertEquals(400 * 200, answered);
            assertEquals(1, number(quiet.get("/api/v1/info"), "pollNumber"));
        }
    }

    private static int status(TestAgent of, HttpRequest request) {
        try {
            return of.send(request).statusCode();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
