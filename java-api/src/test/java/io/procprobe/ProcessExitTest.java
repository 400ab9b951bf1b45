package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** An exit status is a code or a signal, or unknown, and never two of these. */
class ProcessExitTest {
    private static final ProcessId ID = new ProcessId(7, TokenKind.START_TICKS, 1);

    private static ProcessExit with(OptionalInt status) {
        return new ProcessExit(7, Optional.of(ID), status, OptionalLong.empty(), Instant.EPOCH);
    }

    @Test
    void aCodeIsNoSignal() {
        for (int code = 0; code <= 255; code++) {
            ProcessExit exit = with(OptionalInt.of(code));
            assertEquals(OptionalInt.of(code), exit.exitCode());
            assertEquals(OptionalInt.empty(), exit.signal());
        }
    }

    @Test
    void aSignalIsNoCode() {
        assertEquals(256, ProcessExit.SIGNALLED);
        for (int signal = 1; signal <= 64; signal++) {
            ProcessExit exit = with(OptionalInt.of(ProcessExit.SIGNALLED + signal));
            assertEquals(OptionalInt.empty(), exit.exitCode());
            assertEquals(OptionalInt.of(signal), exit.signal());
        }
    }

    /** Windows has no signals: 259 is what a program may well end with. */
    @Test
    void whereThereAreNoSignalsEveryNumberIsACode() {
        ProcessId id = new ProcessId(8, TokenKind.CREATION_TIME, 1);
        for (int code : new int[] {0, 1, 255, 256, 259, Integer.MAX_VALUE, 0xC0000005}) {
            OptionalInt status = OptionalInt.of(code);
            ProcessExit exit =
                    new ProcessExit(
                            8, Optional.of(id), status, OptionalLong.empty(), Instant.EPOCH);
            assertEquals(status, exit.exitCode());
            assertEquals(OptionalInt.empty(), exit.signal());
        }
    }

    @Test
    void unknownIsNeither() {
        assertEquals(OptionalInt.empty(), with(OptionalInt.empty()).exitCode());
        assertEquals(OptionalInt.empty(), with(OptionalInt.empty()).signal());
    }

    @Test
    void nullIsRefused() {
        Optional<ProcessId> id = Optional.of(ID);
        OptionalInt status = OptionalInt.of(0);
        OptionalLong cpu = OptionalLong.empty();
        Instant at = Instant.EPOCH;
        Optional<ProcessId> noId = null;
        OptionalInt noStatus = null;
        OptionalLong noCpu = null;
        assertRefused("id", () -> new ProcessExit(7, noId, status, cpu, at));
        assertRefused("exitStatus", () -> new ProcessExit(7, id, noStatus, cpu, at));
        assertRefused("cpuTotalNanos", () -> new ProcessExit(7, id, status, noCpu, at));
        assertRefused("noticedAt", () -> new ProcessExit(7, id, status, cpu, null));
    }

    private static void assertRefused(String what, Runnable call) {
        NullPointerException e = assertThrows(NullPointerException.class, call::run);
        assertEquals(what, e.getMessage());
    }
}
