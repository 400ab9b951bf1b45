package io.procprobe.agent.event;

import static io.procprobe.agent.testing.TestJson.number;
import static io.procprobe.agent.testing.TestJson.objects;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.agent.Agent;
import io.procprobe.agent.AgentBuilder;
import io.procprobe.agent.testing.Await;
import io.procprobe.agent.testing.Children;
import io.procprobe.agent.testing.TestAgent;
import io.procprobe.supervisor.Supervised;
import io.procprobe.supervisor.Supervisor;
import io.procprobe.supervisor.Tags;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who comes, who goes, and whom a supervisor has ended. */
class EventsTest {
    private static Optional<Map<String, Object>> event(TestAgent agent, String kind, long pid)
            throws Exception {
        return objects(agent.get("/api/v1/events"), "events").stream()
                .filter(e -> e.get("kind").equals(kind) && Long.valueOf(pid).equals(e.get("pid")))
                .findFirst();
    }

    private static Map<String, Object> await(TestAgent agent, String kind, long pid)
            throws Exception {
        Await.until(kind, () -> event(agent, kind, pid).isPresent());
        return event(agent, kind, pid).orElseThrow();
    }

    @Test
    void whoComesAndGoesIsTold() throws Exception {
        try (TestAgent agent = TestAgent.start(TestAgent.options());
                Children children = new Children()) {
            Process child = children.start("sleep", "1000");
            Map<String, Object> spawned = await(agent, "spawned", child.pid());
            assertEquals(List.of("all"), spawned.get("groups"));
            Children.end(child);
            Map<String, Object> exited = await(agent, "exited", child.pid());
            assertEquals("sleep", exited.get("name"));
            assertTrue(number(exited, "livedMillis") >= 0);
            assertTrue(number(exited, "id") > number(spawned, "id"));
            long last = (long) number(exited, "id");
            assertTrue(
                    objects(agent.get("/api/v1/events?since=" + last), "events").stream()
                            .allMatch(e -> number(e, "id") > last));
            assertEquals(0, objects(agent.get("/api/v1/events?limit=0"), "events").size());
        }
    }

    @Test
    void whomASupervisorHasEndedIsToldWithTheReason() throws Exception {
        AgentBuilder builder = Agent.builder().options(TestAgent.options().build());
        try (Supervisor supervisor =
                        Supervisor.builder()
                                .grace(Duration.ZERO)
                                .listener(builder.supervisorListener())
                                .build();
                TestAgent agent = TestAgent.start(builder.supervisor(supervisor))) {
            Supervised who =
                    supervisor.spawn(new ProcessBuilder("sleep", "1000"), Tags.of("kind", "a"));
            supervisor.end(who, "no longer needed").get(60, TimeUnit.SECONDS);
            Map<String, Object> reaped = await(agent, "reaped", who.pid());
            assertEquals("requested: no longer needed", reaped.get("reason"));
            assertEquals(true, agent.get("/api/v1/info").get("supervisor"));
            Await.until(
                    "it is counted",
                    () ->
                            agent.text(agent.request("/metrics").build())
                                    .body()
                                    .contains(
                                            "procprobe_processes_reaped_total"
                                                    + "{reason=\"requested\"} 1.0"));
        }
    }

    @Test
    void onlyTheLastAreKept() {
        EventRing ring = new EventRing();
        assertEquals(0, ring.since(0, 10).last());
        for (int i = 0; i < EventRing.CAPACITY + 5; i++) {
            ring.add(Event.of(Event.Kind.SPAWNED, OptionalLong.of(i + 1), "a", List.of("all"), ""));
        }
        EventRing.Reading all = ring.since(0, Integer.MAX_VALUE);
        assertEquals(EventRing.CAPACITY, all.events().size());
        assertEquals(6, all.events().get(0).id());
        assertEquals(EventRing.CAPACITY + 5, all.last());
        EventRing.Reading two = ring.since(all.last() - 5, 2);
        assertEquals(
                List.of(all.last() - 1, all.last()), two.events().stream().map(Event::id).toList());
        assertEquals(List.of(), ring.since(all.last(), 10).events());
    }
}
