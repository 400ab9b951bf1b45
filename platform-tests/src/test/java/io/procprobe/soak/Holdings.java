package io.procprobe.soak;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessProbe;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;

/**
 * What this JVM holds at a moment.
 *
 * @param descriptors open ones
 * @param residentBytes physical memory
 * @param heapBytes objects that a collection of garbage has left, and not what came after it
 */
record Holdings(long descriptors, long residentBytes, long heapBytes) {
    static Holdings now(ProcessProbe probe) {
        System.gc();
        long pid = ProcessHandle.current().pid();
        return new Holdings(
                new File("/proc/self/fd").list().length,
                probe.sample(pid, FieldSet.of(Field.RESIDENT)).residentBytes().orElseThrow(),
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .map(MemoryPoolMXBean::getCollectionUsage)
                        .mapToLong(MemoryUsage::getUsed)
                        .sum());
    }
}
