package io.procprobe.cli;

import java.io.PrintWriter;
import picocli.CommandLine;

/** The end of a command's output. */
final class Output {
    private Output() {}

    /**
     * Whether something could not be written. The stream below keeps its failures to itself: ask
     * both.
     */
    static boolean isBroken(PrintWriter out) {
        return out.checkError() || System.out.checkError();
    }

    /**
     * Sees to it that everything has been written: a script must not take half a table for a whole
     * one.
     *
     * @param status what the command would end with
     * @return that, or a failure that has been reported
     */
    static int finish(CommandLine command, int status) {
        String name = command.getCommandSpec().qualifiedName();
        return finish(command.getOut(), command.getErr(), name, status);
    }

    /** The same for a command of this name that runs without picocli. */
    static int finish(PrintWriter out, PrintWriter err, String name, int status) {
        if (!isBroken(out)) {
            return status;
        }
        Errors.print(
                err,
                name + ": standard output cannot be written (disk full, or closed by its reader)");
        return ExitStatus.UNAVAILABLE;
    }
}
