package io.procprobe.conformance;

import java.io.IOException;

/** Processes that come and go all the time, until it is closed. */
final class ShortLived implements AutoCloseable {
    /** Each round of the loop makes two processes; it ends by itself after some minutes. */
    private static final String LOOP =
            "echo; i=0; while [ $i -lt 200000 ]; do : | :; i=$((i+1)); done";

    private final Process shell;

    /** Returns when there are some. */
    ShortLived() throws IOException {
        shell =
                new ProcessBuilder("sh", "-c", LOOP)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        if (shell.getInputStream().read() < 0) {
            throw new IOException("the shell ended without a word");
        }
    }

    boolean isRunning() {
        return shell.isAlive();
    }

    @Override
    public void close() {
        shell.destroyForcibly().onExit().join();
    }
}
