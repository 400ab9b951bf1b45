package io.procprobe.bench.programs;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * How many descriptors are spent on processes that are measured: two for each, and one for their
 * parent, as far as the limit of open files allows. The floor spends as many as the watch, so that
 * both open what does not fit again and again.
 */
public final class DescriptorBudget {
    /** For the JVM, its jar files, and the pipes to the programs. */
    private static final int OTHERS = 200;

    private DescriptorBudget() {}

    /**
     * For a table: as many as there may be, for it has to hold all processes that there are.
     *
     * @return how many descriptors it may hold
     */
    public static int most() {
        UnixOperatingSystemMXBean system =
                (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return (int) Math.min(Integer.MAX_VALUE, system.getMaxFileDescriptorCount() - OTHERS);
    }

    /**
     * For a watch.
     *
     * @param processes how many processes it tracks
     * @return how many descriptors it may hold
     */
    public static int of(int processes) {
        return (int) Math.min(most(), 2L * processes + 1);
    }

    /**
     * Of that, for files that memory is read through: what is left after a pidfd for each process
     * and for their parent.
     *
     * @param processes how many processes
     * @return how many such files may be kept open
     * @throws IllegalStateException when not even the pidfds fit
     */
    public static int statmFiles(int processes) {
        int files = of(processes) - processes - 1;
        if (files < 0) {
            throw new IllegalStateException(
                    String.format(
                            Locale.ROOT,
                            "the limit of open files is too low for %,d processes: raise it with"
                                    + " ulimit -n %d",
                            processes,
                            2 * processes + OTHERS + 1));
        }
        return files;
    }
}
