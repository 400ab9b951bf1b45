package io.procprobe.agent.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.agent.config.HistoryOptions;
import io.procprobe.agent.config.ListenAddress;
import io.procprobe.agent.testing.Await;
import io.procprobe.agent.testing.TestAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

    @Test
    void aFolderThatOthersWriteToIsRefused(@TempDir Path folder) throws Exception {
        // Who can write there makes a link of that name, and has the agent write where it points.
        Path target = folder.resolve("target");
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.createSymbolicLink(open.resolve("all.rrd"), target);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        IOException e = assertThrows(IOException.class, () -> agent(open, LENGTH));
        assertTrue(e.getMessage().contains("others can write there"), e.getMessage());
        assertFalse(Files.exists(target));
    }

    @Test
    void whatWouldFillTheMemoryIsRefused() throws Exception {
        HistoryOptions week = new HistoryOptions(Duration.ofDays(7), Optional.empty());
        Duration second = Duration.ofSeconds(1);
        new History(week, second, List.of("all", "a", "b", "c")).close();
        IOException refusal =
                assertThrows(
                        IOException.class,
                        () ->
                                new History(week, second, List.of("all", "a", "b", "c", "d"))
                                        .close());
        assertTrue(refusal.getMessage().contains("69 MiB"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("--history-directory"), refusal.getMessage());
    }

    @Test
    void whoseAddressIsTakenLeavesItAlone(@TempDir Path folder) throws Exception {
        try (TestAgent first = agent(folder.resolve("first"), LENGTH)) {
            Path second = folder.resolve("second");
            ListenAddress taken = new ListenAddress("127.0.0.1", first.port());
            assertThrows(
                    IOException.class,
                    () ->
                            TestAgent.start(
                                    TestAgent.options()
                                            .listen(taken)
                                            .history(
                                                    new HistoryOptions(
                                                            LENGTH, Optional.of(second)))));
            assertFalse(Files.exists(second));
        }
    }
}
