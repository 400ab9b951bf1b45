package io.procprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SizeConverterTest {
    private final SizeConverter converter = new SizeConverter();

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1000, 1000",
        "12B, 12",
        "1K, 1024",
        "800M, 838860800",
        "1.5G, 1610612736",
        "2T, 2199023255552"
    })
    void sizes(String text, long bytes) {
        assertEquals(bytes, converter.convert(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "-1", "M", "1 M", "1k", "1MB", "1.", "1e3", "1234567890123456"})
    void whatIsNoSizeIsNamed(String text) {
        TypeConversionException e =
                assertThrows(TypeConversionException.class, () -> converter.convert(text));
        assertTrue(e.getMessage().contains("'" + text + "' is not a size"), e.getMessage());
    }
}
