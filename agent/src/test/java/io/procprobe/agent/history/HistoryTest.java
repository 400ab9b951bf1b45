package io.procprobe.agent.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.agent.config.HistoryOptions;
import io.procprobe.agent.testing.Await;
import io.procprobe.agent.testing.TestAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was known before a restart is known after it. */
class HistoryTest {
    private static final Duration LENGTH = Duration.ofMinutes(2);

    private static TestAgent agent(Path folder, Duration length) throws Exception {
        return TestAgent.start(
                TestAgent.options().history(new HistoryOptions(length, Optional.of(folder))));
    }

    private static List<?> known(TestAgent agent) throws Exception {
        List<?> values = (List<?>) agent.get("/api/v1/history?group=all").get("processes");
        return values.stream().filter(Objects::nonNull).toList();
    }

    @Test
    void itOutlivesARestart(@TempDir Path folder) throws Exception {
        int before;
        try (TestAgent agent = agent(folder, LENGTH)) {
            Await.until("there are values", () -> known(agent).size() >= 2);
            before = known(agent).size();
            assertTrue(Files.isRegularFile(folder.resolve("all.rrd")));
        }
        long bytes = Files.size(folder.resolve("all.rrd"));
        try (TestAgent agent = agent(folder, LENGTH)) {
            assertTrue(known(agent).size() >= before);
            Await.until("there are more", () -> known(agent).size() > before);
        }
        assertEquals(bytes, Files.size(folder.resolve("all.rrd")), "of fixed size");
        assertFalse(Files.exists(folder.resolve("all.rrd.old")));
    }

    @Test
    void whatDoesNotFitLiesBeside(@TempDir Path folder) throws Exception {
        agent(folder, LENGTH).close();
        agent(folder, LENGTH.multipliedBy(2)).close();
        assertTrue(Files.exists(folder.resolve("all.rrd.old")));
    }

    @Test
    void whatIsBrokenLiesBeside(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("all.rrd"), "this is no archive");
        try (TestAgent agent = agent(folder, LENGTH)) {
            Await.until("there are values", () -> !known(agent).isEmpty());
        }
        assertEquals("this is no archive", Files.readString(folder.resolve("all.rrd.old")));
    }
}
