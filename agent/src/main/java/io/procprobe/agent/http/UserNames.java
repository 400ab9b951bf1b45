package io.procprobe.agent.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Names of users, as far as a file of accounts has them. No directory service is asked: that may
 * take seconds, and goes over the network.
 */
final class UserNames {
    private static final int NAME = 0;
    private static final int NUMBER = 2;

    private final Path accounts;

    /**
     * Reads a file, anew for each question, as users come and go.
     *
     * @param accounts as {@code /etc/passwd}; need not be there
     */
    UserNames(Path accounts) {
        this.accounts = accounts;
    }

    /** The first that has the number, as the C library would say. */
    Optional<String> of(long user) {
        String number = Long.toString(user);
        try {
            return new String(Files.readAllBytes(accounts), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(":", -1))
                    .filter(parts -> parts.length > NUMBER && parts[NUMBER].equals(number))
                    .map(parts -> parts[NAME])
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // no such file here, and hence no names
        }
    }
}
