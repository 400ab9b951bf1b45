package io.procprobe.supervisor;

import io.procprobe.ProcessProbe;
import io.procprobe.SystemFacts;
import io.procprobe.supervisor.MemoryEvent.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Compares memory with limits at each sweep. What is above a soft threshold stays so until it is a
 * tenth below: who is at the edge would be told every time. Where somebody is being ended already,
 * nobody else is until that has ended, or has not for so long that it may never.
 */
final class MemoryGuard {
    private static final int CLEARED_PERCENT = 90;

    /** What becomes of it. */
    interface Actions {
        void tell(MemoryEvent event);

        void end(Supervised who, String detail);
    }

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final LongSupplier headroom;
    private final long patienceNanos;
    private final List<Watched> all = new ArrayList<>();
    private volatile boolean isDegraded;

    MemoryGuard(ProcessProbe probe, List<MemoryLimit> limits) {
        this(limits, () -> headroom(probe.systemFacts()), PATIENCE);
    }

    /**
     * @param headroom how many bytes are left
     * @param patience how long an end may take before another one is ended
     */
    MemoryGuard(List<MemoryLimit> limits, LongSupplier headroom, Duration patience) {
        this.headroom = headroom;
        this.patienceNanos = patience.toNanos();
        limits.forEach(limit -> all.add(new Watched(limit)));
    }

    /** Whether anything is above a soft threshold. */
    boolean isDegraded() {
        return isDegraded;
    }

    /** Those who share a limit: the value of a tag, or the whole machine. */
    private static final class Group {
        private final String name;
        private int members;
        private long bytes;

        /** Of those that are not being ended, and are known to have any memory at all. */
        private Supervised largest;

        private boolean isBeingRelieved;
        private boolean wasBeingRelieved;
        private long relievedSinceNanos;
        private boolean isRaised;

        private Group(String name) {
            this.name = name;
        }

        private void clear() {
            members = 0;
            bytes = 0;
            largest = null;
            wasBeingRelieved = isBeingRelieved;
            isBeingRelieved = false;
        }

        private void add(Supervised who) {
            long its = who.lastSubtreeResidentBytes();
            members++;
            bytes += its;
            if (who.endReason() != null) {
                isBeingRelieved = true;
            } else if (its > (largest == null ? 0 : largest.lastSubtreeResidentBytes())) {
                largest = who;
            }
        }

        /** Once all have been added. */
        private void noteRelief() {
            if (isBeingRelieved && !wasBeingRelieved) {
                relievedSinceNanos = System.nanoTime();
            }
        }

        /**
         * Who is to be ended for it now. Null when nobody is left, or somebody is being ended: but
         * one that cannot be killed does not keep all others.
         */
        private Supervised next(long patienceNanos) {
            long now = System.nanoTime();
            if (isBeingRelieved && now - relievedSinceNanos < patienceNanos) {
                return null;
            }
            relievedSinceNanos = now;
            return largest;
        }
    }

    /** A limit with whom it is about. */
    private static final class Watched {
        private final MemoryLimit limit;
        private final Map<String, Group> byValue = new HashMap<>();

        /** The same in a list: to walk a map allocates. */
        private final List<Group> groups = new ArrayList<>();

        private Watched(MemoryLimit limit) {
            this.limit = limit;
        }

        private Group of(String value, String name) {
            Group group = byValue.get(value);
            if (group == null) {
                group = new Group(name);
                byValue.put(value, group);
                groups.add(group);
            }
            return group;
        }

        /** Values that nobody has any more are forgotten. */
        private void forgetEmpty() {
            for (int i = groups.size() - 1; i >= 0; i--) {
                if (groups.get(i).members == 0 && !groups.get(i).isRaised) {
                    Group gone = groups.remove(i);
                    byValue.values().remove(gone);
                }
            }
        }
    }

    /** After their memory has been read. Allocates nothing while nothing crosses a threshold. */
    void examine(List<Supervised> living, Actions actions) {
        boolean degraded = false;
        for (int i = 0; i < all.size(); i++) {
            Watched each = all.get(i);
            degraded |=
                    switch (each.limit.scope()) {
                        case PROCESS -> examineEach(each.limit, i, living, actions);
                        case GROUP -> examineGroups(each, living, actions);
                        case HEADROOM -> examineHeadroom(each, living, actions);
                    };
        }
        isDegraded = degraded;
    }

    private boolean examineEach(
            MemoryLimit limit, int index, List<Supervised> living, Actions actions) {
        boolean isAnyRaised = false;
        for (int i = 0; i < living.size(); i++) {
            Supervised who = living.get(i);
            long bytes = who.lastSubtreeResidentBytes();
            boolean wasRaised = who.isMemoryRaised(index);
            boolean isRaised = isAbove(bytes, limit.softBytes(), wasRaised);
            if (isRaised != wasRaised) {
                who.noteMemoryRaised(index, isRaised);
                actions.tell(event(isRaised, "PID " + who.pid(), bytes, limit.softBytes()));
            }
            if (bytes > limit.hardBytes() && who.endReason() == null) {
                endFor(who, "PID " + who.pid(), bytes, limit, actions);
            }
            isAnyRaised |= isRaised;
        }
        return isAnyRaised;
    }

    private boolean examineGroups(Watched watched, List<Supervised> living, Actions actions) {
        String tag = watched.limit.tag();
        for (int i = 0; i < watched.groups.size(); i++) {
            watched.groups.get(i).clear();
        }
        for (int i = 0; i < living.size(); i++) {
            String value = living.get(i).tags().get(tag);
            if (value != null) {
                Group known = watched.byValue.get(value);
                (known == null ? watched.of(value, tag + "=" + value) : known).add(living.get(i));
            }
        }
        boolean isAnyRaised = false;
        for (int i = 0; i < watched.groups.size(); i++) {
            Group group = watched.groups.get(i);
            group.noteRelief();
            boolean isRaised = isAbove(group.bytes, watched.limit.softBytes(), group.isRaised);
            if (isRaised != group.isRaised) {
                group.isRaised = isRaised;
                actions.tell(event(isRaised, group.name, group.bytes, watched.limit.softBytes()));
            }
            if (group.bytes > watched.limit.hardBytes()) {
                relieve(group, group.bytes, watched.limit, actions);
            }
            isAnyRaised |= isRaised;
        }
        watched.forgetEmpty();
        return isAnyRaised;
    }

    private boolean examineHeadroom(Watched watched, List<Supervised> living, Actions actions) {
        Group host = watched.of("", "host");
        host.clear();
        for (int i = 0; i < living.size(); i++) {
            host.add(living.get(i));
        }
        host.noteRelief();
        long left = headroom.getAsLong();
        long soft = watched.limit.softBytes();
        boolean isRaised = host.isRaised ? left * CLEARED_PERCENT / 100 <= soft : left < soft;
        if (isRaised != host.isRaised) {
            host.isRaised = isRaised;
            actions.tell(event(isRaised, "host", left, soft));
        }
        if (left < watched.limit.hardBytes()) {
            relieve(host, left, watched.limit, actions);
        }
        return isRaised;
    }

    private void relieve(Group group, long bytes, MemoryLimit limit, Actions actions) {
        Supervised who = group.next(patienceNanos);
        if (who != null) {
            endFor(who, group.name, bytes, limit, actions);
        }
    }

    /** What is not known limits nothing. */
    private static long headroom(SystemFacts facts) {
        long machine = facts.memoryAvailableBytes().orElse(Long.MAX_VALUE / 100);
        boolean isLimited =
                facts.cgroupMemoryLimitBytes().isPresent()
                        && facts.cgroupMemoryUsedBytes().isPresent();
        long group =
                isLimited
                        ? facts.cgroupMemoryLimitBytes().getAsLong()
                                - facts.cgroupMemoryUsedBytes().getAsLong()
                        : machine;
        return Math.max(0, Math.min(machine, group));
    }

    private static boolean isAbove(long bytes, long soft, boolean wasAbove) {
        return wasAbove ? bytes >= soft / 100 * CLEARED_PERCENT : bytes > soft;
    }

    private static MemoryEvent event(boolean isRaised, String subject, long bytes, long threshold) {
        return new MemoryEvent(isRaised ? Level.SOFT : Level.CLEARED, subject, bytes, threshold);
    }

    private static void endFor(
            Supervised who, String subject, long bytes, MemoryLimit limit, Actions actions) {
        actions.tell(new MemoryEvent(Level.HARD, subject, bytes, limit.hardBytes()));
        boolean isHeadroom = limit.scope() == MemoryLimit.Scope.HEADROOM;
        actions.end(
                who,
                subject
                        + (isHeadroom ? " has " : " uses ")
                        + bytes
                        + (isHeadroom ? " bytes left, less than " : " bytes, more than ")
                        + limit.hardBytes());
    }
}
