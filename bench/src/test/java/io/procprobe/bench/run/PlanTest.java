package io.procprobe.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.bench.Made;
import io.procprobe.bench.bars.Bars;
import io.procprobe.bench.bars.Verdict;
import io.procprobe.bench.results.Results;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

class PlanTest {
    /** Figures that meet a bar only by chance, but are figures. */
    private static Results resultsOf(List<PlannedRun> plan) {
        return Made.results(
                plan.stream().map(planned -> Made.measurement(planned.subject(), 1, 1)).toList());
    }

    @Test
    void theQuickPlanMeasuresWhatTheBarsNeed() {
        Results results = resultsOf(Plan.quick());
        for (Verdict verdict : Bars.all().stream().map(bar -> bar.check(results, 1)).toList()) {
            assertTrue(verdict.outcome() != Verdict.Outcome.NO_DATA, verdict.bar().name());
        }
    }

    @Test
    void theFullPlanMeasuresAllThatTheQuickOneDoes() {
        List<?> full = Plan.full().stream().map(PlannedRun::subject).toList();
        for (PlannedRun planned : Plan.quick()) {
            assertTrue(full.contains(planned.subject()), planned.subject().label());
        }
    }

    @Test
    void allThatIsPlannedIsABenchmark() {
        List<String> known =
                BenchmarkList.defaultList()
                        .getAll(
                                OutputFormatFactory.createFormatInstance(
                                        System.out, VerboseMode.SILENT),
                                List.of())
                        .stream()
                        .map(BenchmarkListEntry::getUsername)
                        .toList();
        assertEquals(
                List.of(),
                Plan.full().stream()
                        .map(planned -> "io.procprobe.bench." + planned.subject().benchmark())
                        .filter(name -> !known.contains(name))
                        .toList());
    }

    @Test
    void aPartOfThePlanIsTakenByLabel() {
        assertEquals(
                List.of("OSHI getProcesses", "OSHI getDescendantProcesses"),
                Plan.only(Pattern.compile("^OSHI get.*es$"), Plan.quick()).stream()
                        .map(planned -> planned.subject().label())
                        .toList());
    }
}
