package io.procprobe.supervisor;

import io.procprobe.ProcessProbe;
import io.procprobe.supervisor.reap.ReapPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What a supervisor is to be like. Made by {@link Supervisor#builder()}. */
public final class SupervisorBuilder {
    private static final int MOST_MEMORY_LIMITS = 64;

    ProcessProbe probe;
    Path registry;
    int mostLive = Integer.MAX_VALUE;
    int hardCap = Integer.MAX_VALUE;
    final Map<String, Integer> mostLiveByTag = new HashMap<>();
    Duration slotTimeout = Duration.ofSeconds(60);
    int breakerFailures = 3;
    Duration breakerQuick = Duration.ofSeconds(10);
    Duration breakerPause = Duration.ofSeconds(60);
    final Map<String, WhenTaken> unique = new HashMap<>();
    final Set<String> removedVariables = new HashSet<>();
    final List<String> removedPrefixes = new ArrayList<>();
    final List<ReapPolicy> policies = new ArrayList<>();
    final List<MemoryLimit> memoryLimits = new ArrayList<>();
    final List<SupervisorListener> listeners = new ArrayList<>();
    Duration deadline;
    Duration sweepInterval = Duration.ofSeconds(30);
    Duration grace = Duration.ofSeconds(5);
    int historyCount = 1_000;
    Duration historyAge = Duration.ofHours(1);

    SupervisorBuilder() {}

    /**
     * The probe to be used. By default the supervisor opens one, and closes it.
     *
     * @param by stays open when the supervisor is closed
     * @return this
     */
    public SupervisorBuilder probe(ProcessProbe by) {
        this.probe = Objects.requireNonNull(by, "by");
        return this;
    }

    /**
     * The file that remembers who is alive, so that a supervisor that begins later finds them.
     * Without one nobody is remembered.
     *
     * @param file is made when it is not there, with its folder; readable by its owner only. A file
     *     named after it, with ".lock", lies beside
     * @return this
     */
    public SupervisorBuilder registry(Path file) {
        this.registry = Objects.requireNonNull(file, "file");
        return this;
    }

    /**
     * How many processes may be alive at once. Who is started beyond that waits for a slot.
     *
     * @param processes 1 or more; no limit by default
     * @return this
     */
    public SupervisorBuilder mostLive(int processes) {
        this.mostLive = requirePositive(processes);
        return this;
    }

    /**
     * How many processes with the same value of a tag may be alive at once.
     *
     * @param tag the key of the tag
     * @param processes 1 or more
     * @return this
     */
    public SupervisorBuilder mostLivePerValueOf(String tag, int processes) {
        mostLiveByTag.put(Objects.requireNonNull(tag, "tag"), requirePositive(processes));
        return this;
    }

    /**
     * How many processes may be alive or wait for a slot, together. Beyond that they are refused at
     * once: what cannot be served is not to pile up either.
     *
     * @param processes 1 or more; no limit by default
     * @return this
     */
    public SupervisorBuilder hardCap(int processes) {
        this.hardCap = requirePositive(processes);
        return this;
    }

    /**
     * How long a start may wait for a slot; a minute by default.
     *
     * @param time zero: now or not at all
     * @return this
     */
    public SupervisorBuilder slotTimeout(Duration time) {
        this.slotTimeout = Times.requireNotNegative(time);
        return this;
    }

    /**
     * When processes of one kind are not started any more for a time.
     *
     * @param failures so many in a row, 3 by default; the kind is the tag {@link Tags#KIND}
     * @param quick a failure counts before the process has lived as long; 10 s by default
     * @param pause how long none is started then, and after that one on trial; 60 s by default
     * @return this
     */
    public SupervisorBuilder breaker(int failures, Duration quick, Duration pause) {
        this.breakerFailures = requirePositive(failures);
        this.breakerQuick = Times.requirePositive(quick);
        this.breakerPause = Times.requirePositive(pause);
        return this;
    }

    /**
     * One process at a time may have a value of this tag, such as a session.
     *
     * @param tag the key of the tag
     * @param then what becomes of a second one
     * @return this
     */
    public SupervisorBuilder unique(String tag, WhenTaken then) {
        unique.put(Objects.requireNonNull(tag, "tag"), Objects.requireNonNull(then, "then"));
        return this;
    }

    /**
     * A variable that children do not inherit.
     *
     * @param name its name
     * @return this
     */
    public SupervisorBuilder removeVariable(String name) {
        removedVariables.add(name);
        return this;
    }

    /**
     * Variables that children do not inherit.
     *
     * @param prefix what their names begin with; not empty
     * @return this
     */
    public SupervisorBuilder removeVariablesWithPrefix(String prefix) {
        if (prefix.isEmpty()) {
            throw new IllegalArgumentException("an empty prefix would remove all variables");
        }
        removedPrefixes.add(prefix);
        return this;
    }

    /**
     * Whom the reaper ends at each sweep. Several: whoever any of them gives a reason for.
     *
     * @param policy is asked by one thread at a time
     * @return this
     */
    public SupervisorBuilder policy(ReapPolicy policy) {
        policies.add(Objects.requireNonNull(policy, "policy"));
        return this;
    }

    /**
     * A limit of memory, looked at in each sweep.
     *
     * @param limit one of at most 64
     * @return this
     */
    public SupervisorBuilder memoryLimit(MemoryLimit limit) {
        if (memoryLimits.size() == MOST_MEMORY_LIMITS) {
            throw new IllegalStateException("there may be " + MOST_MEMORY_LIMITS + " limits");
        }
        memoryLimits.add(Objects.requireNonNull(limit, "limit"));
        return this;
    }

    /**
     * How long a process may run that says nothing else. It is asked to end once it has run for
     * longer, and killed when it does not; where there is a registry, the time goes on over
     * restarts of the supervisor.
     *
     * @param after more than zero; no limit by default
     * @return this
     */
    public SupervisorBuilder deadline(Duration after) {
        this.deadline = Times.requirePositive(after);
        return this;
    }

    /**
     * How often to look at everybody; 30 s by default. Exits are noticed at once, whatever this is.
     *
     * @param time more than zero
     * @return this
     */
    public SupervisorBuilder sweepInterval(Duration time) {
        this.sweepInterval = Times.requirePositive(time);
        return this;
    }

    /**
     * How long processes may take to end once they have been asked; 5 s by default.
     *
     * @param time zero kills at once
     * @return this
     */
    public SupervisorBuilder grace(Duration time) {
        this.grace = Times.requireNotNegative(time);
        return this;
    }

    /**
     * How many ends to remember, and for how long; 1,000 and an hour by default.
     *
     * @param most zero for none
     * @param longest zero or more
     * @return this
     */
    public SupervisorBuilder history(int most, Duration longest) {
        if (most < 0) {
            throw new IllegalArgumentException("a count is 0 or more, not " + most);
        }
        this.historyCount = most;
        this.historyAge = Times.requireNotNegative(longest);
        return this;
    }

    /**
     * Somebody who is to be told what happens.
     *
     * @param listener one of several
     * @return this
     */
    public SupervisorBuilder listener(SupervisorListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Reads the registry, takes up those who are still alive, and begins to sweep.
     *
     * @return to be closed by the caller, which ends all processes; see {@link
     *     Supervisor#recovered()} for what was found
     * @throws IOException when the registry cannot be read or written, or another supervisor has it
     */
    public Supervisor build() throws IOException {
        return new Supervisor(this);
    }

    private static int requirePositive(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("a number is 1 or more, not " + number);
        }
        return number;
    }
}
