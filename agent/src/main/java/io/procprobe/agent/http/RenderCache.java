package io.procprobe.agent.http;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Answers of one poll, each rendered once however many ask: by one thread at a time, so that a
 * crowd costs no more than one. Bounded; what does not fit is rendered again.
 */
final class RenderCache {
    private static final long MOST_BYTES = 16 << 20;

    /** Renders an answer. */
    interface Renderer {
        Content render() throws ProblemException;
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Content> contents = new HashMap<>();
    private long poll;
    private long bytes;

    Content get(long ofPoll, String key, Renderer renderer) throws ProblemException {
        lock.lock();
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
}
