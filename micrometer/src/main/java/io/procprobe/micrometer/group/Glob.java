package io.procprobe.micrometer.group;

/**
 * A pattern for names and paths: {@code *} is any number of characters, {@code ?} is one, and all
 * else itself. It takes time in proportion to pattern times text, whatever the pattern is.
 *
 * @param pattern the pattern
 */
public record Glob(String pattern) {
    /**
     * Whether a text fits as a whole.
     *
     * @param text any text
     * @return true when it does
     */
    public boolean matches(String text) {
        int at = 0;
        int in = 0;
        int star = -1;
        int starAt = 0;
        while (at < text.length()) {
            if (in < pattern.length() && pattern.charAt(in) == '*') {
                star = in++;
                starAt = at;
            } else if (in < pattern.length() && pattern.charAt(in) == '?') {
                at = text.offsetByCodePoints(at, 1);
                in++;
            } else if (in < pattern.length() && pattern.charAt(in) == text.charAt(at)) {
                at++;
                in++;
            } else if (star >= 0) {
                // Back to the last star, one character further.
                in = star + 1;
                at = ++starAt;
            } else {
                return false;
            }
        }
        while (in < pattern.length() && pattern.charAt(in) == '*') {
            in++;
        }
        return in == pattern.length();
    }

    /**
     * Whether it has a wildcard.
     *
     * @return false when only the pattern itself fits
     */
    public boolean hasWildcard() {
        return pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
    }
}
