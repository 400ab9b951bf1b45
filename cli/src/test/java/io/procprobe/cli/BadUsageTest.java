package io.procprobe.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad usage is one line on standard error that names what is wrong and where to look. */
class BadUsageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bogus | bogus",
                "--bogus | --bogus",
                "stat --bogus 1 | --bogus",
                "stat --format xml 1 | xml",
                "stat --format | --format",
                "stat --format json --format table 1 | --format",
                "tree --format table | table",
                "tree x | 'x' is not a PID",
                "tree 1 2 | 2",
                "tree 99999999999 | '99999999999' is not a PID",
                "top --once --interval 0 | 10ms",
                "top --once --interval soon | 'soon'",
                "top --once --interval | --interval",
                "top --once --sort size | size",
                "top --once --sort | --sort",
                "top --limit | --limit",
                "top 1 | 1",
                "watch | PID",
                "watch x | 'x' is not a PID",
                "watch 1 99999999999 | '99999999999' is not a PID",
                "watch 1 --format text | text",
                "watch 1 --interval 1ms | 10ms",
                "watch 1 --interval soon | 'soon'",
                "watch 1 --count 0 | --count is at least 1, not 0",
                "watch 1 --count -1 | -1",
                "watch 1 --count many | many",
                "watch 1 --memory-max-age old | 'old' is not an age",
                "watch 1 --bogus | --bogus",
                "reap | at least one of",
                "reap --yes | at least one of",
                "reap --idle soon | 'soon' is not a time",
                "reap --older-than -1h | -1h",
                "reap --larger-than big | 'big' is not a size",
                "reap --larger-than -1 | -1",
                "reap --larger-than 800X | '800X' is not a size",
                "reap --name a --max-load 0.5 | --max-load needs --idle",
                "reap --idle 1s --max-load -1 | --max-load is 0 or more",
                "reap --children-of x | 'x' is not a PID",
                "reap --cookie =VALUE | --cookie is VALUE or NAME=VALUE",
                "reap --name a --grace soon | 'soon'",
                "reap --name a --format text | text",
                "reap --orphans 1 | 1",
                "doctor --format table | table",
                "doctor x | x",
            })
    void theWrongWordIsNamed(String commandLine, String named) {
        String[] args = commandLine.split(" ", -1);
        String line = Cli.run(args).failed(ExitStatus.BAD_USAGE);
        String command = line.substring(0, line.indexOf(": "));
        assertTrue(line.contains(named), line);
        assertTrue(line.endsWith("(see '" + command + " --help')"), line);
        boolean isOfSubcommand = args[0].matches("stat|tree|top|watch|reap|doctor");
        assertTrue(command.equals("procprobe" + (isOfSubcommand ? " " + args[0] : "")), line);
    }

    @Test
    void aCommandIsNeeded() {
        String line = Cli.run().failed(ExitStatus.BAD_USAGE);
        assertTrue(line.contains("Missing required command"), line);
        assertTrue(line.contains("'procprobe --help'"), line);
    }

    @Test
    void whatWasTypedCannotMoveTheCursor() {
        for (String typed : new String[] {"\u001b[2J", "two\nlines", "\r"}) {
            String line = Cli.run("stat", typed).failed(ExitStatus.BAD_USAGE);
            assertTrue(line.chars().noneMatch(Character::isISOControl), line);
        }
        Cli.run("a\nb").failed(ExitStatus.BAD_USAGE);
        Cli.run("tree", "--a\nb").failed(ExitStatus.BAD_USAGE);
    }
}
