package io.procprobe.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTest {
    private static final String PROPERTY = "procprobe.terminal";

    @AfterEach
    void noTerminal() {
        System.clearProperty(PROPERTY);
    }

    @Test
    void withoutTheLauncherThereIsNoTerminal() {
        assertNull(Terminal.find());
    }

    @Test
    void theLauncherTellsTheSize() {
        System.setProperty(PROPERTY, "50x132");
        assertSize(50, 132, Terminal.find());
    }

    /** A terminal that does not know its size says 0 x 0. */
    @ParameterizedTest
    @ValueSource(strings = {"0x0", "1x1", "-1x80", "24x", "axb", "99999999999x80"})
    void aSizeThatCannotBeIsTheUsualOne(String size) {
        System.setProperty(PROPERTY, size);
        assertSize(24, 80, Terminal.find());
    }

    private static void assertSize(int rows, int columns, Terminal terminal) {
        assertEquals(rows, terminal.rows());
        assertEquals(columns, terminal.columns());
    }
}
