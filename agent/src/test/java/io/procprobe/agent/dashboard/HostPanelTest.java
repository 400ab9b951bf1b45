package io.procprobe.agent.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The machine's memory and pressure are those that its kernel tells. */
class HostPanelTest {
    private static final Map<String, String> RESOURCES =
            Map.of("cpu", "CPU", "memory", "memory", "io", "I/O");
    private static final Path PRESSURE = Path.of("/proc/pressure");
    private static final Pattern KERNEL = Pattern.compile("(some|full) .*avg300=([0-9.]+) .*");

    /** In per cent: an average over five minutes does not run away between two looks at it. */
    private static final double DRIFT = 5;

    @RegisterExtension final DashboardTests dashboard = new DashboardTests();

    @Test
    void memoryIsThatOfTheKernel() throws Exception {
        DashboardPage page = dashboard.open("view=overview");
        Waiting.until("memory is told", () -> memory(page).contains(" left of "));
        String[] parts = memory(page).split(" left of ", 2);
        double total = kernelBytes("MemTotal");
        assertEquals(total, Sizes.bytes(parts[1]), total * Sizes.ROUNDING);
        double available = Sizes.bytes(parts[0]);
        assertTrue(available > 0 && available < total, () -> available + " of " + total);
        List<String> vitals = page.texts("#vitals .vital");
        assertTrue(vitals.stream().anyMatch(tile -> tile.contains("of " + parts[1])));
    }

    @Test
    void pressureIsThatOfTheKernel() throws Exception {
        Assumptions.assumeTrue(hasPressure(), "this kernel tells no pressure");
        DashboardPage page = dashboard.open("view=overview");
        Waiting.until(
                "each line of the kernel has its row",
                () -> rows(page).equals(kernelRows(List.of("cpu", "memory", "io"))),
                () -> rows(page));
        for (String resource : RESOURCES.keySet()) {
            Waiting.until(
                    "the average over five minutes agrees for " + resource,
                    () -> shownAverages(page, resource).equals(kernelAverages(resource)),
                    () -> page.texts(".pressure tbody tr"));
        }
    }

    private static String memory(DashboardPage page) {
        return page.texts(".metered .meter-value").stream().findFirst().orElse("");
    }

    private static List<String> rows(DashboardPage page) {
        return page.texts(".pressure tbody th");
    }

    private static List<String> kernelRows(List<String> resources) {
        List<String> rows = new ArrayList<>();
        for (String resource : resources) {
            for (String line : kernelLines(resource)) {
                rows.add(RESOURCES.get(resource) + " " + line.substring(0, 4));
            }
        }
        return rows;
    }

    /** What agrees with the kernel is taken from it, so that equal lists are those that agree. */
    private static List<Double> shownAverages(DashboardPage page, String resource) {
        List<Double> shown =
                page.texts(".pressure tbody tr").stream()
                        .filter(row -> row.startsWith(RESOURCES.get(resource) + " "))
                        .map(row -> row.replaceFirst(" %$", "").split("[\\s%]+", -1))
                        .map(parts -> Double.parseDouble(parts[parts.length - 1]))
                        .toList();
        List<Double> kernel = kernelAverages(resource);
        List<Double> agreed = new ArrayList<>(shown);
        for (int i = 0; i < Math.min(shown.size(), kernel.size()); i++) {
            if (Math.abs(shown.get(i) - kernel.get(i)) < DRIFT) {
                agreed.set(i, kernel.get(i));
            }
        }
        return agreed;
    }

    private static List<Double> kernelAverages(String resource) {
        return kernelLines(resource).stream()
                .map(KERNEL::matcher)
                .filter(Matcher::matches)
                .map(matcher -> Double.valueOf(matcher.group(2)))
                .toList();
    }

    private static List<String> kernelLines(String resource) {
        try {
            return Files.readAllLines(PRESSURE.resolve(resource));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A kernel that was started without it has the files and refuses to open them. */
    private static boolean hasPressure() {
        try {
            return !Files.readAllLines(PRESSURE.resolve("memory")).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private static double kernelBytes(String key) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
            if (line.startsWith(key + ":")) {
                return Double.parseDouble(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new AssertionError("the kernel does not tell " + key);
    }
}
