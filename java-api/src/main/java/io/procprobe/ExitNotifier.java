package io.procprobe;

import io.procprobe.internal.binding.NativeBinding;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * Completes futures when processes end: one watch that reads nothing but exits, and one daemon
 * thread that waits for them. One for each binding in use, so one for a JVM.
 */
final class ExitNotifier {
    private static final int EXITS_AT_ONCE = 64;

    private static final Map<NativeBinding, ExitNotifier> BY_BINDING = new HashMap<>();

    private final ProcessWatch watch;
    private final ExitBuffer exits;

    /** By slot. Its lock also joins tracking a process with knowing whom to tell. */
    private final Map<Long, CompletableFuture<ProcessExit>> waiting = new HashMap<>();

    /** Guarded by that lock. */
    private boolean hasGivenUp;

    private ExitNotifier(ProcessProbe probe) {
        this.watch = probe.newWatchBuilder().fields(FieldSet.NONE).open();
        this.exits = probe.newExitBuffer(EXITS_AT_ONCE);
    }

    /** The one of this probe's binding; its thread starts with the first call. */
    static ExitNotifier of(ProcessProbe probe) {
        synchronized (BY_BINDING) {
            ExitNotifier known = BY_BINDING.get(probe.binding());
            if (known == null) {
                known = new ExitNotifier(probe);
                Thread thread = new Thread(known::run, "procprobe-exits");
                thread.setDaemon(true);
                known.startOrClose(thread);
                BY_BINDING.put(probe.binding(), known);
            }
            return known;
        }
    }

    /** Where no thread can be started, the next call begins anew, and this one holds nothing. */
    private void startOrClose(Thread thread) {
        boolean isStarted = false;
        try {
            thread.start();
            isStarted = true;
        } finally {
            if (!isStarted) {
                watch.close();
            }
        }
    }

    CompletableFuture<ProcessExit> onExit(ProcessId process) {
        CompletableFuture<ProcessExit> future = new CompletableFuture<>();
        long slot;
        synchronized (waiting) {
            if (hasGivenUp) {
                future.completeExceptionally(new IOException("the end cannot be awaited"));
                return future;
            }
            slot = watch.add(process);
            if (slot >= 0) {
                waiting.put(slot, future);
            }
        }
        if (slot >= 0) {
            CompletableFuture<ProcessExit> unused =
                    future.whenComplete((exit, failure) -> forget(slot));
            // A wait that is under way may not look for those that it was not told of.
            watch.wake();
        } else {
            answerAtOnce(process, ProcessWatch.statusOf(slot), future);
        }
        return future;
    }

    private static void answerAtOnce(
            ProcessId process, Status status, CompletableFuture<ProcessExit> future) {
        if (status == Status.GONE || status == Status.REPLACED) {
            future.complete(
                    new ProcessExit(
                            process.pid(),
                            Optional.of(process),
                            OptionalInt.empty(),
                            OptionalLong.empty(),
                            Instant.now()));
        } else {
            future.completeExceptionally(
                    new IOException(
                            "the end of PID "
                                    + process.pid()
                                    + " cannot be awaited: "
                                    + status.meaning()));
        }
    }

    /** Completed, by us or by the caller who has cancelled it. */
    private void forget(long slot) {
        synchronized (waiting) {
            if (waiting.remove(slot) != null) {
                watch.remove(slot);
            }
        }
    }

    private void run() {
        try {
            while (true) {
                if (watch.await(exits) == Status.OK) {
                    for (int row = 0; row < exits.rows(); row++) {
                        tell(row);
                    }
                }
            }
        } catch (RuntimeException | Error e) {
            // Out of memory, mostly. Whoever waits is told so, and the next call begins anew.
            giveUp(e);
        }
    }

    private void tell(int row) {
        CompletableFuture<ProcessExit> future;
        synchronized (waiting) {
            future = waiting.get(exits.slot(row));
        }
        if (future != null) {
            future.complete(exits.toExit(row));
        }
    }

    private void giveUp(Throwable cause) {
        synchronized (BY_BINDING) {
            BY_BINDING.values().remove(this);
        }
        List<CompletableFuture<ProcessExit>> untold;
        synchronized (waiting) {
            hasGivenUp = true;
            untold = List.copyOf(waiting.values());
            waiting.clear();
        }
        for (CompletableFuture<ProcessExit> future : untold) {
            future.completeExceptionally(new IOException("the end cannot be awaited", cause));
        }
        watch.close();
    }
}
