package io.procprobe.agent.fleet;

import static io.procprobe.agent.testing.TestJson.objects;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.agent.config.FleetOptions;
import io.procprobe.agent.testing.HttpStub;
import io.procprobe.agent.testing.TestAgent;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Prometheus answers, by its documentation, becomes hosts; its failures a 502. */
class FleetTest {
    private static String sample(String name, String labels, String value) {
        return String.format(
                "{\"metric\":{\"__name__\":\"%s\",\"job\":\"procprobe\",%s},"
                        + "\"value\":[1766300000.123,\"%s\"]}",
                name, labels, value);
    }

    private static TestAgent agent(HttpStub prometheus) throws Exception {
        return TestAgent.start(
                TestAgent.options()
                        .fleet(new FleetOptions(prometheus.url(), FleetOptions.DEFAULT_JOB)));
    }

    @Test
    void hostsAreThoseOfPrometheus() throws Exception {
        try (HttpStub prometheus = new HttpStub(count -> 200);
                TestAgent agent = agent(prometheus)) {
            prometheus.body(
                    "{\"status\":\"success\",\"warnings\":[\"x\"],\"data\":{\"resultType\":"
                            + "\"vector\",\"result\":["
                            + String.join(
                                    ",",
                                    sample("up", "\"instance\":\"b:9179\"", "0"),
                                    sample("up", "\"host\":\"a\",\"instance\":\"a:9179\"", "1"),
                                    sample("procprobe_processes", "\"host\":\"a\"", "123"),
                                    sample("process_memory_usage_bytes", "\"host\":\"a\"", "2e9"),
                                    sample("procprobe_pressure_ratio", "\"host\":\"a\"", "0.25"),
                                    sample("procprobe_cpu_load", "\"host\":\"a\"", "1.5"),
                                    sample(
                                            "procprobe_host_memory_total_bytes",
                                            "\"host\":\"a\"",
                                            "NaN"))
                            + "]}}");
            Map<String, Object> fleet = agent.get("/api/v1/fleet");
            List<Map<String, Object>> hosts = objects(fleet, "hosts");
            assertEquals(List.of("a", "b:9179"), hosts.stream().map(h -> h.get("host")).toList());
            Map<String, Object> a = hosts.get(0);
            assertEquals(true, a.get("up"));
            assertEquals(123L, a.get("processes"));
            assertEquals(2_000_000_000L, a.get("residentBytes"));
            assertEquals(0.25, a.get("pressureMemory"));
            assertEquals(1.5, a.get("cpuLoad"));
            assertEquals("a:9179", a.get("address"));
            assertEquals("b:9179", hosts.get(1).get("address"));
            assertNull(a.get("memoryTotalBytes"));
            assertEquals(false, hosts.get(1).get("up"));
            assertNull(hosts.get(1).get("processes"));
            agent.get("/api/v1/fleet");
            assertEquals(1, prometheus.paths().size(), "asked once within some seconds");
            assertTrue(
                    prometheus.paths().get(0).startsWith("/api/v1/query?query=%7Bjob%3D"),
                    prometheus.paths().get(0));
            assertEquals(true, agent.get("/api/v1/info").get("fleet"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "{}",
                "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"x\"}",
                "{\"status\":\"success\",\"data\":{\"result\":[{\"value\":[1,2]}]}}",
                "{\"status\":\"success\",\"data\":{\"result\":[{\"value\":[1,\"x\"]}]}}",
                "{\"status\":\"success\",\"data\":{\"result\":[{",
            })
    void whatIsNoAnswerIsABadGateway(String body) throws Exception {
        try (HttpStub prometheus = new HttpStub(count -> 200);
                TestAgent agent = agent(prometheus)) {
            prometheus.body(body);
            assertEquals(502, agent.text(agent.request("/api/v1/fleet").build()).statusCode());
        }
    }

    @Test
    void aPrometheusThatIsDownIsABadGateway() throws Exception {
        HttpStub prometheus = new HttpStub(count -> 500);
        URI url = prometheus.url();
        try (TestAgent agent = agent(prometheus)) {
            assertEquals(502, agent.text(agent.request("/api/v1/fleet").build()).statusCode());
        }
        prometheus.close();
        try (TestAgent agent =
                TestAgent.start(TestAgent.options().fleet(new FleetOptions(url, "procprobe")))) {
            assertEquals(502, agent.text(agent.request("/api/v1/fleet").build()).statusCode());
        }
    }
}
