package io.procprobe.supervisor;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Tells listeners and the log what happens. What fails on the way is counted, and stops nothing.
 */
final class Notices {
    private static final System.Logger LOG = System.getLogger("io.procprobe.supervisor");

    private final List<SupervisorListener> listeners;
    private final Callbacks callbacks;
    private final AtomicLong failures = new AtomicLong();

    Notices(List<SupervisorListener> listeners, Callbacks callbacks) {
        this.listeners = List.copyOf(listeners);
        this.callbacks = callbacks;
    }

    long failures() {
        return failures.get();
    }

    void started(Supervised who, int concurrent) {
        LOG.log(Level.DEBUG, "started {0}, {1} alive", who, concurrent);
        tell(listener -> listener.onStarted(who, concurrent));
    }

    void ended(Ended how) {
        LOG.log(
                levelOf(how.reason()),
                "ended PID {0} {1}: {2} {3} after {4}, {5} alive",
                Long.toString(how.id().pid()),
                how.tags(),
                how.reason(),
                how.detail(),
                how.lived(),
                how.concurrent());
        tell(listener -> listener.onEnded(how));
    }

    /** Thousands may come and go in minutes, as they should: a server's log is for the others. */
    private static Level levelOf(EndReason reason) {
        return switch (reason) {
            case FINISHED, REQUESTED, REPLACED, SHUTDOWN -> Level.DEBUG;
            default -> Level.INFO;
        };
    }

    void memory(MemoryEvent event) {
        LOG.log(Level.WARNING, "memory: {0}", event);
        tell(listener -> listener.onMemory(event));
    }

    void warn(String what) {
        LOG.log(Level.WARNING, what);
    }

    /** Something that was to be done, and was not. */
    void failed(String what, Throwable why) {
        failures.incrementAndGet();
        LOG.log(Level.WARNING, what, why);
    }

    private void tell(Consumer<SupervisorListener> notice) {
        if (!listeners.isEmpty() && !callbacks.tell(() -> tellAll(notice))) {
            failures.incrementAndGet();
            LOG.log(Level.WARNING, "listeners are not told: too much waits to be told to them");
        }
    }

    private void tellAll(Consumer<SupervisorListener> notice) {
        for (SupervisorListener listener : listeners) {
            try {
                notice.accept(listener);
            } catch (Throwable e) {
                failed("a listener has failed", e);
            }
        }
    }
}
