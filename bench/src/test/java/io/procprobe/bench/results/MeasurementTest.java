package io.procprobe.bench.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.procprobe.bench.Made;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MeasurementTest {
    private static final Subject SUBJECT = Subjects.exactPoll("ffm", 100);

    @Test
    void oneDisturbedIterationMovesNothing() {
        Measurement measurement =
                new Measurement(
                        SUBJECT,
                        List.of(
                                Made.reading(1_000, 1_000, 0),
                                Made.reading(1_100, 1_000, 0),
                                Made.reading(90_000, 1_000, 65_000)));
        assertEquals(OptionalDouble.of(1_100), measurement.costNanos());
        assertEquals(OptionalDouble.of(11), measurement.costNanosPerProcess());
        assertEquals(OptionalDouble.of(1.1), measurement.timesFloor());
        assertEquals(OptionalDouble.of(0), measurement.callerBytes());
    }

    @Test
    void ratiosAreTakenWithinAnIteration() {
        // The machine halved its speed between the two: both say 1.5.
        Measurement measurement =
                new Measurement(
                        SUBJECT,
                        List.of(Made.reading(1_500, 1_000, 0), Made.reading(3_000, 2_000, 0)));
        assertEquals(OptionalDouble.of(1.5), measurement.timesFloor());
    }

    @Test
    void theMedianOfTwoLiesBetweenThem() {
        Measurement measurement =
                new Measurement(
                        SUBJECT,
                        List.of(Made.reading(1_000, 1_000, 0), Made.reading(2_000, 1_000, 0)));
        assertEquals(OptionalDouble.of(1_500), measurement.costNanos());
    }

    @Test
    void withoutReadingsNothingIsKnown() {
        assertEquals(OptionalDouble.empty(), new Measurement(SUBJECT, List.of()).costNanos());
    }

    @Test
    void theCostIsDividedByAllThatWereFound() {
        Measurement measurement =
                new Measurement(
                        Subjects.exactTable("ffm", 100),
                        List.of(Made.refresh(2_000, 1_000, 200), Made.refresh(2_200, 1_000, 220)));
        assertEquals(OptionalDouble.of(10), measurement.costNanosPerProcess());
        assertEquals(210, measurement.processes());
        assertEquals(100, new Measurement(SUBJECT, List.of()).processes());
    }
}
