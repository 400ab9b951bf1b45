package io.procprobe.supervisor;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import java.util.HashSet;
import java.util.Set;

/** This process and its ancestors, who are never ended from here. */
final class OwnLine {
    private OwnLine() {}

    /** As parents are now. */
    static boolean has(ProcessProbe probe, ProcessId who) {
        Set<Long> line = new HashSet<>();
        long pid = ProcessHandle.current().pid();
        while (pid != 0 && line.add(pid)) {
            if (pid == who.pid()) {
                return true;
            }
            pid = probe.sample(pid, FieldSet.of(Field.PARENT)).parentPid().orElse(0);
        }
        return false;
    }
}
