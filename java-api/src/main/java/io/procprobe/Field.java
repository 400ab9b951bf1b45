package io.procprobe;

import io.procprobe.internal.abi.Abi;

/**
 * What can be asked of a process, with what it costs.
 *
 * <p>The sources named below are those of Linux; {@code procprobe.h} names the fallbacks and
 * rights.
 *
 * <table>
 * <caption>Windows, where UID, SHARED, GROUP, SESSION, PROPORTIONAL and SWAP are always
 * absent</caption>
 * <thead>
 * <tr><th>field</th><th>source</th></tr>
 * </thead>
 * <tbody>
 * <tr><td>IDENTITY, START_TIME</td><td>creation time, {@code GetProcessTimes}</td></tr>
 * <tr><td>ALIVE</td><td>a wait for the handle; there are no zombies, who has ended is gone</td></tr>
 * <tr><td>PARENT</td><td>{@code NtQueryInformationProcess}, when that process is there and not
 * younger, as it seems to be where the wall clock has been set back since; else 0</td></tr>
 * <tr><td>RESIDENT</td><td>{@code WorkingSetSize} of {@code GetProcessMemoryInfo}</td></tr>
 * <tr><td>PRIVATE</td><td>{@code PrivateUsage} of the same: committed for it alone</td></tr>
 * <tr><td>UNIQUE</td><td>{@code PrivateWorkingSetSize} of the same, Windows 10 22H2 and later: in
 * one piece with the others, not dear</td></tr>
 * <tr><td>VIRTUAL</td><td>{@code VirtualSize} of {@code NtQueryInformationProcess}</td></tr>
 * <tr><td>CPU_TOTAL, CPU_USER, CPU_SYSTEM</td><td>{@code GetProcessTimes}, charged by the ticks of
 * the clock, some 16 ms</td></tr>
 * <tr><td>STATE, THREADS</td><td>{@code NtQuerySystemInformation}, a list of all threads: some
 * milliseconds; without it THREADS alone, from Toolhelp32</td></tr>
 * <tr><td>EXIT_STATUS</td><td>{@code GetExitCodeProcess} of a handle that a watch holds: always
 * known then, but neither of those that it looks up nor in a table</td></tr>
 * </tbody>
 * </table>
 *
 * <p>All of that needs a handle with {@code PROCESS_QUERY_LIMITED_INFORMATION}, which everybody
 * gets of the processes of the same user, and administrators of nearly all. Of the others one line
 * of {@code NtQuerySystemInformation} tells the same without any right, but for EXIT_STATUS.
 */
public enum Field {
    /**
     * PID and start token. Source: inode of {@code pidfd_open(2)}, else field 22 of {@code stat}.
     */
    IDENTITY(Abi.FIELD_IDENTITY, CostClass.CHEAP),
    /** Whether it has not exited yet; a zombie has. Source: {@code poll(2)} of its pidfd. */
    ALIVE(Abi.FIELD_ALIVE, CostClass.CHEAP),
    /** PID of the parent now; 0 for none that is visible here. Source: {@code PIDFD_GET_INFO}. */
    PARENT(Abi.FIELD_PARENT, CostClass.CHEAP),
    /** Effective user id. Source: {@code PIDFD_GET_INFO}, else the owner of {@code /proc/PID}. */
    UID(Abi.FIELD_UID, CostClass.CHEAP),
    /** Physical memory mapped now, in bytes. Source: {@code statm} field 2. */
    RESIDENT(Abi.FIELD_RESIDENT, CostClass.CHEAP),
    /**
     * What ending the process would give back, in bytes: the best cheap estimate. Source: {@code
     * statm}, resident less shared.
     */
    PRIVATE(Abi.FIELD_PRIVATE, CostClass.CHEAP),
    /** Resident memory backed by files or shared, in bytes. Source: {@code statm} field 3. */
    SHARED(Abi.FIELD_SHARED, CostClass.CHEAP),
    /** Address space, in bytes. Source: {@code statm} field 1. */
    VIRTUAL(Abi.FIELD_VIRTUAL, CostClass.CHEAP),
    /**
     * CPU time of all threads since start, ended ones included, in nanoseconds. Source: the
     * process's CPU clock.
     */
    CPU_TOTAL(Abi.FIELD_CPU_TOTAL, CostClass.CHEAP),
    /** CPU time in user mode, in nanoseconds, counted in ticks of 10 ms. Source: {@code stat}. */
    CPU_USER(Abi.FIELD_CPU_USER, CostClass.TEXT),
    /** CPU time in the kernel, in nanoseconds, counted in ticks of 10 ms. Source: {@code stat}. */
    CPU_SYSTEM(Abi.FIELD_CPU_SYSTEM, CostClass.TEXT),
    /** What it is doing. Source: {@code stat} field 3. */
    STATE(Abi.FIELD_STATE, CostClass.TEXT),
    /** Number of threads. Source: {@code stat} field 20. */
    THREADS(Abi.FIELD_THREADS, CostClass.TEXT),
    /**
     * When it started, for people: it inherits the error of the wall clock at boot. Source: {@code
     * stat} field 22 and {@code btime}, as {@code ps} and {@link ProcessHandle} do.
     */
    START_TIME(Abi.FIELD_START_TIME, CostClass.TEXT),
    /** Process group. Source: {@code stat} field 5. */
    GROUP(Abi.FIELD_GROUP, CostClass.TEXT),
    /** Session. Source: {@code stat} field 6. */
    SESSION(Abi.FIELD_SESSION, CostClass.TEXT),
    /** Exact memory mapped by this process alone (USS), in bytes. Source: {@code smaps_rollup}. */
    UNIQUE(Abi.FIELD_UNIQUE, CostClass.STALL),
    /** Exact memory, shared pages divided by their users (PSS), in bytes. As {@link #UNIQUE}. */
    PROPORTIONAL(Abi.FIELD_PROPORTIONAL, CostClass.STALL),
    /** Memory swapped out, in bytes. Source: {@code smaps_rollup}. */
    SWAP(Abi.FIELD_SWAP, CostClass.STALL),
    /**
     * CPU time spent since the previous poll over the time since then; 1.0 is one core. Absent on
     * the first poll.
     */
    CPU_LOAD(Abi.FIELD_CPU_LOAD, CostClass.TRACKED),
    /** With what an ended process has ended, where the system tells. */
    EXIT_STATUS(Abi.FIELD_EXIT_STATUS, CostClass.TRACKED);

    /** What reading a field costs the caller and the process that is read. */
    public enum CostClass {
        /** A few numbers, one to three microseconds: for sweeps. */
        CHEAP,
        /** One read of the {@code stat} record, about seven microseconds. */
        TEXT,
        /**
         * Walks the target's page tables and holds it up meanwhile: only when asked for by name.
         */
        STALL,
        /** As cheap, but known only to a {@link ProcessWatch}: a single query never gives it. */
        TRACKED
    }

    private final long bit;
    private final CostClass costClass;

    Field(long bit, CostClass costClass) {
        this.bit = bit;
        this.costClass = costClass;
    }

    /**
     * What it costs to read this field.
     *
     * @return its class
     */
    public CostClass costClass() {
        return costClass;
    }

    long bit() {
        return bit;
    }
}
