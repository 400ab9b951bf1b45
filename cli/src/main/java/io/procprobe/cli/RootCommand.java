package io.procprobe.cli;

import io.procprobe.cli.output.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
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
            ReapCommand.class,
            ServeCommand.class,
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

    /**
     * Colours where the launcher has found a terminal: picocli would go by TERM on Windows, which a
     * shell such as that of Git sets for its pipes, too.
     */
    static CommandLine commandLine() {
        Ansi colours = Terminal.find() == null ? Ansi.OFF : Ansi.AUTO;
        return new CommandLine(new RootCommand())
                .setColorScheme(CommandLine.Help.defaultColorScheme(colours))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Errors::onBadUsage)
                .setExecutionExceptionHandler(Errors::onFailure);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing required command");
    }
}
