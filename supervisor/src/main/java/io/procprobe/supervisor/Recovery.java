package io.procprobe.supervisor;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.PidBuffer;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessSample;
import io.procprobe.Status;
import io.procprobe.TextBuffer;
import io.procprobe.supervisor.RecoveryReport.Pruned;
import io.procprobe.supervisor.RecoveryReport.Why;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who of a registry is still alive. A PID alone is never believed: who has the same identity is the
 * same, and who was about to be started when the supervisor ended is known by the cookie of that
 * start.
 */
final class Recovery {
    private final ProcessProbe probe;
    private final String bootId;
    private final List<RegistryEntry> alive = new ArrayList<>();
    private final List<Pruned> pruned = new ArrayList<>();

    /**
     * @param bootId of this start of the machine; null when it is not known
     */
    Recovery(ProcessProbe probe, String bootId) {
        this.probe = probe;
        this.bootId = bootId;
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

    private void prune(RegistryEntry entry, Why why) {
        long pid = entry.id() == null ? 0 : entry.id().pid();
        pruned.add(new Pruned(pid, entry.tags(), why));
    }

    private void check(RegistryEntry entry) {
        ProcessSample it = probe.sample(entry.id(), FieldSet.of(Field.ALIVE));
        if (it.status() == Status.REPLACED) {
            prune(entry, Why.REPLACED);
        } else if (it.status() == Status.GONE || !it.alive().orElse(true)) {
            prune(entry, Why.GONE);
        } else if (it.status() == Status.OK) {
            alive.add(entry);
        } else {
            prune(entry, Why.UNKNOWN_IDENTITY);
        }
    }

    /** Of those with the cookie of one start the oldest is it; the others it has started itself. */
    private void lookForStarted(List<RegistryEntry> unstarted) {
        Set<String> wanted = new HashSet<>();
        unstarted.forEach(entry -> wanted.add(entry.spawnId()));
        Map<String, ProcessSample> oldest = new HashMap<>();
        PidBuffer pids = probe.newPidBuffer(1024);
        TextBuffer text = probe.newTextBuffer(64);
        probe.listPids(pids);
        for (int i = 0; i < pids.size(); i++) {
            ProcessSample it =
                    probe.sample(
                            pids.pid(i),
                            FieldSet.of(Field.IDENTITY, Field.ALIVE, Field.START_TIME));
            if (it.id().isPresent() && it.alive().orElse(false)) {
                ProcessId id = it.id().get();
                boolean isOurs =
                        probe.text().environment(id, EnvironmentRules.SPAWN, text) == Status.OK
                                && wanted.contains(text.toString());
                if (isOurs) {
                    oldest.merge(text.toString(), it, Recovery::older);
                }
            }
        }
        for (RegistryEntry entry : unstarted) {
            ProcessSample found = oldest.get(entry.spawnId());
            if (found == null) {
                prune(entry, Why.NEVER_STARTED);
            } else {
                alive.add(entry.alive(found.id().orElseThrow()));
            }
        }
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
