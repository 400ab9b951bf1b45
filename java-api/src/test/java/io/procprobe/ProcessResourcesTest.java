package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Children;
import io.procprobe.testing.Proc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Resources against what {@code /proc} says of the same sleeping process. */
@EnabledOnOs(OS.LINUX)
class ProcessResourcesTest {
    private static final Set<Resource> ALL = EnumSet.allOf(Resource.class);

    @BindingTest
    void asProcSays(ProcessProbe probe, Children children) throws Exception {
        Process process = children.start("sh", "-c", "echo; read line");
        assertEquals("", Children.firstLine(process));
        ProcessId id = probe.identify(process.pid()).orElseThrow();
        ProcessResources found = probe.resources(id, ALL);
        assertEquals(Status.OK, found.status());
        assertEquals(Optional.of(id), found.id());
        assertEquals(0, found.osError());
        assertEquals("", found.failedCall());
        assertEquals(OptionalLong.of(id.pid()), found.namespacePid());
        String io = Proc.text(id.pid(), "io");
        assertEquals(valueOf(io, "rchar"), found.readBytes());
        assertEquals(valueOf(io, "wchar"), found.writtenBytes());
        assertEquals(valueOf(io, "read_bytes"), found.storageReadBytes());
        assertEquals(valueOf(io, "write_bytes"), found.storageWrittenBytes());
        try (var descriptors = Files.list(Path.of("/proc", Long.toString(id.pid()), "fd"))) {
            assertEquals(OptionalInt.of((int) descriptors.count()), found.descriptors());
        }
        String status = Proc.text(id.pid(), "status");
        assertTrue(
                found.voluntarySwitches().orElseThrow()
                        <= valueOf(status, "voluntary_ctxt_switches").orElseThrow());
        assertTrue(
                found.involuntarySwitches().orElseThrow()
                        <= valueOf(status, "nonvoluntary_ctxt_switches").orElseThrow());
        assertEquals(probe.systemFacts().cgroupVersion(), found.cgroupVersion());
        assertEquals(found.cgroupVersion().isPresent(), found.cgroupMemoryUsedBytes().isPresent());
        assertEquals(
                found.cgroupMemoryLimitBytes().isPresent(),
                found.cgroupMemoryHeadroomBytes().isPresent());
        Optional<String> cgroup = probe.text().cgroup(id.pid());
        assertTrue(
                cgroup.isEmpty() || Proc.text(id.pid(), "cgroup").contains(":" + cgroup.get()),
                cgroup.toString());
        TextBuffer buffer = probe.newTextBuffer(1);
        assertEquals(cgroup.isPresent(), probe.text().cgroup(id, buffer) == Status.OK);
        assertEquals(cgroup.orElse(""), buffer.toString());
    }

    @BindingTest
    void onlyWhatIsWanted(ProcessProbe probe, Children children) throws Exception {
        ProcessId id = probe.identify(children.sleeping().pid()).orElseThrow();
        ProcessResources found = probe.resources(id, Set.of(Resource.DESCRIPTORS));
        assertTrue(found.descriptors().isPresent());
        assertTrue(found.readBytes().isEmpty());
        assertTrue(found.namespacePid().isEmpty());
        assertTrue(found.voluntarySwitches().isEmpty());
        assertTrue(found.cgroupMemoryUsedBytes().isEmpty());
        assertEquals(Status.OK, probe.resources(id, Set.of()).status());
    }

    @BindingTest
    void whoIsGoneHasNone(ProcessProbe probe, Children children) throws Exception {
        Process process = children.sleeping();
        ProcessId id = probe.identify(process.pid()).orElseThrow();
        Children.end(process);
        ProcessResources found = probe.resources(id, ALL);
        assertEquals(Status.GONE, found.status());
        assertEquals(Optional.empty(), found.id());
        assertTrue(found.readBytes().isEmpty());
        assertTrue(found.cgroupVersion().isEmpty());
    }

    private static OptionalLong valueOf(String text, String key) {
        return text.lines()
                .filter(line -> line.startsWith(key + ":"))
                .mapToLong(line -> Long.parseLong(line.substring(key.length() + 1).strip()))
                .findFirst();
    }
}
