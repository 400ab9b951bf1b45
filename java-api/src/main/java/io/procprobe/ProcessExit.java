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
 * ended before the others.
 *
 * @param pid the PID that it had
 * @param id who it was; empty where the system told of no token
 * @param exitStatus its exit code from 0 to 255, or {@value #SIGNALLED} plus the number of the
 *     signal that ended it; empty when unknown
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
     * @return 0 to 255; empty when it was ended by a signal, or unknown
     */
    public OptionalInt exitCode() {
        return exitStatus.isPresent() && exitStatus.getAsInt() < SIGNALLED
                ? exitStatus
                : OptionalInt.empty();
    }

    /**
     * The signal that ended the process.
     *
     * @return its number, as in {@code signal(7)}; empty when none did, or unknown
     */
    public OptionalInt signal() {
        return exitStatus.isPresent() && exitStatus.getAsInt() >= SIGNALLED
                ? OptionalInt.of(exitStatus.getAsInt() - SIGNALLED)
                : OptionalInt.empty();
    }
}
