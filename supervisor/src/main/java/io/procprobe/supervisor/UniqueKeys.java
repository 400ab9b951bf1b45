package io.procprobe.supervisor;

import io.procprobe.supervisor.SpawnRefusedException.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tags whose values one process at a time may have. Whoever comes second is refused, or has the
 * first one ended and waits until that is verified: two are never alive, nor being started,
 * together.
 */
final class UniqueKeys {
    private final Map<String, WhenTaken> whenTaken;

    /**
     * Who has a key stands first, behind it who waits for it. Keys that nobody has are not there.
     */
    private final Map<String, Deque<Hold>> queues = new HashMap<>();

    private boolean isClosed;

    UniqueKeys(Map<String, WhenTaken> whenTaken) {
        this.whenTaken = Map.copyOf(whenTaken);
    }

    /** All unique keys of one process, from before its start until its end has been verified. */
    final class Hold {
        private final List<String> keys;
        private final CompletableFuture<Hold> future = new CompletableFuture<>();
        private Runnable end = () -> {};
        private boolean isGone;

        private Hold(List<String> keys) {
            this.keys = keys;
        }

        /**
         * How it is to be ended when somebody else wants its keys; at once where one waits already,
         * and never where it has been released before: its process has ended by itself.
         */
        void onReplaced(Runnable endIt) {
            boolean isWanted;
            synchronized (UniqueKeys.this) {
                end = endIt;
                isWanted = !isGone && keys.stream().anyMatch(key -> queues.get(key).size() > 1);
            }
            if (isWanted) {
                endIt.run();
            }
        }

        /** Only once; who waits behind it comes next. */
        void release() {
            List<Hold> next = new ArrayList<>();
            List<Runnable> ends = new ArrayList<>();
            synchronized (UniqueKeys.this) {
                if (isGone) {
                    return;
                }
                isGone = true;
                for (String key : keys) {
                    Deque<Hold> queue = queues.get(key);
                    queue.remove(this);
                    if (queue.isEmpty()) {
                        queues.remove(key);
                    } else {
                        // It may have been taken out of turn, and others wait for its end too.
                        ends.add(queue.size() > 1 ? queue.peek().end : () -> {});
                        if (queue.peek().isFirst()) {
                            next.add(queue.peek());
                        }
                    }
                }
            }
            // One that has been given up meanwhile is released by that, and serves the next.
            next.forEach(hold -> hold.future.complete(hold));
            ends.forEach(Runnable::run);
        }

        private boolean isFirst() {
            return keys.stream().allMatch(key -> queues.get(key).peek() == this);
        }
    }

    /** Completes when all unique keys among the tags are its own, or with a refusal. */
    CompletableFuture<Hold> reserve(Tags tags) {
        Hold hold = new Hold(keysOf(tags));
        List<Runnable> ends = new ArrayList<>();
        List<Hold> outdone = List.of();
        SpawnRefusedException refusal;
        boolean isFirst = false;
        synchronized (this) {
            refusal = refusal(tags);
            if (refusal == null) {
                outdone = waitingFor(hold.keys);
                for (String key : hold.keys) {
                    Deque<Hold> queue = queues.computeIfAbsent(key, it -> new ArrayDeque<>());
                    queue.add(hold);
                    ends.add(queue.peek().end);
                }
                isFirst = hold.isFirst();
            }
        }
        if (refusal != null) {
            hold.future.completeExceptionally(refusal);
            return hold.future;
        }
        // Whoever stops waiting leaves the queues.
        CompletableFuture<Hold> unused =
                hold.future.whenComplete(
                        (own, failure) -> {
                            if (failure != null) {
                                hold.release();
                            }
                        });
        // Of a storm of starts only the last one counts: the others would only be ended again.
        outdone.forEach(
                each ->
                        each.future.completeExceptionally(
                                new SpawnRefusedException(Reason.TAKEN, "another one came later")));
        if (isFirst) {
            hold.future.complete(hold);
        } else {
            ends.forEach(Runnable::run);
        }
        return hold.future;
    }

    private List<Hold> waitingFor(List<String> keys) {
        return keys.stream()
                .flatMap(key -> queues.getOrDefault(key, new ArrayDeque<>()).stream())
                .filter(hold -> !hold.future.isDone() && !hold.isFirst())
                .distinct()
                .toList();
    }

    /** How many wait for somebody else's end. */
    synchronized int waiting() {
        return waitingFor(List.copyOf(queues.keySet())).size();
    }

    /** Refuses those who wait and all who come: whom they wait for may never end. */
    void close() {
        List<Hold> refused;
        synchronized (this) {
            isClosed = true;
            refused = waitingFor(List.copyOf(queues.keySet()));
        }
        refused.forEach(hold -> hold.future.completeExceptionally(shutDown()));
    }

    private static SpawnRefusedException shutDown() {
        return new SpawnRefusedException(Reason.SHUTDOWN, "the supervisor shuts down");
    }

    /** Waits for what {@link #reserve} gives; who gives up holds nothing. */
    static Hold await(CompletableFuture<Hold> reserved, Duration atMost)
            throws InterruptedException, SpawnRefusedException {
        boolean isHeld = false;
        try {
            Hold hold = reserved.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            isHeld = true;
            return hold;
        } catch (TimeoutException e) {
            throw new SpawnRefusedException(
                    Reason.TAKEN, "who has a unique tag of it has not ended within " + atMost);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SpawnRefusedException refusal) {
                throw refusal;
            }
            throw new IllegalStateException(e);
        } finally {
            if (!isHeld && !reserved.cancel(false) && !reserved.isCompletedExceptionally()) {
                reserved.join().release();
            }
        }
    }

    /** For one that is alive already, and has the keys whoever else may. */
    synchronized Hold take(Tags tags) {
        Hold hold = new Hold(keysOf(tags));
        hold.keys.forEach(
                key -> queues.computeIfAbsent(key, it -> new ArrayDeque<>()).addFirst(hold));
        return hold;
    }

    private List<String> keysOf(Tags tags) {
        return tags.asMap().entrySet().stream()
                .filter(each -> whenTaken.containsKey(each.getKey()))
                .map(each -> each.getKey() + "=" + each.getValue())
                .toList();
    }

    private SpawnRefusedException refusal(Tags tags) {
        if (isClosed) {
            return shutDown();
        }
        for (Map.Entry<String, WhenTaken> each : whenTaken.entrySet()) {
            String value = tags.get(each.getKey());
            String key = each.getKey() + "=" + value;
            if (value != null && each.getValue() == WhenTaken.REFUSE && queues.containsKey(key)) {
                return new SpawnRefusedException(
                        Reason.TAKEN, "a process with " + key + " is alive, or being started");
            }
        }
        return null;
    }
}
