package io.procprobe.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command with its subcommands, as picocli knows it. */
@Command(
        name = "procprobe",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Shows processes: fast, and never fooled by PID reuse.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            StatCommand.class,
            TopCommand.class,
            WatchCommand.class,
            TreeCommand.class,
            KillCommand.class,
            DoctorCommand.class,
        },
        footer = {
            "",
            "Exit status: 0 when all went well, 1 when processes cannot be inspected here,",
            "2 for bad usage, 3 when a process that was asked for could not be read."
        })
final class RootCommand implements Runnable {
    @Spec private CommandSpec spec;

    static int run(String[] args) {
        return commandLine().execute(args);
    }

    static CommandLine commandLine() {
        return new CommandLine(new RootCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Errors::onBadUsage)
                .setExecutionExceptionHandler(Errors::onFailure);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing required command");
    }
}
