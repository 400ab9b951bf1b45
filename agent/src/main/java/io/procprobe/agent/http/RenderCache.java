package io.procprobe.agent.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Answers of one poll, each rendered once however many ask: by one thread at a time, so that a
 * crowd costs no more than one. Bounded; what does not fit is rendered again.
 *
 * <p>Who has waited for long is refused: a system call about a process that is stuck may not come
 * back, and is not to hold all threads that answer.
 */
final class RenderCache {
    private static final long MOST_BYTES = 16 << 20;

    /** Renders an answer. */
    interface Renderer {
        Content render() throws ProblemException;
    }

    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Content> contents = new HashMap<>();
    private long poll;
    private long bytes;

    RenderCache(Duration patience) {
        this.patience = patience;
    }

    Content get(long ofPoll, String key, Renderer renderer) throws ProblemException {
        acquire();
        try {
            if (poll != ofPoll) {
                contents.clear();
                bytes = 0;
                poll = ofPoll;
            }
            Content known = contents.get(key);
            if (known != null) {
                return known;
            }
            Content made = renderer.render();
            // What it takes compressed is less than this.
            long takes = 2L * made.bytes().length + key.length();
            if (bytes + takes <= MOST_BYTES) {
                contents.put(key, made);
                bytes += takes;
            }
            return made;
        } finally {
            lock.unlock();
        }
    }

    private void acquire() throws ProblemException {
        boolean isMine = false;
        try {
            isMine = lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!isMine) {
            throw new ProblemException(
                    HttpStatus.SERVICE_UNAVAILABLE_503,
                    "an answer that others have asked for takes too long");
        }
    }
}
