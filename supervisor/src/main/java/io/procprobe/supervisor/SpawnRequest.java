package io.procprobe.supervisor;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A process that is to be started. Immutable but for the builder, which is the caller's: it is not
 * to be changed before the process has started.
 */
public final class SpawnRequest {
    private final ProcessBuilder builder;
    private final Tags tags;
    private final Duration deadline;
    private final Duration slotTimeout;

    private SpawnRequest(
            ProcessBuilder builder, Tags tags, Duration deadline, Duration slotTimeout) {
        this.builder = Objects.requireNonNull(builder, "builder");
        this.tags = Objects.requireNonNull(tags, "tags");
        this.deadline = deadline;
        this.slotTimeout = slotTimeout;
    }

    /**
     * A request without tags, with the limits that the supervisor was built with.
     *
     * @param builder command, environment, folder and streams. The arguments reach the process
     *     unchanged; of its environment, the rules of the supervisor are applied to a copy
     * @return to be told more
     */
    public static SpawnRequest of(ProcessBuilder builder) {
        return new SpawnRequest(builder, Tags.none(), null, null);
    }

    /**
     * The same with these tags.
     *
     * @param of all of them
     * @return another request
     */
    public SpawnRequest tags(Tags of) {
        return new SpawnRequest(builder, of, deadline, slotTimeout);
    }

    /**
     * The same with a limit of its own for how long it may run.
     *
     * @param after more than zero; it is ended when it has run for longer
     * @return another request
     */
    public SpawnRequest deadline(Duration after) {
        return new SpawnRequest(builder, tags, Times.requirePositive(after), slotTimeout);
    }

    /**
     * The same with a time of its own to wait for a slot.
     *
     * @param time zero: now or not at all
     * @return another request
     */
    public SpawnRequest slotTimeout(Duration time) {
        return new SpawnRequest(builder, tags, deadline, Times.requireNotNegative(time));
    }

    ProcessBuilder builder() {
        return builder;
    }

    Tags tags() {
        return tags;
    }

    Optional<Duration> deadline() {
        return Optional.ofNullable(deadline);
    }

    Optional<Duration> slotTimeout() {
        return Optional.ofNullable(slotTimeout);
    }
}
