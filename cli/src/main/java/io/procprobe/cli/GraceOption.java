package io.procprobe.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long processes may take, for every command that ends some. */
final class GraceOption {
    @Option(
            names = "--grace",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = TimeConverter.class,
            description =
                    "How long they may take to end by themselves; 0 kills at once"
                            + " (default: ${DEFAULT-VALUE}).")
    private Duration grace;

    Duration value() {
        return grace;
    }
}
