package io.procprobe.cli;

import java.util.OptionalInt;

/** The entry point: {@code procprobe SUBCOMMAND}. Knows nothing of picocli, see PlainStat. */
public final class Main {
    private Main() {}

    /**
     * Runs the command and ends the JVM with its exit status.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String[] args) {
        OptionalInt status = PlainStat.run(args);
        return status.isPresent() ? status.getAsInt() : RootCommand.run(args);
    }
}
