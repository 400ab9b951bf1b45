package io.procprobe.supervisor.service;

import java.time.Instant;
import java.util.Objects;

/**
 * What went wrong with a service.
 *
 * @param at when it was noticed, by the wall clock
 * @param what for a person
 */
public record ServiceFailure(Instant at, String what) {
    /** Checks that nothing is null. */
    public ServiceFailure {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(what, "what");
    }
}
