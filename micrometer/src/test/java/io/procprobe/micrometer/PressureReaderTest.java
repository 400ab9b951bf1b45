package io.procprobe.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PressureReaderTest {
    @Test
    void aLineIsRead() {
        assertEquals(
                Optional.of(new Pressure("memory", "some", 0.125, 0.01, 0, 12_345)),
                PressureReader.parse(
                        "memory", "some avg10=12.50 avg60=1.00 avg300=0.00 total=12345"));
        assertEquals(
                Optional.of(new Pressure("io", "full", 1, 1, 1, Long.MAX_VALUE / 10)),
                PressureReader.parse(
                        "io",
                        "full avg10=100.00 avg60=100.00 avg300=100.00 total="
                                + Long.MAX_VALUE / 10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "some",
                "none avg10=0.00 avg60=0.00 avg300=0.00 total=1",
                "some avg10=0.00 avg60=0.00 avg300=0.00 total=",
                "some avg10=0.00 avg60=0.00 avg300=0.00 total=-1",
                "some avg10=NaN avg60=0.00 avg300=0.00 total=1",
                "some avg10=0,00 avg60=0.00 avg300=0.00 total=1",
                "some avg10=0.00 avg60=0.00 avg300=0.00 total=99999999999999999999",
                "some avg10=0.00 avg60=0.00 avg300=0.00 total=1 more",
            })
    void whatIsNoLineIsNone(String line) {
        assertEquals(Optional.empty(), PressureReader.parse("cpu", line));
    }

    @Test
    void whatIsNotThereIsAbsent(@TempDir Path folder) throws Exception {
        PressureReader reader = new PressureReader(folder);
        assertEquals(List.of(), reader.read());
        Files.writeString(
                folder.resolve("io"),
                """
                some avg10=1.00 avg60=2.00 avg300=3.00 total=4
                full avg10=0.00 avg60=0.00 avg300=0.00 total=0
                """);
        assertEquals(
                List.of(
                        new Pressure("io", "some", 0.01, 0.02, 0.03, 4),
                        new Pressure("io", "full", 0, 0, 0, 0)),
                reader.read());
        assertEquals(List.of(), new PressureReader(folder.resolve("io")).read());
    }

    @Test
    void thatOfThisMachineIsReadWhereItIsThere() {
        List<Pressure> now = new PressureReader().read();
        assertEquals(Files.isReadable(Path.of("/proc/pressure/cpu")), !now.isEmpty());
        for (Pressure each : now) {
            assertTrue(each.avg10() >= 0 && each.avg10() <= 1);
        }
    }
}
