package io.procprobe.cli;

import io.procprobe.cli.support.Finished;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs the command inside this JVM, by which most tests are fast. */
final class Cli {
    private Cli() {}

    static Finished run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status =
                RootCommand.commandLine()
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(args);
        return new Finished(status, out.toString(), err.toString());
    }
}
