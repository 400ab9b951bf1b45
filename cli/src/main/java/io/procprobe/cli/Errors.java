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
        print(
                command.getErr(),
                name + ": " + exception.getMessage() + " (see '" + name + " --help')");
        return ExitStatus.BAD_USAGE;
    }

    static int onFailure(Exception exception, CommandLine command, ParseResult parsed) {
        return onFailure(exception, command.getErr(), command.getCommandSpec().qualifiedName());
    }

    /** The same for a command of this name that runs without picocli. */
    static int onFailure(Exception exception, PrintWriter err, String name) {
        if (Boolean.getBoolean("procprobe.debug")) {
            exception.printStackTrace(err);
        }
        String message = exception.getMessage();
        print(err, name + ": " + (message == null ? exception.toString() : message));
        return ExitStatus.UNAVAILABLE;
    }

    static void print(PrintWriter err, String message) {
        err.println(SafeText.oneLine(message));
        err.flush();
    }
}
