package io.procprobe.cli.output;

/**
 * Text of processes made fit for a terminal: a process chooses its own name, and control characters
 * in it would move the cursor or worse.
 */
public final class SafeText {
    private SafeText() {}

    /**
     * Replaces every control character by its escape.
     *
     * @param text any text
     * @return one line
     */
    public static String oneLine(String text) {
        StringBuilder safe = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isUnsafe = Character.isISOControl(c) || isBidirectional(c);
            if (isUnsafe && safe == null) {
                safe = new StringBuilder(text.length() + 8).append(text, 0, i);
            }
            if (safe != null) {
                if (isUnsafe) {
                    safe.append(escape(c));
                } else {
                    safe.append(c);
                }
            }
        }
        return safe == null ? text : safe.toString();
    }

    /**
     * Cuts a line that would wrap.
     *
     * @param line one line
     * @param width how many characters fit; {@link Integer#MAX_VALUE} for any number
     * @return the line, or its beginning
     */
    public static String cut(String line, int width) {
        return line.length() > width ? line.substring(0, width) : line;
    }

    /** Marks that let text look as if it stood elsewhere (Unicode annex 9). */
    private static boolean isBidirectional(char c) {
        return c == '\u200e'
                || c == '\u200f'
                || (c >= '\u202a' && c <= '\u202e')
                || (c >= '\u2066' && c <= '\u2069');
    }

    private static String escape(char c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\r' -> "\\r";
            default -> String.format("\\u%04x", (int) c);
        };
    }
}
