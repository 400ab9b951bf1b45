package io.procprobe.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.procprobe.bench.Made;
import io.procprobe.bench.bars.Bars;
import io.procprobe.bench.results.Measurement;
import io.procprobe.bench.results.Results;
import io.procprobe.bench.results.Subjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {
    private static Report report(Results results) {
        return new Report(
                results, 1, Bars.all().stream().map(bar -> bar.check(results, 1)).toList());
    }

    private static List<String> lines(Results results) {
        return MarkdownReport.of(report(results)).lines().toList();
    }

    @Test
    void aMissedBarIsNamedWithItsFigures() {
        Results slow =
                Made.goodBut(
                        Made.measurement(Subjects.exactPoll("ffm", 1_000), 1_180_000, 1_000_000));
        String bar = "poll, exact, FFM, of 1,000: times its system calls made from C";
        assertTrue(lines(slow).contains("| " + bar + " | 1.18 × | ≤ 1.10 × | **MISSED** |"));
        assertEquals(
                "MISSED       " + bar + ": 1.18 ×, goal ≤ 1.10 ×",
                VerdictText.line(report(slow).verdicts().get(0)));
    }

    @Test
    void whatIsUnknownIsADash() {
        List<String> lines = lines(Made.goodWithout(Subjects.exits("ffm", 10_000)));
        assertTrue(
                lines.contains(
                        "| exits, none, FFM, of 10,000: cost for the whole set"
                                + " | – | ≤ 1,000 ns | **NOT MEASURED** |"));
    }

    @Test
    void peersAreComparedWithEachOfOurs() {
        assertTrue(
                lines(Made.goodBut())
                        .contains("| OSHI updateAttributes | 45.0 µs | 42.9 × | 167 × |"));
    }

    @Test
    void peersOfATableAreComparedWithTables() {
        assertTrue(
                lines(Made.goodBut())
                        .contains("| OSHI getProcesses | 72.0 µs | 33.5 × | 90.0 × |"));
    }

    @Test
    void whatFindsItsProcessesIsShownWithAllThatItFound() {
        Measurement found =
                new Measurement(
                        Subjects.exactTable("jna", 1_000),
                        List.of(Made.refresh(2_160_000, 2_000_000, 1_080)));
        String row =
                "| table, exact, JNA | 1,080 | 2,160 µs | 2,160 µs | 2.00 µs | 1.08 × | 0 B | 0 B |";
        assertTrue(lines(Made.goodBut(found)).contains(row));
    }

    @Test
    void jsonHoldsEveryIterationAndVerdict(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("results.json");
        JsonReport.write(report(Made.goodWithout(Subjects.oshiUpdate(1_000))), file);
        JsonNode run = JsonMapper.shared().readTree(Files.readString(file));
        assertEquals("a CPU", run.at("/machine/cpu").asString());
        assertEquals("SinglePollBenchmark.poll", run.at("/measurements/0/benchmark").asString());
        assertEquals(1.1, run.at("/measurements/0/timesFloor").asDouble(), 1e-9);
        assertEquals(1_000, run.at("/measurements/0/iterations/0/floorNanos").asDouble(), 0);
        assertEquals("MET", run.at("/bars/0/outcome").asString());
        assertEquals("NO_DATA", run.at("/bars/1/outcome").asString());
        assertTrue(run.at("/bars/1/found").isNull());
    }

    @Test
    void theChartIsDrawn(@TempDir Path folder) throws IOException {
        assumeTrue(Chart.hasFonts(), "fontconfig and a font are not installed");
        Path file = folder.resolve("results.svg");
        Chart.write(Made.goodBut(), file);
        assertTrue(Files.readString(file).endsWith("</svg>\n"));
        assertEquals(
                List.of(
                        "OSHI updateAttributes",
                        "poll, exact, FFM",
                        "poll, idle-aware, none runs, FFM"),
                Chart.bars(Made.goodBut()).stream().map(bar -> bar.subject().label()).toList());
    }

    @Test
    void withoutFiguresNothingIsDrawn(@TempDir Path folder) {
        Path file = folder.resolve("results.svg");
        Chart.write(Made.results(List.of()), file);
        assertFalse(Files.exists(file));
    }
}
