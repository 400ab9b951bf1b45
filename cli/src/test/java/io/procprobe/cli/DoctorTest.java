package io.procprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.cli.support.App;
import io.procprobe.cli.support.Finished;
import io.procprobe.cli.support.Procfs;
import io.procprobe.cli.support.StrictJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;

class DoctorTest {
    private static Map<String, Object> doctor() {
        Finished finished = Cli.run("doctor", "--format", "json").succeeded();
        assertEquals(1, finished.lines().size());
        return StrictJson.object(finished.out());
    }

    @Test
    void jsonSaysWhatIsInUseAndWhy() {
        Map<String, Object> report = doctor();
        assertEquals(
                Set.of("binding", "library", "attempts", "mechanisms", "machine"), report.keySet());
        assertTrue(Files.isRegularFile(Path.of((String) report.get("library"))));
        List<?> attempts = assertInstanceOf(List.class, report.get("attempts"));
        assertFalse(attempts.isEmpty());
        attempts.forEach(attempt -> assertInstanceOf(String.class, attempt));
        List<Map<String, Object>> mechanisms = StrictJson.objects(report.get("mechanisms"));
        assertFalse(mechanisms.isEmpty());
        Set<Object> served = new HashSet<>();
        for (Map<String, Object> mechanism : mechanisms) {
            assertTrue(served.add(mechanism.get("serves")), () -> "twice: " + mechanism);
            Set<String> keys = new HashSet<>(Set.of("serves", "used", "firstChoice"));
            if (!mechanism.get("used").equals(mechanism.get("firstChoice"))) {
                keys.add("reason");
            }
            assertEquals(keys, mechanism.keySet());
            mechanism
                    .values()
                    .forEach(v -> assertFalse(v.toString().isBlank(), mechanism::toString));
        }
    }

    @Test
    void machineIsThisMachine() {
        Map<String, Object> machine = StrictJson.object(doctor().get("machine"));
        assertEquals(System.getProperty("os.name"), machine.get("operatingSystem"));
        assertEquals(System.getProperty("os.arch"), machine.get("architecture"));
        assertTrue((Long) machine.get("pageBytes") >= 4096);
        assertTrue((Long) machine.get("cpusOnline") >= (Long) machine.get("cpusUsable"));
        assertTrue(
                (Long) machine.get("memoryTotalBytes")
                        >= (Long) machine.get("memoryAvailableBytes"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void machineIsAsProcfsHasIt() throws Exception {
        Map<String, Object> machine = StrictJson.object(doctor().get("machine"));
        assertEquals(
                Procfs.read(ProcessHandle.current().pid()).orElseThrow().uid(), machine.get("uid"));
        assertEquals(
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip(),
                machine.get("bootId"));
        // By cat, since this file gives its text to the first read only, and Java begins small.
        ProcessBuilder cat = new ProcessBuilder("cat", "/proc/sys/kernel/pid_max");
        assertEquals(
                Long.parseLong(Finished.run(cat).succeeded().out().strip()), machine.get("pidMax"));
        assertEquals(Procfs.bootTime(), Instant.parse((String) machine.get("bootTime")));
        String total = Files.readString(Path.of("/proc/meminfo")).lines().findFirst().orElseThrow();
        assertEquals(
                Long.parseLong(total.replaceAll("\\D", "")) * 1024,
                machine.get("memoryTotalBytes"));
    }

    @Test
    void textHasALineForEachFact() {
        Map<String, Object> report = doctor();
        Finished text = Cli.run("doctor").succeeded();
        assertTrue(text.out().startsWith("binding "), text.out());
        for (String line : text.lines()) {
            assertTrue(line.isEmpty() || line.matches("\\S.{23} .+"), line);
        }
        List<String> keys = text.lines().stream().map(line -> line.split(" {2,}", -1)[0]).toList();
        assertTrue(
                keys.containsAll(StrictJson.object(report.get("machine")).keySet()),
                keys::toString);
        for (Map<String, Object> mechanism : StrictJson.objects(report.get("mechanisms"))) {
            assertTrue(keys.contains(mechanism.get("serves")), keys::toString);
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_25)
    void onANewJavaTheBindingIsFfm() {
        assertEquals("FFM", doctor().get("binding"));
    }

    @Test
    void eachBindingCanBeForced() throws Exception {
        for (String binding : new String[] {"jna", "ffm"}) {
            Finished finished =
                    App.run(
                            List.of("-Dprocprobe.binding=" + binding),
                            "doctor",
                            "--format",
                            "json");
            Map<String, Object> report = StrictJson.object(finished.succeeded().out());
            assertTrue(binding.equalsIgnoreCase((String) report.get("binding")), report::toString);
        }
    }

    @Test
    void anAttemptThatFailedIsNamed() throws Exception {
        Finished finished =
                App.run(List.of("-Dprocprobe.library.path=/nonexistent/libprocprobe.so"), "doctor")
                        .succeeded();
        assertEquals(
                1,
                finished.lines().stream()
                        .filter(line -> line.startsWith("tried "))
                        .filter(line -> line.contains("/nonexistent/libprocprobe.so: "))
                        .count(),
                finished.out());
    }
}
