package io.procprobe.supervisor.reap;

import java.nio.charset.StandardCharsets;

/**
 * A pattern for names: {@code *} is any number of bytes, {@code ?} one character, and all else
 * itself. On the bytes of the name, so that nothing is allocated.
 */
final class Glob {
    private final byte[] pattern;

    Glob(String pattern) {
        this.pattern = pattern.getBytes(StandardCharsets.UTF_8);
    }

    /** Back to the last star, one byte further, whenever what follows it does not fit. */
    boolean matches(ReapSubject subject) {
        int length = subject.nameLength();
        int at = 0;
        int in = 0;
        int star = -1;
        int starAt = 0;
        while (at < length) {
            if (in < pattern.length && pattern[in] == '*') {
                star = in++;
                starAt = at;
            } else if (in < pattern.length && pattern[in] == '?') {
                at = nextCharacter(subject, at, length);
                in++;
            } else if (in < pattern.length && pattern[in] == subject.nameByte(at)) {
                at++;
                in++;
            } else if (star >= 0) {
                in = star + 1;
                at = ++starAt;
            } else {
                return false;
            }
        }
        while (in < pattern.length && pattern[in] == '*') {
            in++;
        }
        return in == pattern.length;
    }

    /** Behind a first byte and those that continue it in UTF-8. */
    private static int nextCharacter(ReapSubject subject, int at, int length) {
        int next = at + 1;
        while (next < length && (subject.nameByte(next) & 0xc0) == 0x80) {
            next++;
        }
        return next;
    }
}
