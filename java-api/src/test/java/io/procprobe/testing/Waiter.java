package io.procprobe.testing;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * A thread that makes one call that waits in the system, of which a test can know that it does.
 *
 * @param <T> what the call returns
 */
public final class Waiter<T> {
    private static final long END_SECONDS = 60;

    private final FutureTask<T> call;
    private final Thread thread;

    /** Starts it. */
    public Waiter(Callable<T> call) {
        this.call = new FutureTask<>(call);
        this.thread = new Thread(this.call, "waiter");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns once it waits in the library, below the method of a binding with this name. */
    public Waiter<T> awaitIn(String method) throws Exception {
        Await.until(
                "a thread waits in " + method,
                () -> {
                    if (call.isDone()) {
                        throw new AssertionError("it does not wait but gave " + call.get());
                    }
                    return isIn(method);
                });
        return this;
    }

    /** Returns once it waits for another thread. */
    public Waiter<T> awaitBlocked() throws Exception {
        Await.until(
                "a thread waits for another",
                () ->
                        thread.getState() == Thread.State.TIMED_WAITING
                                || thread.getState() == Thread.State.WAITING);
        return this;
    }

    private boolean isIn(String method) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals(method));
    }

    /** Interrupts it. */
    public void interrupt() {
        thread.interrupt();
    }

    /** What the call has returned or thrown, as its cause. */
    public T get() throws Exception {
        return call.get(END_SECONDS, TimeUnit.SECONDS);
    }
}
