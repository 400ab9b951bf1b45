package io.procprobe.supervisor.service;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * The latest events of a service, which a listener is told in their order. So many are kept and no
 * more: a listener that is too slow misses the oldest.
 */
final class ServiceEvents {
    static final int KEPT = 64;

    private static final System.Logger LOGGER =
            System.getLogger(ServiceEvents.class.getPackageName());

    private final String service;
    private final Executor executor;
    private final Consumer<ServiceEvent> listener;
    private final ArrayDeque<ServiceEvent> kept = new ArrayDeque<>(KEPT);
    private long added;
    private long told;
    private boolean isTelling;

    ServiceEvents(String service, Executor executor, Consumer<ServiceEvent> listener) {
        this.service = service;
        this.executor = executor;
        this.listener = listener;
    }

    synchronized void add(ServiceState from, ServiceState to, String detail) {
        if (kept.size() == KEPT) {
            kept.removeFirst();
        }
        added++;
        kept.addLast(new ServiceEvent(added, Instant.now(), service, from, to, detail));
        if (!isTelling) {
            tellLater();
        }
    }

    synchronized List<ServiceEvent> latest() {
        return List.copyOf(kept);
    }

    private void tellLater() {
        try {
            executor.execute(this::tellAll);
            isTelling = true;
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            LOGGER.log(System.Logger.Level.DEBUG, "nobody is told of " + kept.getLast(), e);
        }
    }

    private void tellAll() {
        for (ServiceEvent event = next(); event != null; event = next()) {
            try {
                listener.accept(event);
            } catch (Throwable e) {
                LOGGER.log(System.Logger.Level.WARNING, "a listener failed at " + event, e);
            }
        }
    }

    /** Null when all have been told. */
    private synchronized ServiceEvent next() {
        for (ServiceEvent event : kept) {
            if (event.sequence() > told) {
                told = event.sequence();
                return event;
            }
        }
        isTelling = false;
        return null;
    }
}
