package io.procprobe.hostile;

/** Which controllers of control groups the environment has mounted, and where. */
final class Mounted {
    /** Version of the memory controller: 2 or 1; 0 where there is none. */
    static final int VERSION = Integer.getInteger("procprobe.cgroup.memory", 0);

    /** Folder of the root group of the memory controller. */
    static final String MEMORY = System.getProperty("procprobe.cgroup.memory.folder", "");

    /** Folder of the root group of the processors' controller. */
    static final String CPU = System.getProperty("procprobe.cgroup.cpu.folder", "");

    static final String LIMIT = VERSION == 2 ? "memory.max" : "memory.limit_in_bytes";
    static final String USED = VERSION == 2 ? "memory.current" : "memory.usage_in_bytes";
    static final Object NO_LIMIT = VERSION == 2 ? "max" : -1;

    static final long MB = 1 << 20;

    private Mounted() {}
}
