package io.procprobe;

import io.procprobe.internal.abi.Abi;
import java.util.Set;

/** What {@link ProcessProbe#resources} can tell of a process. Each costs some 10 microseconds. */
public enum Resource {
    /** Its PID in its own PID namespace, such as 1 in a container. Linux 4.1+. */
    NAMESPACE_PID(Abi.RESOURCE_NAMESPACE_PID),

    /** Bytes read and written. Needs the right to trace the process: the same user, or root. */
    IO(Abi.RESOURCE_IO),

    /**
     * Open descriptors, on Windows open handles: all that it tells of these. Before Linux 6.2 this
     * needs the right to trace the process.
     */
    DESCRIPTORS(Abi.RESOURCE_DESCRIPTORS),

    /** Context switches. A read for each of its threads. */
    CONTEXT_SWITCHES(Abi.RESOURCE_CONTEXT_SWITCHES),

    /** What its control group may use of memory, and does. */
    CGROUP_MEMORY(Abi.RESOURCE_CGROUP_MEMORY_USED | Abi.RESOURCE_CGROUP_MEMORY_LIMIT);

    private final long bits;

    Resource(long bits) {
        this.bits = bits;
    }

    static long mask(Set<Resource> wanted) {
        long mask = 0;
        for (Resource resource : wanted) {
            mask |= resource.bits;
        }
        return mask;
    }
}
