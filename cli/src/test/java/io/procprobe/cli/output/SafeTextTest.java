package io.procprobe.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "java", "a b", ") R 1 (", "größe", "名前", "\ud83d\ude00", "a\\nb"})
    void textWithoutControlCharactersStaysAsItIs(String text) {
        assertSame(text, SafeText.oneLine(text));
    }

    @ParameterizedTest
    @CsvSource({
        "000a, \\n",
        "0009, \\t",
        "000d, \\r",
        "0000, \\u0000",
        "001b, \\u001b",
        "007f, \\u007f",
        "0085, \\u0085",
        "009b, \\u009b",
        "202e, \\u202e",
        "2066, \\u2066",
        "200f, \\u200f"
    })
    void whatMovesTheCursorIsEscaped(String hex, String escape) {
        char c = (char) Integer.parseInt(hex, 16);
        assertEquals(escape, SafeText.oneLine(String.valueOf(c)));
        assertEquals("a" + escape + "b" + escape, SafeText.oneLine("a" + c + "b" + c));
    }

    @Test
    void noCharacterAtAllMakesASecondLineOrAControl() {
        for (char c = 0; c < 0xd800; c++) {
            String safe = SafeText.oneLine("x" + c + "y");
            assertEquals(1, safe.lines().count(), () -> "line break");
            assertTrue(safe.chars().noneMatch(Character::isISOControl), safe);
        }
    }
}
