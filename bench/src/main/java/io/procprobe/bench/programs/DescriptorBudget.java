package io.procprobe.bench.programs;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * How many descriptors are spent on processes that are measured: two for each, and one for each of
 * their parents, as far as the limit of open files allows. The floor spends as many as the watch,
 * so that both open what does not fit again and again.
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
     * @param parents how many parents these have
     * @return how many descriptors it may hold
     */
    public static int of(int processes, int parents) {
        return (int) Math.min(most(), 2L * processes + parents);
    }

    /**
     * Of that, for files that memory is read through: what is left after a pidfd for each process
     * and for each parent.
     *
     * @param processes how many processes
     * @param parents how many parents these have
     * @return how many such files may be kept open
     * @throws IllegalStateException when not even the pidfds fit
     */
    public static int statmFiles(int processes, int parents) {
        int files = of(processes, parents) - processes - parents;
        if (files < 0) {
            throw new IllegalStateException(
                    String.format(
                            Locale.ROOT,
                            "the limit of open files is too low for %,d processes: raise it with"
                                    + " ulimit -n %d",
                            processes,
                            2 * processes + parents + OTHERS));
        }
        return files;
    }
}
