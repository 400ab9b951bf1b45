package io.procprobe.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code procprobe stat PID...}: one reading of some processes. */
@Command(
        name = "stat",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Reads some processes once.",
        footer = {
            "",
            "JSON: one object per line and PID; a key that is absent is unknown.",
            "Exit status: 0 when every PID was OK, 3 when any was not (all are printed), 2 for bad usage."
        })
final class StatCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PID", arity = "1..*", description = "Processes to read.")
    private List<String> pids;

    @Mixin private FormatOption format;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        int status = Stat.run(PidArguments.parse(command, pids), format.value(), command.getOut());
        return Output.finish(command, status);
    }
}
