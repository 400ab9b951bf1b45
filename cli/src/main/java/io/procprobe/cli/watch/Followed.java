package io.procprobe.cli.watch;

import io.procprobe.cli.snapshot.ProcessView;
import java.time.Instant;
import java.util.Optional;

/**
 * What is read once of a process that is followed.
 *
 * @param name its name when it was first seen
 * @param startTime when it started: computed again it would drift with the wall clock
 */
public record Followed(Optional<String> name, Optional<Instant> startTime) {
    static Followed of(ProcessView view) {
        return new Followed(view.name(), view.sample().startTime());
    }
}
