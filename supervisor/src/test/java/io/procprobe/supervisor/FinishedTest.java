package io.procprobe.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.supervisor.testing.Await;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** However many processes a supervisor has outlived, it remembers no more of them than it may. */
@EnabledOnOs(OS.LINUX)
class FinishedTest {
    private static final int FEW = 1_000;
    private static final int MANY = 10_000;
    private static final int REMEMBERED = 500;
    private static final int AT_ONCE = 16;

    /** Thirty bytes of each one more would be more: nothing is kept of any. */
    private static final long NOISE_BYTES = 256 << 10;

    @TempDir Path work;

    @Test
    void tenThousandTakeNoMoreThanOneThousand() throws Exception {
        Path registry = work.resolve("registry");
        try (Supervisor supervisor =
                Supervisor.builder()
                        .registry(registry)
                        .mostLive(AT_ONCE)
                        .unique(Tags.SESSION, WhenTaken.REFUSE)
                        .mostLivePerValueOf(Tags.SESSION, AT_ONCE)
                        .history(REMEMBERED, Duration.ofDays(1))
                        // Whose table holds descriptors of whoever else runs.
                        .sweepInterval(Duration.ofDays(1))
                        .build()) {
            outlive(supervisor, 0, FEW);
            long heapBytes = liveHeapBytes();
            long descriptors = descriptors();
            outlive(supervisor, FEW, MANY);
            // The last ones may still be on the way out of Java's own threads.
            Await.until("it has not grown", () -> liveHeapBytes() - heapBytes < NOISE_BYTES);
            Await.until("pipes are closed", () -> descriptors() <= descriptors + AT_ONCE);
            assertEquals(MANY, supervisor.stats().started());
            assertEquals(0, supervisor.stats().slotsTaken());
            assertEquals(REMEMBERED, supervisor.stats().recent().size());
            assertTrue(Files.size(registry) < NOISE_BYTES, "registry: " + Files.size(registry));
        }
    }

    private static void outlive(Supervisor supervisor, int from, int to) throws Exception {
        Deque<CompletableFuture<Ended>> underWay = new ArrayDeque<>();
        for (int number = from; number < to; number++) {
            if (underWay.size() == AT_ONCE) {
                underWay.remove().get(60, TimeUnit.SECONDS);
            }
            // Each a session and a kind of its own: what is kept for each value would pile up.
            Tags tags = Tags.of(Tags.SESSION, "s" + number).with(Tags.KIND, "k" + number);
            underWay.add(
                    supervisor
                            .spawnAsync(SpawnRequest.of(new ProcessBuilder("true")).tags(tags))
                            .thenCompose(Supervised::onEnd));
        }
        for (CompletableFuture<Ended> end : underWay) {
            end.get(60, TimeUnit.SECONDS);
        }
    }

    /** Of all objects that are reachable, counted by the JVM after a full collection. */
    private static long liveHeapBytes() throws Exception {
        String histogram =
                (String)
                        ManagementFactory.getPlatformMBeanServer()
                                .invoke(
                                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                        "gcClassHistogram",
                                        new Object[] {null},
                                        new String[] {String[].class.getName()});
        String total = histogram.substring(histogram.lastIndexOf("Total")).strip();
        return Long.parseLong(total.split("\\s+", -1)[2]);
    }

    private static long descriptors() throws Exception {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
