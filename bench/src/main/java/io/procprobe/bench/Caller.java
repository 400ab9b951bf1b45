package io.procprobe.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What the JVM knows of the thread that asks. */
final class Caller {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Caller() {}

    static long allocatedBytes() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    static long cpuNanos() {
        return THREADS.getCurrentThreadCpuTime();
    }
}
