package io.procprobe.supervisor;

import io.procprobe.supervisor.SpawnRefusedException.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * How many processes may be alive at once: overall, and for each value of a tag. Whoever waits is
 * served in order; one that a tag holds up lets others pass that have nothing to do with it.
 *
 * <p>Futures are completed without the lock: what depends on them may take a slot or give one back.
 */
final class Slots {
    private final int most;
    private final int hardCap;
    private final Map<String, Integer> mostByTag;
    private final Set<Waiter> waiters = new LinkedHashSet<>();

    /** Taken for each tag with a limit and its value; without an entry, none. */
    private final Map<String, Map<String, Integer>> takenByTag = new HashMap<>();

    private int taken;
    private int peak;
    private boolean isClosed;

    /** A place among the living. */
    final class Permit {
        private final Tags tags;
        private boolean isGiven = true;

        private Permit(Tags tags) {
            this.tags = tags;
        }

        /** Only once; the first waiter that it suits gets it. */
        void giveBack() {
            List<Waiter> served;
            synchronized (Slots.this) {
                if (!isGiven) {
                    return;
                }
                isGiven = false;
                count(tags, -1);
                served = serve();
            }
            complete(served);
        }
    }

    /** Cancelled by its owner, it leaves the queue, or gives back what it has just been given. */
    private final class Waiter extends CompletableFuture<Permit> {
        private final Tags tags;
        private Permit permit;

        private Waiter(Tags tags) {
            this.tags = tags;
        }

        private void leaveUnlessServed() {
            synchronized (Slots.this) {
                waiters.remove(this);
            }
        }
    }

    /**
     * @param most alive at once, before others wait
     * @param hardCap alive and waiting together, before others are refused
     * @param mostByTag alive at once with the same value of this tag
     */
    Slots(int most, int hardCap, Map<String, Integer> mostByTag) {
        this.most = most;
        this.hardCap = hardCap;
        this.mostByTag = Map.copyOf(mostByTag);
    }

    /** Completes in order with a permit, or with a refusal. To cancel it leaves the queue. */
    CompletableFuture<Permit> acquire(Tags tags) {
        Waiter waiter = new Waiter(tags);
        // Whatever ends the wait: a permit, a timeout, a cancel.
        CompletableFuture<Permit> unused =
                waiter.whenComplete((permit, failure) -> waiter.leaveUnlessServed());
        List<Waiter> served = List.of();
        SpawnRefusedException refusal = null;
        synchronized (this) {
            if (isClosed) {
                refusal = shutDown();
            } else if (taken + waiters.size() >= hardCap) {
                refusal = beyondHardCap(waiters.size());
            } else {
                waiters.add(waiter);
                served = serve();
            }
        }
        if (refusal != null) {
            waiter.completeExceptionally(refusal);
        }
        complete(served);
        return waiter;
    }

    /**
     * Refuses where so many hold or want a slot already, some of whom do not wait here yet.
     *
     * @param waitingElsewhere who will come here
     */
    synchronized void refuseBeyondHardCap(int waitingElsewhere) throws SpawnRefusedException {
        if (taken + waiters.size() + waitingElsewhere >= hardCap) {
            throw beyondHardCap(waiters.size() + waitingElsewhere);
        }
    }

    private SpawnRefusedException beyondHardCap(int waiting) {
        return new SpawnRefusedException(
                Reason.HARD_CAP,
                taken
                        + " processes are alive and "
                        + waiting
                        + " wait to be started: no more than "
                        + hardCap
                        + " together may");
    }

    /** For one that is alive already, whatever the limits say. */
    synchronized Permit take(Tags tags) {
        count(tags, 1);
        return new Permit(tags);
    }

    synchronized int taken() {
        return taken;
    }

    synchronized int waiting() {
        return waiters.size();
    }

    /** The most that were ever taken at once. */
    synchronized int peak() {
        return peak;
    }

    /** Refuses those who wait and all who come. */
    void close() {
        List<Waiter> refused;
        synchronized (this) {
            isClosed = true;
            refused = new ArrayList<>(waiters);
            waiters.clear();
        }
        refused.forEach(waiter -> waiter.completeExceptionally(shutDown()));
    }

    private static SpawnRefusedException shutDown() {
        return new SpawnRefusedException(Reason.SHUTDOWN, "the supervisor shuts down");
    }

    private List<Waiter> serve() {
        List<Waiter> served = new ArrayList<>();
        Iterator<Waiter> queue = waiters.iterator();
        while (taken < most && queue.hasNext()) {
            Waiter waiter = queue.next();
            if (fits(waiter.tags)) {
                queue.remove();
                count(waiter.tags, 1);
                waiter.permit = new Permit(waiter.tags);
                served.add(waiter);
            }
        }
        return served;
    }

    private static void complete(List<Waiter> served) {
        for (Waiter waiter : served) {
            if (!waiter.complete(waiter.permit)) {
                waiter.permit.giveBack();
            }
        }
    }

    private boolean fits(Tags tags) {
        for (Map.Entry<String, Integer> limit : mostByTag.entrySet()) {
            String value = tags.get(limit.getKey());
            if (value != null && taken(limit.getKey(), value) >= limit.getValue()) {
                return false;
            }
        }
        return true;
    }

    private int taken(String tag, String value) {
        return takenByTag.getOrDefault(tag, Map.of()).getOrDefault(value, 0);
    }

    private void count(Tags tags, int change) {
        taken += change;
        peak = Math.max(peak, taken);
        for (String tag : mostByTag.keySet()) {
            String value = tags.get(tag);
            if (value != null) {
                takenByTag
                        .computeIfAbsent(tag, key -> new HashMap<>())
                        .merge(value, change, Slots::sumOrNothing);
            }
        }
    }

    /** Values that nobody has are forgotten: there may be any number of them over time. */
    private static Integer sumOrNothing(Integer before, Integer change) {
        int sum = before + change;
        return sum == 0 ? null : sum;
    }
}
