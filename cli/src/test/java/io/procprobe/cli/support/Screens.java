package io.procprobe.cli.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** What a terminal was sent, taken apart into the screens that were drawn. */
public final class Screens {
    /** The alternate screen without a cursor, and the way back (xterm's control sequences). */
    public static final String ENTER = "\u001b[?1049h\u001b[?25l";

    public static final String LEAVE = "\u001b[?25h\u001b[?1049l";

    public static final String HOME = "\u001b[H";

    /** Erase to the end of the line, or of the screen. */
    private static final Pattern ERASE = Pattern.compile("\u001b\\[[KJ]");

    private Screens() {}

    /** How many screens were begun so far. */
    public static int count(String sent) {
        return sent.split(Pattern.quote(HOME), -1).length - 1;
    }

    /** Checks all that was sent, from the first character to the last. */
    public static void check(String sent, int rows, int columns) {
        assertTrue(sent.startsWith(ENTER), () -> "begins with " + visible(sent, 0));
        assertTrue(sent.endsWith(LEAVE), () -> "ends with " + visible(sent, sent.length() - 40));
        String between = sent.substring(ENTER.length(), sent.length() - LEAVE.length());
        List<String> screens = Arrays.asList(between.split(Pattern.quote(HOME), -1));
        assertEquals("", screens.get(0), "between entering and the first screen");
        assertTrue(screens.size() > 2, "two screens at least");
        for (String screen : screens.subList(1, screens.size())) {
            String text = ERASE.matcher(screen).replaceAll("").replace("\r\n", "\n");
            // The cursor rests below the last line: were that beyond the end, it would scroll.
            List<String> lines = Arrays.asList(text.split("\n", -1));
            assertTrue(lines.size() <= rows, () -> lines.size() + " lines:\n" + text);
            for (String line : lines) {
                assertTrue(line.length() <= columns, () -> line.length() + " columns: " + line);
                assertTrue(line.chars().noneMatch(Character::isISOControl), () -> visible(line, 0));
            }
        }
    }

    private static String visible(String text, int begin) {
        return text.substring(Math.max(0, begin))
                .lines()
                .limit(1)
                .toList()
                .toString()
                .replace("\u001b", "ESC");
    }
}
