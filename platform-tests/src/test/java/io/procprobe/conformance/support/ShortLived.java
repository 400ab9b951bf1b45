package io.procprobe.conformance.support;

import java.io.IOException;

/** Processes that come and go all the time, until it is closed. */
public final class ShortLived implements AutoCloseable {
    private final Child child;
    private final ProcessHandle starter;

    /** Returns when there are some. */
    public ShortLived() throws IOException {
        child = Child.start();
        starter = ProcessHandle.of(child.ask("churn")).orElseThrow();
    }

    /** Whether there are still some. */
    public boolean isRunning() {
        return starter.isAlive();
    }

    @Override
    public void close() {
        child.close();
    }
}
