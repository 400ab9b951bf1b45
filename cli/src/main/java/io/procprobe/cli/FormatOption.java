package io.procprobe.cli;

import picocli.CommandLine.Option;

/** How rows are printed, for every command that prints some. */
final class FormatOption {
    @Option(
            names = "--format",
            paramLabel = "table|json",
            defaultValue = "table",
            description = "How to print: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private TableFormat format;

    TableFormat value() {
        return format;
    }

    boolean isJson() {
        return format == TableFormat.JSON;
    }
}
