package io.procprobe.agent;

import io.procprobe.agent.file.SmallFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** Where tokens come from. */
final class Tokens {
    private static final int RANDOM_BYTES = 32;
    private static final int LEAST_CHARACTERS = 16;

    private static final Set<PosixFilePermission> OTHERS =
            Set.of(
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE,
                    PosixFilePermission.GROUP_WRITE);

    private Tokens() {}

    /** One that nobody can guess. */
    static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The first line of a file that others may neither read nor change. */
    static String read(Path file) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class);
        // One that is not there is told by reading it.
        if (view != null && Files.exists(file)) {
            for (PosixFilePermission each : view.readAttributes().permissions()) {
                if (OTHERS.contains(each)) {
                    throw new IOException(
                            file + ": others can read or change the token: chmod 600 " + file);
                }
            }
        }
        String token = SmallFile.firstLine(file).strip();
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
