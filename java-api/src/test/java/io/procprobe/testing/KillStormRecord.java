package io.procprobe.testing;

import io.procprobe.KillReport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the processes of one tree of {@code native/programs/kill_storm.c} have stated themselves.
 *
 * <pre>
 * 0        4     8          12
 * | planned | PID | has left | PID | has left | ...
 * </pre>
 */
final class KillStormRecord {
    private static final int MOST = 48;
    private static final int MEMBER_BYTES = 2 * Integer.BYTES;

    private final Path file;

    /** Makes the file, for a tree that is not there yet. */
    KillStormRecord(Path file) throws IOException {
        this.file = file;
        // Not the one that members of an earlier tree may have mapped.
        Files.deleteIfExists(file);
        Files.write(file, new byte[Integer.BYTES + MOST * MEMBER_BYTES]);
    }

    Path file() {
        return file;
    }

    /**
     * Who is missing in a report, and who does not belong there. Who has left by himself need not
     * be there, and who had no time to state his number may be. Numbers are used again even within
     * one tree, so they are counted.
     */
    List<String> differences(KillReport report) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
        Map<Long, Integer> least = new HashMap<>();
        Map<Long, Integer> most = new HashMap<>();
        int nameless = 0;
        int planned = Math.min(MOST, bytes.getInt());
        for (int i = 0; i < planned; i++) {
            long pid = bytes.getInt();
            boolean hasLeft = bytes.getInt() != 0;
            nameless += pid == 0 ? 1 : 0;
            most.merge(pid, 1, Integer::sum);
            least.merge(pid, hasLeft || pid == 0 ? 0 : 1, Integer::sum);
        }
        Map<Long, Integer> reported = new HashMap<>();
        report.entries().forEach(entry -> reported.merge(entry.id().pid(), 1, Integer::sum));
        List<String> differences = new ArrayList<>();
        least.forEach(
                (pid, count) -> {
                    if (reported.getOrDefault(pid, 0) < count) {
                        differences.add("missing: " + pid);
                    }
                });
        int strangers = 0;
        for (Map.Entry<Long, Integer> each : reported.entrySet()) {
            strangers += Math.max(0, each.getValue() - most.getOrDefault(each.getKey(), 0));
        }
        if (strangers > nameless) {
            differences.add("strangers: " + strangers);
        }
        return differences;
    }
}
