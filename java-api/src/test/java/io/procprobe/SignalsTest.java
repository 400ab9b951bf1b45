package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Signals have other numbers on macOS: to stop somebody by Linux's would let him go on there. */
class SignalsTest {
    private static int number(TokenKind kind, int signal) {
        return Signals.numberFor(new ProcessId(1, kind, 1), signal);
    }

    @Test
    void numbersAreThoseOfTheSystem() {
        for (TokenKind kind : TokenKind.values()) {
            boolean isMacOs = kind == TokenKind.UNIQUE_ID;
            assertEquals(isMacOs ? 17 : 19, number(kind, Signals.STOP));
            assertEquals(isMacOs ? 19 : 18, number(kind, Signals.CONTINUE));
            assertEquals(9, number(kind, Signals.KILL));
            assertEquals(15, number(kind, Signals.TERMINATE));
            assertEquals(0, number(kind, Signals.CHECK_ONLY));
        }
    }
}
