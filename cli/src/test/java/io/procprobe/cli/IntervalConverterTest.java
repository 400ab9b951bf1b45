package io.procprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class IntervalConverterTest {
    private final IntervalConverter converter = new IntervalConverter();

    @ParameterizedTest
    @CsvSource({
        "1s, 1000000",
        "1, 1000000",
        "500ms, 500000",
        "10ms, 10000",
        "0.01, 10000",
        "1.5s, 1500000",
        "0.25, 250000",
        "12.5ms, 12500",
        "2m, 120000000",
        "0.5m, 30000000",
        "999999999ms, 999999999000",
    })
    void intervals(String text, long micros) {
        assertEquals(Duration.ofNanos(micros * 1000), converter.convert(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "s",
                "ms",
                "1w",
                "1 s",
                " 1s",
                "-1s",
                "+1s",
                "1.s",
                ".5s",
                "1e3",
                "1,5s",
                "1ss",
                "1sm",
                "1us",
                "0x10",
                "NaN",
                "Infinity",
                "٣s",
                "9999999999",
                "1s\n"
            })
    void whatIsNoIntervalIsNamed(String text) {
        TypeConversionException e =
                assertThrows(TypeConversionException.class, () -> converter.convert(text));
        assertTrue(e.getMessage().contains("'" + text + "'"), e.getMessage());
        assertTrue(e.getMessage().contains("500ms"), "says what would do: " + e.getMessage());
    }

    /** A reading takes time as well: without a pause the command would be all that runs. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "0s", "0.0", "1ms", "9ms", "9.999ms", "0.009"})
    void tooShortIsRefused(String text) {
        TypeConversionException e =
                assertThrows(TypeConversionException.class, () -> converter.convert(text));
        assertTrue(e.getMessage().contains("10ms"), e.getMessage());
    }
}
