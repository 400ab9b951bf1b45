package io.procprobe.agent;

import io.procprobe.agent.file.SmallFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** Where tokens come from. */
final class Tokens {
    private static final int RANDOM_BYTES = 32;
    private static final int LEAST_CHARACTERS = 16;

    private Tokens() {}

    /** One that nobody can guess. */
    static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The first line of a file that others may neither read nor change. */
    static String read(Path file) throws IOException {
        String token = SmallFile.secret(file).strip();
        if (token.length() < LEAST_CHARACTERS || !token.matches("[\\x21-\\x7e]+")) {
            throw new IOException(
                    file
                            + ": the first line is to be a token of "
                            + LEAST_CHARACTERS
                            + " characters or more without spaces, such as that of: openssl rand"
                            + " -hex 32");
        }
        return token;
    }
}
