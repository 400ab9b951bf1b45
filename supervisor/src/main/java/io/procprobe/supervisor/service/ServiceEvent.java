package io.procprobe.supervisor.service;

import java.time.Instant;
import java.util.Objects;

/**
 * A service has gone from one state to another.
 *
 * @param sequence 1 for the first event of the service, one more for each later one: a gap says
 *     that a slow listener has missed some
 * @param at when, by the wall clock
 * @param service its name
 * @param from the state that it was in
 * @param to the state that it is in now
 * @param detail why, for a person
 */
public record ServiceEvent(
        long sequence,
        Instant at,
        String service,
        ServiceState from,
        ServiceState to,
        String detail) {
    /** Checks that nothing is null. */
    public ServiceEvent {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(detail, "detail");
    }
}
