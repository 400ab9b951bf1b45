package io.procprobe.supervisor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Ends of the past, as many and as old as may be, and how many there were of each reason. */
final class History {
    private record Past(Ended how, long endedAtNanos) {}

    private final int most;
    private final long mostNanos;
    private final Deque<Past> ended = new ArrayDeque<>();
    private final Map<EndReason, Long> countByReason = new EnumMap<>(EndReason.class);

    History(int most, Duration longest) {
        this.most = most;
        this.mostNanos = longest.toNanos();
    }

    synchronized void add(Ended how) {
        countByReason.merge(how.reason(), 1L, Long::sum);
        ended.addLast(new Past(how, System.nanoTime()));
        trim();
    }

    private void trim() {
        long now = System.nanoTime();
        while (ended.size() > most
                || (!ended.isEmpty() && now - ended.peekFirst().endedAtNanos > mostNanos)) {
            ended.removeFirst();
        }
    }

    /** The oldest first. */
    synchronized List<Ended> ended() {
        trim();
        return ended.stream().map(Past::how).toList();
    }

    synchronized Map<EndReason, Long> countByReason() {
        return Map.copyOf(countByReason);
    }
}
