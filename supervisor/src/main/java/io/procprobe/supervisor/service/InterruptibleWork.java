package io.procprobe.supervisor.service;

/**
 * Work for another thread, which may be interrupted while it is at it, and only then: the thread
 * has other work later.
 */
final class InterruptibleWork implements Runnable {
    private final Runnable work;
    private Thread thread;
    private boolean hasBegun;
    private boolean isAbandoned;

    InterruptibleWork(Runnable work) {
        this.work = work;
    }

    @Override
    public void run() {
        synchronized (this) {
            if (isAbandoned) {
                return;
            }
            hasBegun = true;
            thread = Thread.currentThread();
        }
        try {
            work.run();
        } finally {
            synchronized (this) {
                thread = null;
            }
            // An interrupt that came too late was not meant for what comes next.
            Thread.interrupted();
        }
    }

    /**
     * Interrupts it.
     *
     * @return true when it has not begun; it never will
     */
    synchronized boolean interrupt() {
        isAbandoned |= !hasBegun;
        if (thread != null) {
            thread.interrupt();
        }
        return isAbandoned;
    }
}
