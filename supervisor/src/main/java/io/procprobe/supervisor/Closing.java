package io.procprobe.supervisor;

import java.util.ArrayDeque;
import java.util.Deque;

/** What is to be closed, the last one first; one that fails keeps none of the others from it. */
final class Closing {
    private final Notices notices;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    Closing(Notices notices) {
        this.notices = notices;
    }

    void add(AutoCloseable one) {
        open.push(one);
    }

    void close() {
        boolean wasInterrupted = false;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (InterruptedException e) {
                wasInterrupted = true;
            } catch (Throwable e) {
                notices.failed("something cannot be closed", e);
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
