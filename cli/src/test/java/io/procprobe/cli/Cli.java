package io.procprobe.cli;

import io.procprobe.cli.support.Finished;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs the command inside this JVM, by which most tests are fast. */
final class Cli {
    private Cli() {}

    static Finished run(String... args) {
        return run(new StringWriter(), args);
    }

    /** With what is written to standard output to be read meanwhile. */
    static Finished run(StringWriter out, String... args) {
        StringWriter err = new StringWriter();
        int status =
                RootCommand.commandLine()
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(args);
        return new Finished(status, out.toString(), err.toString());
    }
}
