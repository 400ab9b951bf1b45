package io.procprobe.supervisor.chaos;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessSample;
import io.procprobe.Status;
import io.procprobe.TokenKind;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Whom the servers have started, as they told it themselves while they lived: apart from their
 * registry, so that this can be found to have lost somebody.
 */
final class Ledger {
    private final ProcessProbe probe;
    private final Consumer<String> fail;
    private final Set<ProcessId> living = new HashSet<>();
    private final Set<Long> pids = new HashSet<>();

    Ledger(ProcessProbe probe, Consumer<String> fail) {
        this.probe = probe;
        this.fail = fail;
    }

    /** An identity in words, as a server says it. */
    static String words(ProcessId id) {
        return id.pid() + " " + id.tokenKind() + " " + Long.toUnsignedString(id.startToken());
    }

    static ProcessId identity(String[] words) {
        return new ProcessId(
                Long.parseLong(words[1]),
                TokenKind.valueOf(words[2]),
                Long.parseUnsignedLong(words[3]));
    }

    synchronized void started(ProcessId id) {
        living.add(id);
        pids.add(id.pid());
    }

    /** A server says so: that it has verified it. */
    synchronized void ended(ProcessId id) {
        living.remove(id);
        if (isAlive(id)) {
            fail.accept("it is alive and was told to have ended: " + id);
        }
    }

    synchronized boolean hadPid(long pid) {
        return pids.contains(pid);
    }

    /** Of all that were alive under the servers before, those that still are. */
    synchronized void adopted(Collection<ProcessId> adopted) {
        for (ProcessId id : living) {
            if (!adopted.contains(id) && isAlive(id)) {
                fail.accept("it is alive and was not adopted: " + id);
            }
        }
        living.retainAll(adopted);
        adopted.forEach(this::started);
    }

    private boolean isAlive(ProcessId id) {
        ProcessSample it = probe.sample(id, FieldSet.of(Field.ALIVE));
        return it.status() == Status.OK && it.alive().orElse(false);
    }
}
