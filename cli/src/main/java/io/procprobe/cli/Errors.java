package io.procprobe.cli;

import io.procprobe.cli.output.SafeText;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Every error is one line on stderr that says what to do. */
final class Errors {
    private Errors() {}

    static int onBadUsage(ParameterException exception, String[] args) {
        CommandLine command = exception.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        print(command, name + ": " + exception.getMessage() + " (see '" + name + " --help')");
        return ExitStatus.BAD_USAGE;
    }

    static int onFailure(Exception exception, CommandLine command, ParseResult parsed) {
        if (Boolean.getBoolean("procprobe.debug")) {
            exception.printStackTrace(command.getErr());
        }
        String message = exception.getMessage();
        print(
                command,
                command.getCommandSpec().qualifiedName()
                        + ": "
                        + (message == null ? exception.toString() : message));
        return ExitStatus.UNAVAILABLE;
    }

    static void print(CommandLine command, String message) {
        PrintWriter err = command.getErr();
        err.println(SafeText.oneLine(message));
        err.flush();
    }
}
