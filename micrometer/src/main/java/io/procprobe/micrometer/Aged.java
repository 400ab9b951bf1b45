package io.procprobe.micrometer;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** A reading that serves all who ask within some time: one scrape reads once. */
final class Aged<T> implements Supplier<T> {
    private final Supplier<T> source;
    private final long maxAgeNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private T value;
    private long readAtNanos;

    Aged(Supplier<T> source, Duration maxAge) {
        this.source = Objects.requireNonNull(source, "source");
        this.maxAgeNanos = maxAge.toNanos();
    }

    @Override
    public T get() {
        lock.lock();
        try {
            if (value == null || System.nanoTime() - readAtNanos > maxAgeNanos) {
                value = Objects.requireNonNull(source.get(), "a reading");
                readAtNanos = System.nanoTime();
            }
            return value;
        } finally {
            lock.unlock();
        }
    }
}
