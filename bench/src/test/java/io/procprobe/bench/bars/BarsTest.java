package io.procprobe.bench.bars;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.bench.Made;
import io.procprobe.bench.results.Measurement;
import io.procprobe.bench.results.Reading;
import io.procprobe.bench.results.Results;
import io.procprobe.bench.results.Subject;
import io.procprobe.bench.results.Subjects;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bar can be missed, and is missed when it cannot be judged. */
class BarsTest {
    private static final Subject EXACT = Subjects.exactPoll("ffm", 1_000);
    private static final Subject EXACT_JNA = Subjects.exactPoll("jna", 1_000);
    private static final Subject IDLE = Subjects.idlePoll("ffm", 1_000);
    private static final Subject TABLE = Subjects.exactTable("ffm", 1_000);
    private static final Subject IDLE_TABLE = Subjects.idleTable("ffm", 1_000);
    private static final Subject SWEEP = Subjects.sweep("ffm", 1_000);
    private static final String TABLE_GROWTH =
            "table, exact, FFM, of 5,000: cost per measured process, times that at 100";

    /** Names of the bars with this outcome. */
    private static List<String> named(Verdict.Outcome outcome, Results results, double tolerance) {
        return Bars.all().stream()
                .map(bar -> bar.check(results, tolerance))
                .filter(verdict -> verdict.outcome() == outcome)
                .map(verdict -> verdict.bar().name())
                .toList();
    }

    private static List<String> missed(Results results) {
        return named(Verdict.Outcome.MISSED, results, 1);
    }

    @Test
    void aGoodRunMeetsAll() {
        assertEquals(Bars.all().size(), named(Verdict.Outcome.MET, Made.goodBut(), 1).size());
    }

    static List<Subject> needed() {
        return List.of(
                EXACT,
                EXACT_JNA,
                IDLE,
                Subjects.singlePoll("ffm"),
                Subjects.exactPoll("ffm", 100),
                Subjects.exactPoll("ffm", 10_000),
                Subjects.exits("ffm", 10),
                Subjects.exits("ffm", 1_000),
                Subjects.exits("ffm", 10_000),
                Subjects.oshiUpdate(1_000),
                TABLE,
                IDLE_TABLE,
                Subjects.exactTable("jna", 1_000),
                Subjects.exactTable("ffm", 1),
                Subjects.exactTable("ffm", 100),
                Subjects.exactTable("ffm", 5_000),
                Subjects.oshiProcesses(1_000),
                Subjects.bareSweep("ffm", 1_000),
                SWEEP,
                Subjects.sweep("jna", 1_000),
                Subjects.oshiSweep(1_000));
    }

    @ParameterizedTest
    @MethodSource("needed")
    void whatIsMissingIsNotMet(Subject subject) {
        Results results = Made.goodWithout(subject);
        int unknown = named(Verdict.Outcome.NO_DATA, results, 1).size();
        int met = named(Verdict.Outcome.MET, results, 1).size();
        assertEquals(Bars.all().size(), met + unknown);
        assertTrue(unknown > 0);
    }

    @Test
    void anEmptyRunMeetsNothing() {
        Results empty = Made.results(List.of());
        assertEquals(Bars.all().size(), named(Verdict.Outcome.NO_DATA, empty, 1).size());
    }

    @Test
    void aMeasurementWithoutReadingsIsMissing() {
        Results results = Made.goodBut(new Measurement(EXACT, List.of()));
        assertEquals(4, named(Verdict.Outcome.NO_DATA, results, 1).size());
    }

    @Test
    void anIterationWithoutItsFloorMakesTheRatioUnknown() {
        Reading whole = Made.reading(1_050_000, 1_000_000, 0);
        Reading lacking =
                new Reading(
                        1_050_000,
                        OptionalDouble.of(1_050_000),
                        OptionalDouble.empty(),
                        OptionalDouble.of(1_000_000),
                        OptionalDouble.empty(),
                        OptionalDouble.of(0),
                        OptionalDouble.of(0),
                        OptionalDouble.empty());
        Results results = Made.goodBut(new Measurement(EXACT, List.of(whole, whole, lacking)));
        assertEquals(
                List.of("poll, exact, FFM, of 1,000: times its system calls made from C"),
                named(Verdict.Outcome.NO_DATA, results, 1));
    }

    @Test
    void aFigureThatIsNoNumberIsMissing() {
        Results results = Made.goodBut(Made.measurement(EXACT, 1_050_000, Double.NaN));
        assertEquals(3, named(Verdict.Outcome.NO_DATA, results, 1).size());
    }

    @Test
    void aSlowExactPollMissesItsFloor() {
        assertEquals(
                List.of("poll, exact, FFM, of 1,000: times its system calls made from C"),
                missed(Made.goodBut(Made.measurement(EXACT, 1_110_000, 1_000_000))));
    }

    @Test
    void aSlowIdlePollMissesItsFloor() {
        assertEquals(
                List.of(
                        "poll, idle-aware, none runs, FFM, of 1,000: times its system calls made from C"),
                missed(Made.goodBut(Made.idle(IDLE, 300_000, 250_000))));
    }

    @Test
    void aSlowSinglePollMissesItsFloor() {
        assertEquals(
                List.of("poll, exact, single, FFM, of 1: times its system calls made from C"),
                missed(Made.goodBut(Made.measurement(Subjects.singlePoll("ffm"), 1_160, 1_000))));
    }

    @Test
    void aFasterPeerMissesBothComparisons() {
        assertEquals(
                List.of(
                        "poll, exact, FFM, of 1,000: times faster than OSHI updateAttributes",
                        "poll, idle-aware, none runs, FFM, of 1,000: times faster than OSHI updateAttributes"),
                missed(
                        Made.goodBut(
                                Made.peer(
                                        Subjects.oshiUpdate(1_000),
                                        30_000_000,
                                        1_000_000,
                                        250_000))));
    }

    @Test
    void peersAreComparedByTheYardstickAndNotByTheClock() {
        // The machine ran at half speed while the peer was measured: its yardstick says so.
        assertEquals(
                List.of(),
                missed(
                        Made.goodBut(
                                Made.peer(
                                        Subjects.oshiUpdate(1_000),
                                        90_000_000,
                                        2_000_000,
                                        500_000))));
    }

    @Test
    void whatReadsNoMemoryIsComparedByWhatReadsNone() {
        // Others used the caches meanwhile: only the calls that read memory took twice as long.
        assertEquals(
                List.of(),
                missed(
                        Made.goodBut(
                                Made.peer(
                                        Subjects.oshiProcesses(1_000),
                                        90_000_000,
                                        3_600_000,
                                        700_000))));
    }

    @Test
    void aSlowBindingMissesTheOther() {
        assertEquals(
                List.of("poll, exact, JNA, of 1,000: times that of FFM"),
                missed(Made.goodBut(Made.measurement(EXACT_JNA, 1_400_000, 1_000_000))));
    }

    @Test
    void twentyBytesAreGarbage() {
        Measurement dirty = new Measurement(EXACT, List.of(Made.reading(1_050_000, 1_000_000, 20)));
        assertEquals(
                List.of("poll, exact, FFM, of 1,000: garbage per poll"),
                missed(Made.goodBut(dirty)));
    }

    @Test
    void noToleranceAllowsGarbage() {
        Measurement dirty = new Measurement(EXACT, List.of(Made.reading(1_050_000, 1_000_000, 1)));
        assertEquals(
                List.of("poll, exact, FFM, of 1,000: garbage per poll"),
                named(Verdict.Outcome.MISSED, Made.goodBut(dirty), 1.3));
    }

    @Test
    void toleranceAllowsSlowness() {
        Results slow = Made.goodBut(Made.measurement(EXACT, 1_250_000, 1_000_000));
        assertEquals(1, missed(slow).size());
        assertEquals(List.of(), named(Verdict.Outcome.MISSED, slow, 1.3));
    }

    @Test
    void exitsThatGrowWithTheSetAreMissed() {
        assertEquals(
                List.of("exits, none, FFM, of 10,000: cost for the whole set"),
                missed(
                        Made.goodBut(
                                Made.measurement(Subjects.exits("ffm", 10_000), 1_200, 1_100))));
    }

    @Test
    void noToleranceAllowsSlowExits() {
        Results slow = Made.goodBut(Made.measurement(Subjects.exits("ffm", 10), 1_200, 1_100));
        assertEquals(
                List.of("exits, none, FFM, of 10: cost for the whole set"),
                named(Verdict.Outcome.MISSED, slow, 1.3));
    }

    @Test
    void growthIsMissed() {
        assertEquals(
                List.of("poll, exact, FFM, of 10,000: cost per process, times that at 100"),
                missed(
                        Made.goodBut(
                                Made.measurement(
                                        Subjects.exactPoll("ffm", 10_000),
                                        26_000_000,
                                        25_500_000))));
    }

    @Test
    void aSlowSweepMissesWhatItStandsOn() {
        assertEquals(
                List.of(
                        "supervisor's sweep, FFM, of 1,000: times watch poll and table refresh,"
                                + " FFM"),
                missed(Made.goodBut(Made.idle(SWEEP, 1_510_000, 650_000))));
    }

    @Test
    void aQuickOshiSweepIsNotFarEnoughBehind() {
        assertEquals(
                List.of(
                        "supervisor's sweep, FFM, of 1,000: times faster than sweep written on"
                                + " OSHI"),
                missed(
                        Made.goodBut(
                                Made.peer(
                                        Subjects.oshiSweep(1_000),
                                        40_000_000,
                                        2_000_000,
                                        650_000))));
    }

    @Test
    void aSlowTableMissesItsFloor() {
        assertEquals(
                List.of("table, exact, FFM, of 1,000: times its system calls made from C"),
                missed(Made.goodBut(Made.measurement(TABLE, 2_900_000, 2_000_000))));
        assertEquals(
                List.of(
                        "table, idle-aware, none runs, FFM, of 1,000: times its system calls made from C"),
                missed(Made.goodBut(Made.idle(IDLE_TABLE, 1_000_000, 650_000))));
    }

    @Test
    void aFasterListMissesBothComparisons() {
        assertEquals(
                List.of(
                        "table, exact, FFM, of 1,000: times faster than OSHI getProcesses",
                        "table, idle-aware, none runs, FFM, of 1,000: times faster than OSHI getProcesses"),
                missed(
                        Made.goodBut(
                                Made.peer(
                                        Subjects.oshiProcesses(1_000),
                                        30_000_000,
                                        2_000_000,
                                        650_000))));
    }

    @Test
    void whoElseRunsIsNoGrowth() {
        // Others that cost 1,700 ns each, more of them at 5,000; the measured ones cost 4,000
        // there.
        assertEquals(
                List.of(),
                missed(
                        Made.goodBut(
                                found(Subjects.exactTable("ffm", 1), 170_000, 100),
                                found(Subjects.exactTable("ffm", 100), 340_000, 200),
                                found(Subjects.exactTable("ffm", 5_000), 28_500_000, 10_000))));
    }

    @Test
    void dearOthersHideNoGrowth() {
        // Others cost 6,000 ns each; the measured ones 1,500 at 100, and three times that at 5,000.
        Results results =
                Made.goodBut(
                        found(Subjects.exactTable("ffm", 1), 600_000, 100),
                        found(Subjects.exactTable("ffm", 100), 750_000, 200),
                        found(Subjects.exactTable("ffm", 5_000), 23_100_000, 5_100));
        assertEquals(List.of(TABLE_GROWTH), missed(results));
    }

    /** A refresh that found so many processes. */
    private static Measurement found(Subject subject, double nanos, double processes) {
        return new Measurement(subject, List.of(Made.refresh(nanos, nanos, processes)));
    }

    @Test
    void growthOfATableIsMissed() {
        assertEquals(
                List.of(TABLE_GROWTH),
                missed(
                        Made.goodBut(
                                Made.measurement(
                                        Subjects.exactTable("ffm", 5_000),
                                        33_000_000,
                                        32_500_000))));
    }

    @Test
    void garbageOfATableIsMissedWithEitherBinding() {
        for (String binding : List.of("FFM", "JNA")) {
            Subject table = Subjects.exactTable(binding.toLowerCase(Locale.ROOT), 1_000);
            assertEquals(
                    List.of("table, exact, " + binding + ", of 1,000: garbage per refresh"),
                    missed(
                            Made.goodBut(
                                    new Measurement(
                                            table,
                                            List.of(Made.reading(2_150_000, 2_000_000, 20))))));
        }
    }
}
