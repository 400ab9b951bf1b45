package io.procprobe;

import io.procprobe.internal.abi.Abi;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The end of one process.
 *
 * <p>The exit status is known where the system tells it to others than the parent: Linux 6.15+
 * tells that of every process once it has been reaped, every Linux that of zombies which this
 * process may trace; before Linux 5.17 that is what the first thread ended with, should it have
 * ended before the others. Windows tells that of those who are tracked by a handle: neither of
 * those that are looked up, for they may not be opened or are beyond the budget, nor in a table.
 *
 * @param pid the PID that it had
 * @param id who it was; empty where the system told of no token
 * @param exitStatus its exit code from 0 to 255, or {@value #SIGNALLED} plus the number of the
 *     signal that ended it; on Windows, which has no signals, its exit code, whatever number that
 *     is; empty when unknown
 * @param cpuTotalNanos all CPU time that it used, but for its last microseconds; empty once it has
 *     been reaped
 * @param noticedAt when its end was seen here
 */
public record ProcessExit(
        long pid,
        Optional<ProcessId> id,
        OptionalInt exitStatus,
        OptionalLong cpuTotalNanos,
        Instant noticedAt) {
    /** What an exit status begins at when a signal has ended the process. */
    public static final int SIGNALLED = Abi.EXIT_SIGNALLED;

    /** Checks that nothing is null. */
    public ProcessExit {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(exitStatus, "exitStatus");
        Objects.requireNonNull(cpuTotalNanos, "cpuTotalNanos");
        Objects.requireNonNull(noticedAt, "noticedAt");
    }

    /**
     * The code that the process gave itself.
     *
     * @return 0 to 255, on Windows any number; empty when it was ended by a signal, or unknown
     */
    public OptionalInt exitCode() {
        return exitCode(exitStatus, id);
    }

    /**
     * The signal that ended the process.
     *
     * @return its number, as in {@code signal(7)}, on macOS as there; empty when none did, or
     *     unknown
     */
    public OptionalInt signal() {
        return signal(exitStatus, id);
    }

    static OptionalInt exitCode(OptionalInt exitStatus, Optional<ProcessId> of) {
        return isSignal(exitStatus, of) ? OptionalInt.empty() : exitStatus;
    }

    static OptionalInt signal(OptionalInt exitStatus, Optional<ProcessId> of) {
        return isSignal(exitStatus, of)
                ? OptionalInt.of(exitStatus.getAsInt() - SIGNALLED)
                : OptionalInt.empty();
    }

    /**
     * Where tokens are of the kind that is without signals, every number is a code: see the ABI.
     */
    private static boolean isSignal(OptionalInt exitStatus, Optional<ProcessId> of) {
        boolean hasSignals = of.isEmpty() || of.get().tokenKind() != TokenKind.CREATION_TIME;
        return hasSignals && exitStatus.isPresent() && exitStatus.getAsInt() >= SIGNALLED;
    }
}
