package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Proc;
import java.io.BufferedReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Facts of the machine, against what Linux says in its own files and Java in its beans. */
@EnabledOnOs(OS.LINUX)
class SystemFactsTest {
    private static long kilobytes(Map<String, String> lines, String name) {
        return Long.parseLong(lines.get(name).replace(" kB", "")) * 1024;
    }

    /** A file of one line. By a reader, since such a file ends where the first piece ends. */
    private static String file(String path) throws Exception {
        try (BufferedReader reader = Files.newBufferedReader(Path.of(path))) {
            return reader.readLine();
        }
    }

    @BindingTest
    void theMachineIsWhatItsFilesSay(ProcessProbe probe) throws Exception {
        SystemFacts facts = probe.systemFacts();
        Map<String, String> memory = Proc.lines(Files.readString(Path.of("/proc/meminfo")));
        assertEquals(kilobytes(memory, "MemTotal"), facts.memoryTotalBytes().orElseThrow());
        assertEquals(kilobytes(memory, "SwapTotal"), facts.swapTotalBytes().orElseThrow());
        assertTrue(facts.swapFreeBytes().orElseThrow() <= facts.swapTotalBytes().orElseThrow());
        long available = facts.memoryAvailableBytes().orElseThrow();
        assertTrue(available > 0 && available < facts.memoryTotalBytes().orElseThrow());

        assertEquals(
                Long.parseLong(file("/proc/sys/kernel/pid_max")), facts.pidMax().orElseThrow());
        assertEquals(
                UUID.fromString(file("/proc/sys/kernel/random/boot_id")),
                facts.bootId().orElseThrow());
        long bootSeconds =
                Files.readAllLines(Path.of("/proc/stat")).stream()
                        .filter(line -> line.startsWith("btime "))
                        .mapToLong(line -> Long.parseLong(line.substring("btime ".length())))
                        .findFirst()
                        .orElseThrow();
        // The file gives whole seconds, of which the clock's adjustment may move the last.
        assertTrue(
                Duration.between(Instant.ofEpochSecond(bootSeconds), facts.bootTime().orElseThrow())
                                .abs()
                                .toMillis()
                        <= 1000);
        assertEquals(Proc.ownUid(), facts.uid().orElseThrow());
        assertEquals(100, facts.ticksPerSecond());
    }

    @BindingTest
    void theMachineIsWhatJavaSays(ProcessProbe probe) {
        SystemFacts facts = probe.systemFacts();
        OperatingSystemMXBean bean =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        int usable = facts.cpusUsable().orElseThrow();
        assertTrue(usable >= 1 && usable <= facts.cpusOnline().orElseThrow());
        // Java's figures are those of the control group, where one has limits.
        assertTrue(bean.getAvailableProcessors() <= usable);
        assertTrue(bean.getTotalMemorySize() <= facts.memoryTotalBytes().orElseThrow());
        assertTrue(Integer.bitCount(facts.pageBytes()) == 1 && facts.pageBytes() >= 4096);
        facts.cgroupMemoryLimitBytes()
                .ifPresent(limit -> assertTrue(limit >= facts.cgroupMemoryUsedBytes().orElse(0)));
        facts.cgroupCpuLimit().ifPresent(limit -> assertTrue(limit > 0));
    }

    @BindingTest
    void identitiesAreOfTheKindThatIsPromised(ProcessProbe probe) {
        assertEquals(
                probe.systemFacts().tokenKind(),
                probe.identify(ProcessHandle.current().pid()).orElseThrow().tokenKind());
    }
}
