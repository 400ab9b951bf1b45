package io.procprobe.cli;

import java.util.Locale;

/** How what is not a table of rows is printed. */
enum TextFormat {
    /** Lines for people. */
    TEXT,
    /** JSON for programs. */
    JSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
