package io.procprobe.supervisor;

import io.procprobe.ProcessId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * The verified end of a supervised process.
 *
 * @param id who it was
 * @param tags what it was for
 * @param reason why it has ended
 * @param detail what a policy, a limit or its owner gave as the reason; empty when nobody did
 * @param exitCode the code that it gave itself; empty when a signal ended it, or unknown. Of a
 *     child of this JVM that ended before anybody could look, only what Java tells is known: then
 *     128 + N may mean that signal N ended it, and the reason is {@link EndReason#FAILED} either
 *     way
 * @param signal the signal that ended it; empty when none did, or unknown
 * @param startedAt when it was started
 * @param lived how long it lived
 * @param concurrent how many processes were alive besides it at its end
 */
public record Ended(
        ProcessId id,
        Tags tags,
        EndReason reason,
        String detail,
        OptionalInt exitCode,
        OptionalInt signal,
        Instant startedAt,
        Duration lived,
        int concurrent) {
    /** Checks that nothing is null. */
    public Ended {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(tags, "tags");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(exitCode, "exitCode");
        Objects.requireNonNull(signal, "signal");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(lived, "lived");
    }
}
