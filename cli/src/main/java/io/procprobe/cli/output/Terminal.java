package io.procprobe.cli.output;

import java.io.PrintWriter;

/**
 * The terminal that the launcher found on standard output. The launcher asks the system, as Java
 * cannot, and says so by {@code -Dprocprobe.terminal=ROWSxCOLUMNS}.
 */
public final class Terminal {
    private static final String ENTER = "\u001b[?1049h\u001b[?25l";
    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_TO_END = "\u001b[J";
    private static final String CLEAR_LINE = "\u001b[K";

    private final int rows;
    private final int columns;
    private boolean hasLeft;

    private Terminal(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
    }

    /**
     * What the launcher said.
     *
     * @return null when the output is not a terminal
     */
    public static Terminal find() {
        String[] size = System.getProperty("procprobe.terminal", "").split("x", -1);
        if (size.length != 2) {
            return null;
        }
        try {
            int rows = Integer.parseInt(size[0]);
            int columns = Integer.parseInt(size[1]);
            return rows > 2 && columns > 20 ? new Terminal(rows, columns) : new Terminal(24, 80);
        } catch (NumberFormatException e) {
            return new Terminal(24, 80);
        }
    }

    /**
     * How wide the output may be.
     *
     * @return the columns of the terminal, or {@link Integer#MAX_VALUE} when there is none
     */
    public static int outputWidth() {
        Terminal terminal = find();
        return terminal == null ? Integer.MAX_VALUE : terminal.columns;
    }

    /**
     * How many lines fit.
     *
     * @return 3 or more
     */
    public int rows() {
        return rows;
    }

    /**
     * How many characters fit in a line.
     *
     * @return 21 or more
     */
    public int columns() {
        return columns;
    }

    /**
     * Switches to a screen of its own, until the JVM ends: what was on the terminal comes back
     * then.
     *
     * @param out the terminal
     */
    public void enter(PrintWriter out) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(out)));
        out.print(ENTER);
    }

    /** The last word: the drawing thread still runs while the JVM ends. */
    private synchronized void leave(PrintWriter out) {
        hasLeft = true;
        out.print(LEAVE);
        out.flush();
    }

    /**
     * Draws a screen over the one before, without flicker.
     *
     * @param out the terminal
     * @param text lines; those that do not fit are left out, for a line too many would scroll the
     *     screen
     */
    public synchronized void draw(PrintWriter out, String text) {
        if (hasLeft) {
            return;
        }
        out.print(HOME);
        text.lines().limit(rows - 1L).forEach(line -> out.println(line + CLEAR_LINE));
        out.print(CLEAR_TO_END);
        out.flush();
    }
}
