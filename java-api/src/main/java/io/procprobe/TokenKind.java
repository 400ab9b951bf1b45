package io.procprobe;

/**
 * What a start token is made of. Tokens of two kinds cannot be compared.
 *
 * <p>The kinds are those of {@code PP_TOKEN_} in {@code procprobe.h}.
 */
public enum TokenKind {
    /** Linux 6.9 and later: inode of the pidfd, unique in a boot. */
    PIDFD_INODE(1),
    /**
     * Linux: start in clock ticks of 10 ms since boot. A PID that is used again within one tick is
     * not told apart.
     */
    START_TICKS(2),
    /** macOS: the kernel's own number of the process, never given twice in a boot. */
    UNIQUE_ID(3),
    /** Windows: creation time in units of 100 ns. */
    CREATION_TIME(4);

    private static final TokenKind[] BY_CODE = {
        null, PIDFD_INODE, START_TICKS, UNIQUE_ID, CREATION_TIME
    };

    private final int code;

    TokenKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static TokenKind of(int code) {
        if (code < 1 || code >= BY_CODE.length) {
            throw new IllegalStateException("the native library answered with token kind " + code);
        }
        return BY_CODE[code];
    }
}
