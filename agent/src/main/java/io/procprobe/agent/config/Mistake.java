package io.procprobe.agent.config;

import java.util.Objects;

/**
 * Something in a configuration that cannot be meant.
 *
 * @param file which file
 * @param line from 1 on
 * @param column from 1 on
 * @param text what is wrong with it
 */
public record Mistake(String file, int line, int column, String text) {
    /** Checks that nothing is null. */
    public Mistake {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(text, "text");
    }

    /** As compilers write it, so that editors find the place. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + text;
    }
}
