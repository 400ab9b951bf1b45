package io.procprobe.supervisor;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs what is not ours and may do anything, such as wait, or close the supervisor: listeners one
 * after another on one thread, and what hangs on a future on threads that are there for nothing
 * else. No lock of the supervisor is held meanwhile, and none of its own threads is used.
 */
final class Callbacks {
    /** A listener that hangs must not have the supervisor remember the rest of its life. */
    private static final int MOST_WAITING = 10_000;

    private static final Duration IDLE_THREADS_END_AFTER = Duration.ofSeconds(10);

    private final ThreadPoolExecutor inOrder;
    private final ExecutorService apart;

    Callbacks(ThreadFactory threads) {
        this.inOrder =
                new ThreadPoolExecutor(
                        1,
                        1,
                        IDLE_THREADS_END_AFTER.toNanos(),
                        TimeUnit.NANOSECONDS,
                        new LinkedBlockingQueue<>(MOST_WAITING),
                        threads);
        inOrder.allowCoreThreadTimeOut(true);
        this.apart = Executors.newCachedThreadPool(threads);
    }

    /** Tells a listener, after all that was to be told before. False when too much waits. */
    boolean tell(Runnable notice) {
        try {
            inOrder.execute(notice);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Completes a future on which anything may hang. */
    void complete(Runnable completion) {
        try {
            apart.execute(completion);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // Where no thread can be had, a future that never completes would be worse.
            completion.run();
        }
    }

    /** Waits until all that was to be told has been told. */
    void awaitTold(Duration atMost) throws InterruptedException {
        CompletableFuture<Void> last = new CompletableFuture<>();
        if (tell(() -> last.complete(null))) {
            try {
                last.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException e) {
                return; // a listener takes its time, or waits for this very shutdown
            }
        }
    }
}
