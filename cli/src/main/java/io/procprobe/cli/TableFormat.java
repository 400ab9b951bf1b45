package io.procprobe.cli;

import java.util.Locale;

/** How rows of processes are printed. */
enum TableFormat {
    /** Columns for people. */
    TABLE,
    /** JSON for programs. */
    JSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
