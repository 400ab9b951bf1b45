package io.procprobe.micrometer.group;

/**
 * A text that can be looked at so many times and no more. A regular expression may need a time that
 * doubles with each character, and whoever starts a process chooses the text: without a limit
 * anybody could hold up the refresh of all for ever.
 */
final class SteppedText implements CharSequence {
    private final String text;
    private int left;

    /** The text was looked at too often. */
    static final class ExhaustedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ExhaustedException() {
            super("too many steps", null, false, false);
        }
    }

    SteppedText(String text, int steps) {
        this.text = text;
        this.left = steps;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (--left < 0) {
            throw new ExhaustedException();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
