package io.procprobe.bench.results;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import oshi.SystemInfo;

/**
 * What the figures depend on. No name of the machine: the figures are to be published.
 *
 * @param cpu model of the CPU
 * @param cores how many may be used
 * @param memoryBytes physical memory
 * @param system operating system and its version
 * @param jdk the Java that runs the benchmarks
 * @param descriptorLimit how many files a process may have open
 */
public record Machine(
        String cpu, int cores, long memoryBytes, String system, String jdk, long descriptorLimit) {
    /**
     * This one.
     *
     * @return its description
     */
    public static Machine here() {
        UnixOperatingSystemMXBean system =
                (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                new SystemInfo().getHardware().getProcessor().getProcessorIdentifier().getName(),
                system.getAvailableProcessors(),
                system.getTotalMemorySize(),
                system.getName() + ' ' + system.getVersion() + ' ' + system.getArch(),
                System.getProperty("java.vm.name") + ' ' + Runtime.version(),
                system.getMaxFileDescriptorCount());
    }
}
