package io.procprobe.supervisor.reap;

import io.procprobe.ProcessProbe;
import io.procprobe.Status;
import io.procprobe.TextBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Chooses those who were started with a variable. It is read by PID: of a later holder, only
 * somebody could be chosen who is gone, and whom nothing can reach any more.
 */
final class StartedWithPolicy implements ReapPolicy {
    private final ProcessProbe probe;
    private final String name;
    private final byte[] value;
    private final TextBuffer found;
    private final String reason;

    StartedWithPolicy(ProcessProbe probe, String name, String value) {
        this.probe = probe;
        this.name = name;
        this.value = value.getBytes(StandardCharsets.UTF_8);
        this.found = probe.newTextBuffer(256);
        this.reason = "was started with " + name + "=" + value;
    }

    @Override
    public String reason(ReapSubject subject) {
        if (probe.text().environment(subject.pid(), name, found) != Status.OK
                || found.length() != value.length) {
            return null;
        }
        for (int i = 0; i < value.length; i++) {
            if (found.byteAt(i) != value[i]) {
                return null;
            }
        }
        return reason;
    }
}
