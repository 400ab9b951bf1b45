package io.procprobe.cli.snapshot;

import io.procprobe.ProcessSample;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One process as the command shows it.
 *
 * @param sample the reading
 * @param name its name, of the same process as the reading
 * @param cpuLoad change of CPU time over time since the snapshot before; 1.0 is one core
 */
public record ProcessView(ProcessSample sample, Optional<String> name, OptionalDouble cpuLoad) {}
