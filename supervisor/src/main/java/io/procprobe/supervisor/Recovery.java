package io.procprobe.supervisor;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.PidBuffer;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessSample;
import io.procprobe.Status;
import io.procprobe.TextBuffer;
import io.procprobe.TokenKind;
import io.procprobe.supervisor.RecoveryReport.Pruned;
import io.procprobe.supervisor.RecoveryReport.Why;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who of a registry is still alive. A PID alone is never believed: who has the same identity is the
 * same, and who was about to be started when the supervisor ended is known by the cookie of that
 * start. Nobody is given up who could not be looked at: only who is known to have ended.
 */
final class Recovery {
    /** The clock of the start may have been set a little since. */
    private static final Duration SLACK = Duration.ofSeconds(10);

    private final ProcessProbe probe;
    private final Processes processes;
    private final TokenKind tokenKind;
    private final String bootId;
    private final List<RegistryEntry> alive = new ArrayList<>();
    private final List<RegistryEntry> undecided = new ArrayList<>();
    private final List<Pruned> pruned = new ArrayList<>();

    /** What is asked of the machine. */
    interface Processes {
        /** GONE also of a zombie. */
        Status check(ProcessId who);

        Status list(PidBuffer into);

        /** With identity, whether it is alive, and its start. */
        ProcessSample sample(long pid);

        /** The cookie of its start. */
        Status spawnId(ProcessId who, TextBuffer into);
    }

    private record Real(ProcessProbe probe) implements Processes {
        @Override
        public Status check(ProcessId who) {
            ProcessSample it = probe.sample(who, FieldSet.of(Field.ALIVE));
            boolean isZombie = it.status() == Status.OK && !it.alive().orElse(true);
            return isZombie ? Status.GONE : it.status();
        }

        @Override
        public Status list(PidBuffer into) {
            return probe.listPids(into);
        }

        @Override
        public ProcessSample sample(long pid) {
            return probe.sample(pid, FieldSet.of(Field.IDENTITY, Field.ALIVE, Field.START_TIME));
        }

        @Override
        public Status spawnId(ProcessId who, TextBuffer into) {
            return probe.text().environment(who, EnvironmentRules.SPAWN, into);
        }
    }

    /**
     * @param bootId of this start of the machine; null when it is not known
     */
    Recovery(ProcessProbe probe, String bootId) {
        this(probe, bootId, real(probe));
    }

    Recovery(ProcessProbe probe, String bootId, Processes processes) {
        this.probe = probe;
        this.tokenKind = probe.systemFacts().tokenKind();
        this.bootId = bootId;
        this.processes = processes;
    }

    static Processes real(ProcessProbe probe) {
        return new Real(probe);
    }

    void look(Registry.Found found) {
        boolean isAnotherBoot =
                bootId != null && found.bootId() != null && !bootId.equals(found.bootId());
        List<RegistryEntry> unstarted = new ArrayList<>();
        for (RegistryEntry entry : found.entries()) {
            if (isAnotherBoot) {
                prune(entry, Why.REBOOTED);
            } else if (entry.id() == null) {
                unstarted.add(entry);
            } else {
                check(entry);
            }
        }
        if (!unstarted.isEmpty()) {
            lookForStarted(unstarted);
        }
    }

    List<RegistryEntry> alive() {
        return alive;
    }

    List<Pruned> pruned() {
        return pruned;
    }

    /** What the registry is to have from now on. */
    List<RegistryEntry> remaining() {
        List<RegistryEntry> all = new ArrayList<>(alive);
        all.addAll(undecided);
        return all;
    }

    private void prune(RegistryEntry entry, Why why) {
        long pid = entry.id() == null ? 0 : entry.id().pid();
        pruned.add(new Pruned(pid, entry.tags(), why));
    }

    private void check(RegistryEntry entry) {
        Status status = processes.check(entry.id());
        if (status == Status.REPLACED) {
            prune(entry, Why.REPLACED);
        } else if (status == Status.GONE) {
            prune(entry, Why.GONE);
        } else if (entry.id().tokenKind() == tokenKind) {
            // Also who cannot be looked at: it may be alive, and signals go by identity.
            alive.add(entry);
        } else {
            prune(entry, Why.OTHER_TOKEN_KIND);
        }
    }

    /** Of those with the cookie of one start the oldest is it; the others it has started itself. */
    private void lookForStarted(List<RegistryEntry> unstarted) {
        Set<String> wanted = new HashSet<>();
        unstarted.forEach(entry -> wanted.add(entry.spawnId()));
        Map<String, ProcessSample> oldest = new HashMap<>();
        PidBuffer pids = probe.newPidBuffer(1024);
        TextBuffer text = probe.newTextBuffer(64);
        boolean isListed = processes.list(pids) == Status.OK;
        // The latest start of those who keep their environment to themselves.
        Instant hidden = isListed ? Instant.MIN : Instant.MAX;
        for (int i = 0; isListed && i < pids.size(); i++) {
            ProcessSample it = processes.sample(pids.pid(i));
            Status status = it.status();
            if (status == Status.OK && !it.alive().orElse(true)) {
                status = Status.GONE;
            } else if (status == Status.OK) {
                status =
                        it.id().isPresent()
                                ? processes.spawnId(it.id().get(), text)
                                : Status.UNKNOWN_IDENTITY;
            }
            if (status == Status.OK && wanted.contains(text.toString())) {
                oldest.merge(text.toString(), it, Recovery::older);
            } else if (!tellsApart(status)) {
                Instant start = it.startTime().orElse(Instant.MAX);
                hidden = start.isAfter(hidden) ? start : hidden;
            }
        }
        for (RegistryEntry entry : unstarted) {
            ProcessSample found = oldest.get(entry.spawnId());
            if (found != null) {
                alive.add(entry.alive(found.id().orElseThrow()));
            } else if (hidden.isBefore(entry.startedAt().minus(SLACK))) {
                prune(entry, Why.NEVER_STARTED);
            } else {
                undecided.add(entry);
                prune(entry, Why.UNKNOWN_START);
            }
        }
    }

    /** Whether it is certain that somebody carries a cookie, or does not. */
    private static boolean tellsApart(Status ofCookie) {
        return switch (ofCookie) {
            case OK, NOT_FOUND, GONE, REPLACED -> true;
            default -> false;
        };
    }

    private static ProcessSample older(ProcessSample one, ProcessSample other) {
        boolean isOlder = start(other) < start(one);
        boolean isSame = start(other) == start(one);
        // Within one tick of the clock tokens tell: the kernel gives them in ascending order.
        boolean hasLower =
                Long.compareUnsigned(
                                other.id().orElseThrow().startToken(),
                                one.id().orElseThrow().startToken())
                        < 0;
        return isOlder || (isSame && hasLower) ? other : one;
    }

    private static long start(ProcessSample of) {
        return of.startTime().map(time -> time.toEpochMilli()).orElse(Long.MAX_VALUE);
    }
}
