package io.procprobe.supervisor.reap;

import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The usual policies. To be combined: {@code childOf(pid).and(idle(0.01, Duration.ofMinutes(2)))}.
 *
 * <p>What is not known of a process never chooses it.
 */
public final class ReapPolicies {
    /**
     * The variable that all processes of a supervisor have in their environment, and so has what
     * they start; its value is the supervisor's, the same over restarts where there is a registry.
     */
    public static final String SUPERVISOR_VARIABLE = "PROCPROBE_SUPERVISOR";

    private ReapPolicies() {}

    /**
     * Those whose original parent is gone, as {@link ReapSubject#isOrphan} says.
     *
     * @return a policy
     */
    public static ReapPolicy orphaned() {
        return new PlainPolicy(
                ReapSubject::isOrphan, subject -> "orphaned: its original parent is gone");
    }

    /**
     * Those whose CPU load has been low in all examinations for some time, which counts from the
     * first one that saw it low. With a memory of its own: for one reaper.
     *
     * @param maxLoad at most this is low; 1.0 is one core
     * @param atLeast for so long; zero chooses whoever is idle now
     * @return a policy
     */
    public static ReapPolicy idle(double maxLoad, Duration atLeast) {
        if (!(maxLoad >= 0)) {
            throw new IllegalArgumentException("a load is zero or more, not " + maxLoad);
        }
        return new IdlePolicy(maxLoad, nanosOf(atLeast));
    }

    /**
     * Those whose parent has this PID now, whoever that is.
     *
     * @param pid a PID
     * @return a policy
     */
    public static ReapPolicy childOf(long pid) {
        return new PlainPolicy(
                subject -> subject.parentPid() == pid, subject -> "a child of PID " + pid);
    }

    /**
     * Those whose parent is this very process.
     *
     * @param parent a process
     * @return a policy
     */
    public static ReapPolicy childOf(ProcessId parent) {
        Objects.requireNonNull(parent, "parent");
        return new PlainPolicy(
                subject -> subject.isChildOf(parent), subject -> "a child of PID " + parent.pid());
    }

    /**
     * Those that are older than this: not those of exactly this age.
     *
     * @param age zero or more
     * @return a policy
     */
    public static ReapPolicy olderThan(Duration age) {
        long nanos = nanosOf(age);
        return new PlainPolicy(
                subject -> subject.ageNanos() > nanos,
                subject ->
                        Amounts.time(subject.ageNanos())
                                + " old, more than "
                                + Amounts.time(nanos));
    }

    /**
     * Those that hold more resident memory than this.
     *
     * @param bytes zero or more
     * @return a policy
     */
    public static ReapPolicy residentAbove(long bytes) {
        requireSize(bytes);
        return new PlainPolicy(
                subject -> subject.hasResident() && subject.residentBytes() > bytes,
                subject ->
                        Amounts.bytes(subject.residentBytes())
                                + " resident, more than "
                                + Amounts.bytes(bytes));
    }

    /**
     * Those that hold more resident memory than this together with all of their descendants.
     *
     * @param bytes zero or more
     * @return a policy
     */
    public static ReapPolicy subtreeResidentAbove(long bytes) {
        requireSize(bytes);
        return new PlainPolicy(
                subject -> subject.subtreeResidentBytes() > bytes,
                subject ->
                        Amounts.bytes(subject.subtreeResidentBytes())
                                + " resident in its tree, more than "
                                + Amounts.bytes(bytes));
    }

    /**
     * Of the registered processes that share a value of a tag, those beyond a number: the idlest
     * first, then the oldest, and no more than the excess. With a memory of its own: for one
     * reaper.
     *
     * @param most how many may live for each value; zero or more
     * @param tagKey the key of the tag
     * @return a policy
     */
    public static ReapPolicy moreThan(int most, String tagKey) {
        if (most < 0) {
            throw new IllegalArgumentException("a number is zero or more, not " + most);
        }
        return new CrowdPolicy(most, Objects.requireNonNull(tagKey, "tagKey"));
    }

    /**
     * Those whose name fits a pattern. Names are short: Linux cuts them after 15 bytes.
     *
     * @param glob {@code *} stands for anything and {@code ?} for one character
     * @return a policy
     */
    public static ReapPolicy named(String glob) {
        Glob pattern = new Glob(glob);
        return new PlainPolicy(
                pattern::matches, subject -> "its name is " + subject.name() + ", as " + glob);
    }

    /**
     * The registered ones with a tag.
     *
     * @param key its key
     * @param value its value
     * @return a policy
     */
    public static ReapPolicy tagged(String key, String value) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        return new PlainPolicy(
                subject -> subject.isRegistered() && subject.tags().has(key, value),
                subject -> "tagged " + key + "=" + value);
    }

    /**
     * Those that carry our cookie, but are in no registered process's tree.
     *
     * @return a policy
     */
    public static ReapPolicy unregistered() {
        return unregistered(Duration.ZERO);
    }

    /**
     * Those that carry our cookie, but have been in no registered process's tree for some time: for
     * registries that may not know yet who has just been started. With a memory of its own: for one
     * reaper.
     *
     * @param atLeast for so long, from the first examination that saw it so
     * @return a policy
     */
    public static ReapPolicy unregistered(Duration atLeast) {
        return new StrayPolicy(nanosOf(atLeast));
    }

    /**
     * Those that were started with this variable in their environment. Takes the memory lock of the
     * process that is asked about, and needs the right to trace it: not for sweeps, and best the
     * last one of those that are combined.
     *
     * @param probe an open probe
     * @param name 1 to 255 bytes without '='
     * @param value the whole value
     * @return a policy
     */
    public static ReapPolicy startedWith(ProcessProbe probe, String name, String value) {
        if (name.isEmpty() || name.indexOf('=') >= 0) {
            throw new IllegalArgumentException("a variable has a name without '=': " + name);
        }
        return new StartedWithPolicy(probe, name, value);
    }

    private static void requireSize(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size is zero or more, not " + bytes);
        }
    }

    private static long nanosOf(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("a duration is zero or more, not " + time);
        }
        return TimeUnit.NANOSECONDS.convert(time);
    }
}
