package io.procprobe.agent.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * Whether a caller has presented the token. Hashes are compared, and in constant time: how long it
 * takes tells nothing about how much of it was right, nor how long it is.
 */
public final class TokenCheck {
    private static final String SCHEME = "Bearer ";
    private static final byte[] ANYBODY = {};

    private final byte[] hash;

    private TokenCheck(byte[] hash) {
        this.hash = hash;
    }

    /**
     * Lets those pass that present a token.
     *
     * @param token which
     * @return a check
     */
    public static TokenCheck of(String token) {
        return new TokenCheck(hash(token));
    }

    /**
     * Lets everybody pass.
     *
     * @return a check
     */
    public static TokenCheck none() {
        return new TokenCheck(ANYBODY);
    }

    boolean passes(Optional<String> authorization) {
        if (hash.length == 0) {
            return true;
        }
        String presented = authorization.orElse("");
        boolean isBearer = presented.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        String token = isBearer ? presented.substring(SCHEME.length()).strip() : "";
        return MessageDigest.isEqual(hash(token), hash) && isBearer;
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
