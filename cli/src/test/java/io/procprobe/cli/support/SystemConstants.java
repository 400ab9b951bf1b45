package io.procprobe.cli.support;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Units of procfs, asked from the C library and not from the code under test. */
final class SystemConstants {
    static final long PAGE_BYTES = ask("PAGESIZE");

    static final long TICK_NANOS = 1_000_000_000L / ask("CLK_TCK");

    private SystemConstants() {}

    private static long ask(String name) {
        try {
            Finished finished = Finished.run(new ProcessBuilder("getconf", name)).succeeded();
            return Long.parseLong(finished.out().strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
