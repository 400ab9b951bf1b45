package io.procprobe.agent.event;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The last events. Threads: any number. */
public final class EventRing {
    /** How many are kept. */
    public static final int CAPACITY = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Event> events = new ArrayDeque<>(CAPACITY);
    private long last;

    /**
     * Some events, and from where on to ask for more.
     *
     * @param last the id of the newest that there was
     * @param events in their order
     */
    public record Reading(long last, List<Event> events) {}

    /** An empty one. */
    public EventRing() {}

    /**
     * Adds an event, and forgets the oldest one when there are too many.
     *
     * @param event gets the next id
     */
    public void add(Event event) {
        lock.lock();
        try {
            if (events.size() == CAPACITY) {
                events.removeFirst();
            }
            events.addLast(event.withId(++last));
        } finally {
            lock.unlock();
        }
    }

    /**
     * The id of the newest.
     *
     * @return 0 when there was none
     */
    public long last() {
        lock.lock();
        try {
            return last;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The newest events, in their order.
     *
     * @param since only those with a greater id
     * @param limit at most so many, the newest
     * @return a copy, with the id of the newest at that moment
     */
    public Reading since(long since, int limit) {
        lock.lock();
        try {
            List<Event> found = new ArrayList<>();
            Iterator<Event> newestFirst = events.descendingIterator();
            while (newestFirst.hasNext() && found.size() < limit) {
                Event event = newestFirst.next();
                if (event.id() <= since) {
                    break;
                }
                found.add(event);
            }
            Collections.reverse(found);
            return new Reading(last, found);
        } finally {
            lock.unlock();
        }
    }
}
