package io.procprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class AgeConverterTest {
    private final AgeConverter converter = new AgeConverter();

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0s, 0",
        "1ms, 1",
        "1.5s, 1500",
        "2m, 120000",
        "4h, 14400000",
        "1d, 86400000"
    })
    void ages(String text, long millis) {
        assertEquals(Duration.ofMillis(millis), converter.convert(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1s", "1w", "1 s"})
    void whatIsNoAgeIsNamed(String text) {
        TypeConversionException e =
                assertThrows(TypeConversionException.class, () -> converter.convert(text));
        assertTrue(e.getMessage().contains("'" + text + "' is not an age"), e.getMessage());
    }
}
