package io.procprobe.agent.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many requests each address may make: so many in a second, and as many at once when it has
 * been quiet before. Threads: any number.
 */
final class RateLimit {
    private static final int MOST_ADDRESSES = 1_024;
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    /** What an address may still do, as of some time. */
    private static final class Bucket {
        private double left;
        private long atNanos;
    }

    private final int perSecond;
    private final ReentrantLock lock = new ReentrantLock();

    /** The least recently seen is forgotten first. */
    private final Map<String, Bucket> buckets =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                    return size() > MOST_ADDRESSES;
                }
            };

    RateLimit(int perSecond) {
        this.perSecond = perSecond;
    }

    boolean passes(String address) {
        return passes(address, System.nanoTime());
    }

    boolean passes(String address, long nanoTime) {
        lock.lock();
        try {
            Bucket bucket = buckets.get(address);
            if (bucket == null) {
                bucket = new Bucket();
                bucket.left = perSecond;
                bucket.atNanos = nanoTime;
                buckets.put(address, bucket);
            }
            double earned = (nanoTime - bucket.atNanos) / NANOS_PER_SECOND * perSecond;
            bucket.left = Math.min(perSecond, bucket.left + Math.max(0, earned));
            bucket.atNanos = nanoTime;
            if (bucket.left < 1) {
                return false;
            }
            bucket.left--;
            return true;
        } finally {
            lock.unlock();
        }
    }
}
