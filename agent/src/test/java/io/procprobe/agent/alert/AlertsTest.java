package io.procprobe.agent.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.agent.alert.Watcher.Change;
import io.procprobe.agent.config.AlertSpec;
import io.procprobe.agent.config.AlertSpec.Measure;
import io.procprobe.micrometer.group.GroupTotals;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** When an alert begins and when it is over. */
class AlertsTest {
    private static final long SECOND = 1_000;

    private static AlertSpec spec(Measure measure, double above, double clear, int holdSeconds) {
        return new AlertSpec(
                "all",
                measure,
                above,
                clear,
                Duration.ofSeconds(holdSeconds),
                measure == Measure.GROWTH ? Duration.ofSeconds(10) : Duration.ZERO);
    }

    private static GroupTotals memory(long bytes) {
        return new GroupTotals(7, bytes, 0, 0, 0, 1.5, 0, 0, 7, bytes);
    }

    @Test
    void aThresholdHasHysteresis() {
        Watcher watcher = new Watcher(spec(Measure.MEMORY, 100, 80, 0));
        assertEquals(Change.NONE, watcher.read(0, memory(100)));
        assertEquals(Change.FIRED, watcher.read(SECOND, memory(101)));
        assertEquals(OptionalLong.of(SECOND), watcher.status().sinceMillis());
        assertEquals(Change.NONE, watcher.read(2 * SECOND, memory(200)), "told once");
        assertEquals(Change.NONE, watcher.read(3 * SECOND, memory(90)), "not yet over");
        assertTrue(watcher.status().isFiring());
        assertEquals(Change.CLEARED, watcher.read(4 * SECOND, memory(79)));
        assertFalse(watcher.status().isFiring());
        assertEquals(OptionalLong.empty(), watcher.status().sinceMillis());
        assertEquals(Change.NONE, watcher.read(5 * SECOND, memory(90)));
        assertEquals(Change.FIRED, watcher.read(6 * SECOND, memory(101)));
    }

    @Test
    void aPeakIsNotHeld() {
        Watcher watcher = new Watcher(spec(Measure.MEMORY, 100, 80, 3));
        assertEquals(Change.NONE, watcher.read(0, memory(101)));
        assertEquals(Change.NONE, watcher.read(2 * SECOND, memory(101)));
        assertEquals(Change.NONE, watcher.read(3 * SECOND, memory(99)));
        assertEquals(Change.NONE, watcher.read(4 * SECOND, memory(101)));
        assertEquals(Change.NONE, watcher.read(6 * SECOND, memory(101)));
        assertEquals(Change.FIRED, watcher.read(7 * SECOND, memory(101)));
    }

    @Test
    void aClockThatIsSetBackHoldsNothingUpForLong() {
        Watcher watcher = new Watcher(spec(Measure.MEMORY, 100, 80, 3));
        assertEquals(Change.NONE, watcher.read(1000 * SECOND, memory(101)));
        assertEquals(Change.NONE, watcher.read(10 * SECOND, memory(101)));
        assertEquals(Change.FIRED, watcher.read(13 * SECOND, memory(101)));
    }

    @Test
    void nothingAtAllClearsAThresholdOfNothing() {
        Watcher watcher = new Watcher(spec(Measure.PROCESSES, 0, 0, 0));
        assertEquals(Change.FIRED, watcher.read(0, memory(1)));
        assertEquals(
                Change.CLEARED,
                watcher.read(SECOND, new GroupTotals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)));
    }

    @Test
    void moreThanOneIsOverWithOne() {
        Watcher watcher = new Watcher(AlertSpec.parse("all:processes>1"));
        assertEquals(Change.FIRED, watcher.read(0, count(2)));
        assertEquals(Change.CLEARED, watcher.read(SECOND, count(1)));
        Watcher many = new Watcher(AlertSpec.parse("all:processes>10"));
        assertEquals(Change.FIRED, many.read(0, count(11)));
        assertEquals(Change.NONE, many.read(SECOND, count(9)), "nine tenths and not below");
        assertEquals(Change.CLEARED, many.read(2 * SECOND, count(8)));
    }

    private static GroupTotals count(int processes) {
        return new GroupTotals(processes, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void cpuAndCountAreMeasured() {
        assertEquals(Change.FIRED, new Watcher(spec(Measure.CPU, 1.4, 1, 0)).read(0, memory(1)));
        assertEquals(Change.NONE, new Watcher(spec(Measure.CPU, 1.5, 1, 0)).read(0, memory(1)));
        assertEquals(
                Change.FIRED, new Watcher(spec(Measure.PROCESSES, 6, 1, 0)).read(0, memory(1)));
    }

    @Test
    void growthIsTakenOverItsTime() {
        Watcher watcher = new Watcher(spec(Measure.GROWTH, 10, 5, 0));
        for (int i = 0; i < 9; i++) {
            assertEquals(Change.NONE, watcher.read(i * SECOND, memory(1_000_000 + 20L * i)));
            assertEquals(OptionalDouble.empty(), watcher.status().value(), "not yet known");
        }
        assertEquals(Change.FIRED, watcher.read(9 * SECOND, memory(1_000_000 + 20 * 9)));
        assertEquals(20, watcher.status().value().orElseThrow(), 1e-6);
        Change last = Change.NONE;
        for (int i = 10; i < 30 && last == Change.NONE; i++) {
            last = watcher.read(i * SECOND, memory(1_000_180));
        }
        assertEquals(Change.CLEARED, last);
    }

    @Test
    void onePeakIsNoGrowth() {
        Growth growth = new Growth(Duration.ofSeconds(10));
        double slope = 0;
        for (int i = 0; i <= 10; i++) {
            slope = growth.add(i * SECOND, i == 5 ? 1e9 : 1e6).orElse(0);
        }
        assertEquals(0, slope, 1e-3);
        assertEquals(OptionalDouble.empty(), growth.add(SECOND, 1), "the clock was set back");
    }
}
