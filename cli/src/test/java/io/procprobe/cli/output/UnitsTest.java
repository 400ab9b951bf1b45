package io.procprobe.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0B",
        "1, 1B",
        "999, 999B",
        "1000, 1.0K",
        "1024, 1.0K",
        "1536, 1.5K",
        "102348, 99.9K",
        "102400, 100K",
        "1023999, 1000K",
        "1024000, 1.0M",
        "1048576, 1.0M",
        "13840384, 13.2M",
        "1073741824, 1.0G",
        "25276502016, 23.5G",
        "1099511627776, 1.0T",
        "9223372036854775807, 8.0E"
    })
    void bytes(long bytes, String text) {
        assertEquals(text, Units.bytes(bytes));
    }

    @Test
    void bytesStayNarrowWhateverTheirSize() {
        for (int shift = 0; shift < 63; shift++) {
            for (long size : new long[] {(1L << shift) - 1, 1L << shift, (1L << shift) / 10 * 9}) {
                String text = Units.bytes(size);
                assertTrue(text.length() <= 5, text);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0:00.00",
        "9999999, 0:00.00",
        "10000000, 0:00.01",
        "3250000000, 0:03.25",
        "59999999999, 0:59.99",
        "60000000000, 1:00.00",
        "3600000000000, 60:00.00",
        "35999990000000, 599:59.99",
        "36000000000000, 10h00m",
        "45240000000000, 12h34m"
    })
    void cpuTime(long nanos, String text) {
        assertEquals(text, Units.cpuTime(nanos));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0", "0.0004, 0.0", "0.5, 50.0", "1, 100.0", "3.14159, 314.2"})
    void percent(double load, String text) {
        assertEquals(text, Units.percent(load));
    }

    @Test
    void numbersAreTheSameInEveryLanguage() {
        Locale before = Locale.getDefault();
        try {
            // Commas for decimals in one, other digits in the other.
            for (String language : new String[] {"de-DE", "ar-EG-u-nu-arab"}) {
                Locale.setDefault(Locale.forLanguageTag(language));
                assertEquals("1.5K", Units.bytes(1536));
                assertEquals("0:03.25", Units.cpuTime(3_250_000_000L));
                assertEquals("12.5", Units.percent(0.125));
            }
        } finally {
            Locale.setDefault(before);
        }
    }
}
