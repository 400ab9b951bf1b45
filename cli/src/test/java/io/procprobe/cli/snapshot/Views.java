package io.procprobe.cli.snapshot;

import io.procprobe.ProcessSample;
import io.procprobe.ProcessState;
import io.procprobe.Status;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Processes made by hand, for trees that no kernel would show often enough. */
final class Views {
    static final Instant BOOT = Instant.parse("2026-01-01T00:00:00Z");

    private Views() {}

    /** One that started as many seconds after boot as its PID. */
    static ProcessView of(long pid, long parentPid) {
        return of(pid, parentPid, BOOT.plusSeconds(pid));
    }

    static ProcessView of(long pid, long parentPid, Instant start) {
        return of(pid, OptionalLong.of(parentPid), Optional.ofNullable(start), 100, 1000);
    }

    static ProcessView withoutParent(long pid) {
        return of(pid, OptionalLong.empty(), Optional.of(BOOT), 100, 1000);
    }

    static ProcessView withFigures(long pid, long parentPid, long resident, long cpuNanos) {
        return of(
                pid,
                OptionalLong.of(parentPid),
                Optional.of(BOOT.plusSeconds(pid)),
                resident,
                cpuNanos);
    }

    /** A negative figure stands for an unknown one. */
    private static ProcessView of(
            long pid, OptionalLong parent, Optional<Instant> start, long resident, long cpuNanos) {
        OptionalLong none = OptionalLong.empty();
        ProcessSample sample =
                new ProcessSample(
                        pid,
                        Status.OK,
                        1,
                        Optional.empty(),
                        Optional.of(true),
                        Optional.of(ProcessState.SLEEPING),
                        start,
                        parent,
                        OptionalLong.of(0),
                        known(resident),
                        none,
                        none,
                        none,
                        known(cpuNanos),
                        none,
                        none,
                        none,
                        none,
                        none,
                        none,
                        none,
                        none,
                        OptionalDouble.empty(),
                        OptionalInt.empty());
        return new ProcessView(sample, Optional.of("p" + pid), OptionalDouble.empty());
    }

    private static OptionalLong known(long value) {
        return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
