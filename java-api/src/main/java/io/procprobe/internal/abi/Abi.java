package io.procprobe.internal.abi;

/**
 * The constants of {@code procprobe.h} that Java needs on every release. The header, jextract's
 * output, this class and the library that was loaded are compared by {@code AbiAgreementTest}; the
 * library also at every start, by {@link AbiCheck}.
 *
 * <pre>
 * pp_sample, 192 bytes
 *   0 pid          4 token_kind      8 start_token    16 valid
 *  24 status      28 parent_pid     32 sampled_at_ns  40 cpu_total_ns
 *  48 resident    56 private
 *  64 shared      72 virtual        80 memory_sampled_at_ns
 *  88 cpu_load    92 alive          96 state         100 threads
 * 104 uid        108 process_group 112 session       116 exit_status    120 start_time_ns
 * 128 cpu_user   136 cpu_system    144 unique        152 proportional   160 swap
 * 168 os_error   172 failed_call   176 slot          184 reserved
 *
 * pp_exit, 64 bytes
 *   0 pid          4 token_kind      8 start_token    16 slot            24 valid
 *  32 exit_status 36 reserved0      40 noticed_at_ns  48 cpu_total       56 reserved1
 * </pre>
 */
public final class Abi {
    /** {@code PP_ABI_VERSION} of the header that this code was written for. */
    public static final int VERSION = 4;

    public static final long FIELD_IDENTITY = 1L << 0;
    public static final long FIELD_ALIVE = 1L << 1;
    public static final long FIELD_PARENT = 1L << 2;
    public static final long FIELD_UID = 1L << 3;
    public static final long FIELD_RESIDENT = 1L << 4;
    public static final long FIELD_PRIVATE = 1L << 5;
    public static final long FIELD_SHARED = 1L << 6;
    public static final long FIELD_VIRTUAL = 1L << 7;
    public static final long FIELD_CPU_TOTAL = 1L << 8;
    public static final long FIELD_CPU_USER = 1L << 9;
    public static final long FIELD_CPU_SYSTEM = 1L << 10;
    public static final long FIELD_STATE = 1L << 11;
    public static final long FIELD_THREADS = 1L << 12;
    public static final long FIELD_START_TIME = 1L << 13;
    public static final long FIELD_GROUP = 1L << 14;
    public static final long FIELD_SESSION = 1L << 15;
    public static final long FIELD_UNIQUE = 1L << 16;
    public static final long FIELD_PROPORTIONAL = 1L << 17;
    public static final long FIELD_SWAP = 1L << 18;
    public static final long FIELD_CPU_LOAD = 1L << 19;
    public static final long FIELD_EXIT_STATUS = 1L << 20;

    public static final int IDENTITY_BYTES = 16;
    public static final int IDENTITY_PID_OFFSET = 0;
    public static final int IDENTITY_TOKEN_KIND_OFFSET = 4;
    public static final int IDENTITY_START_TOKEN_OFFSET = 8;

    public static final int SAMPLE_BYTES = 192;
    public static final int SAMPLE_PID_OFFSET = 0;
    public static final int SAMPLE_TOKEN_KIND_OFFSET = 4;
    public static final int SAMPLE_START_TOKEN_OFFSET = 8;
    public static final int SAMPLE_VALID_OFFSET = 16;
    public static final int SAMPLE_STATUS_OFFSET = 24;
    public static final int SAMPLE_PARENT_PID_OFFSET = 28;
    public static final int SAMPLE_SAMPLED_AT_NS_OFFSET = 32;
    public static final int SAMPLE_CPU_TOTAL_NS_OFFSET = 40;
    public static final int SAMPLE_RESIDENT_BYTES_OFFSET = 48;
    public static final int SAMPLE_PRIVATE_BYTES_OFFSET = 56;
    public static final int SAMPLE_SHARED_BYTES_OFFSET = 64;
    public static final int SAMPLE_VIRTUAL_BYTES_OFFSET = 72;
    public static final int SAMPLE_MEMORY_SAMPLED_AT_NS_OFFSET = 80;
    public static final int SAMPLE_CPU_LOAD_PPM_OFFSET = 88;
    public static final int SAMPLE_ALIVE_OFFSET = 92;
    public static final int SAMPLE_STATE_OFFSET = 96;
    public static final int SAMPLE_THREADS_OFFSET = 100;
    public static final int SAMPLE_UID_OFFSET = 104;
    public static final int SAMPLE_PROCESS_GROUP_OFFSET = 108;
    public static final int SAMPLE_SESSION_OFFSET = 112;
    public static final int SAMPLE_EXIT_STATUS_OFFSET = 116;
    public static final int SAMPLE_START_TIME_NS_OFFSET = 120;
    public static final int SAMPLE_CPU_USER_NS_OFFSET = 128;
    public static final int SAMPLE_CPU_SYSTEM_NS_OFFSET = 136;
    public static final int SAMPLE_UNIQUE_BYTES_OFFSET = 144;
    public static final int SAMPLE_PROPORTIONAL_BYTES_OFFSET = 152;
    public static final int SAMPLE_SWAP_BYTES_OFFSET = 160;
    public static final int SAMPLE_OS_ERROR_OFFSET = 168;
    public static final int SAMPLE_FAILED_CALL_OFFSET = 172;
    public static final int SAMPLE_SLOT_OFFSET = 176;
    public static final int SAMPLE_RESERVED_OFFSET = 184;

    public static final long SYSTEM_BOOT_TIME = 1L << 0;
    public static final long SYSTEM_BOOT_ID = 1L << 1;
    public static final long SYSTEM_MEMORY = 1L << 2;
    public static final long SYSTEM_SWAP = 1L << 3;
    public static final long SYSTEM_CGROUP_MEMORY_LIMIT = 1L << 4;
    public static final long SYSTEM_CGROUP_MEMORY_USED = 1L << 5;
    public static final long SYSTEM_CGROUP_CPU_LIMIT = 1L << 6;
    public static final long SYSTEM_PID_MAX = 1L << 7;
    public static final long SYSTEM_CPUS = 1L << 8;
    public static final long SYSTEM_UID = 1L << 9;

    public static final int SYSTEM_BYTES = 128;
    public static final int SYSTEM_VALID_OFFSET = 0;
    public static final int SYSTEM_SAMPLED_AT_NS_OFFSET = 8;
    public static final int SYSTEM_BOOT_TIME_NS_OFFSET = 16;
    public static final int SYSTEM_BOOT_ID_HIGH_OFFSET = 24;
    public static final int SYSTEM_BOOT_ID_LOW_OFFSET = 32;
    public static final int SYSTEM_MEMORY_TOTAL_BYTES_OFFSET = 40;
    public static final int SYSTEM_MEMORY_AVAILABLE_BYTES_OFFSET = 48;
    public static final int SYSTEM_SWAP_TOTAL_BYTES_OFFSET = 56;
    public static final int SYSTEM_SWAP_FREE_BYTES_OFFSET = 64;
    public static final int SYSTEM_CGROUP_MEMORY_LIMIT_BYTES_OFFSET = 72;
    public static final int SYSTEM_CGROUP_MEMORY_USED_BYTES_OFFSET = 80;
    public static final int SYSTEM_CGROUP_CPU_LIMIT_PPM_OFFSET = 88;
    public static final int SYSTEM_PAGE_BYTES_OFFSET = 96;
    public static final int SYSTEM_TICKS_PER_SECOND_OFFSET = 100;
    public static final int SYSTEM_CPUS_ONLINE_OFFSET = 104;
    public static final int SYSTEM_CPUS_USABLE_OFFSET = 108;
    public static final int SYSTEM_PID_MAX_OFFSET = 112;
    public static final int SYSTEM_TOKEN_KIND_OFFSET = 116;
    public static final int SYSTEM_CGROUP_VERSION_OFFSET = 120;
    public static final int SYSTEM_UID_OFFSET = 124;

    public static final int EXIT_BYTES = 64;
    public static final int EXIT_PID_OFFSET = 0;
    public static final int EXIT_TOKEN_KIND_OFFSET = 4;
    public static final int EXIT_START_TOKEN_OFFSET = 8;
    public static final int EXIT_SLOT_OFFSET = 16;
    public static final int EXIT_VALID_OFFSET = 24;
    public static final int EXIT_EXIT_STATUS_OFFSET = 32;
    public static final int EXIT_RESERVED0_OFFSET = 36;
    public static final int EXIT_NOTICED_AT_NS_OFFSET = 40;
    public static final int EXIT_CPU_TOTAL_NS_OFFSET = 48;
    public static final int EXIT_RESERVED1_OFFSET = 56;

    public static final int WATCH_FIGURES_BYTES = 128;
    public static final int WATCH_FIGURES_CAPACITY_OFFSET = 0;
    public static final int WATCH_FIGURES_TRACKED_OFFSET = 4;
    public static final int WATCH_FIGURES_ENDED_OFFSET = 8;
    public static final int WATCH_FIGURES_UNDRAINED_OFFSET = 12;
    public static final int WATCH_FIGURES_LOOKED_UP_OFFSET = 16;
    public static final int WATCH_FIGURES_PARENTS_OFFSET = 20;
    public static final int WATCH_FIGURES_PARENTS_EACH_POLL_OFFSET = 24;
    public static final int WATCH_FIGURES_DESCRIPTORS_OFFSET = 28;
    public static final int WATCH_FIGURES_DESCRIPTOR_BUDGET_OFFSET = 32;
    public static final int WATCH_FIGURES_KEPT_PIDFD_OFFSET = 36;
    public static final int WATCH_FIGURES_KEPT_STATM_OFFSET = 40;
    public static final int WATCH_FIGURES_RESERVED0_OFFSET = 44;
    public static final int WATCH_FIGURES_KERNEL_BYTES_OFFSET = 48;
    public static final int WATCH_FIGURES_POLLS_OFFSET = 56;
    public static final int WATCH_FIGURES_ROWS_OFFSET = 64;
    public static final int WATCH_FIGURES_MEMORY_READINGS_OFFSET = 72;
    public static final int WATCH_FIGURES_PARENT_READINGS_OFFSET = 80;
    public static final int WATCH_FIGURES_EXITS_OFFSET = 88;
    public static final int WATCH_FIGURES_EVICTIONS_OFFSET = 96;
    public static final int WATCH_FIGURES_RESERVED1_OFFSET = 104;
    public static final int WATCH_FIGURES_RESERVED2_OFFSET = 112;
    public static final int WATCH_FIGURES_RESERVED3_OFFSET = 120;

    public static final int NODE_BYTES = 64;
    public static final int NODE_PARENT_OFFSET = 0;
    public static final int NODE_FIRST_CHILD_OFFSET = 4;
    public static final int NODE_NEXT_SIBLING_OFFSET = 8;
    public static final int NODE_DEPTH_OFFSET = 12;
    public static final int NODE_SUBTREE_COUNT_OFFSET = 16;
    public static final int NODE_MARKS_OFFSET = 20;
    public static final int NODE_SUBTREE_RESIDENT_BYTES_OFFSET = 24;
    public static final int NODE_SUBTREE_PRIVATE_BYTES_OFFSET = 32;
    public static final int NODE_SUBTREE_CPU_NS_OFFSET = 40;
    public static final int NODE_START_TIME_NS_OFFSET = 48;
    public static final int NODE_SESSION_OFFSET = 56;
    public static final int NODE_NAME_LENGTH_OFFSET = 60;

    public static final int RESOURCES_BYTES = 128;
    public static final int RESOURCES_PID_OFFSET = 0;
    public static final int RESOURCES_TOKEN_KIND_OFFSET = 4;
    public static final int RESOURCES_START_TOKEN_OFFSET = 8;
    public static final int RESOURCES_VALID_OFFSET = 16;
    public static final int RESOURCES_STATUS_OFFSET = 24;
    public static final int RESOURCES_NAMESPACE_PID_OFFSET = 28;
    public static final int RESOURCES_SAMPLED_AT_NS_OFFSET = 32;
    public static final int RESOURCES_STORAGE_READ_BYTES_OFFSET = 40;
    public static final int RESOURCES_STORAGE_WRITTEN_BYTES_OFFSET = 48;
    public static final int RESOURCES_READ_BYTES_OFFSET = 56;
    public static final int RESOURCES_WRITTEN_BYTES_OFFSET = 64;
    public static final int RESOURCES_VOLUNTARY_SWITCHES_OFFSET = 72;
    public static final int RESOURCES_INVOLUNTARY_SWITCHES_OFFSET = 80;
    public static final int RESOURCES_CGROUP_MEMORY_LIMIT_BYTES_OFFSET = 88;
    public static final int RESOURCES_CGROUP_MEMORY_USED_BYTES_OFFSET = 96;
    public static final int RESOURCES_DESCRIPTORS_OFFSET = 104;
    public static final int RESOURCES_CGROUP_VERSION_OFFSET = 108;
    public static final int RESOURCES_OS_ERROR_OFFSET = 112;
    public static final int RESOURCES_FAILED_CALL_OFFSET = 116;
    public static final int RESOURCES_RESERVED_OFFSET = 120;

    /** {@code PP_RESOURCE_NAMESPACE_PID}. */
    public static final long RESOURCE_NAMESPACE_PID = 1L << 0;

    /** {@code PP_RESOURCE_IO}. */
    public static final long RESOURCE_IO = 1L << 1;

    /** {@code PP_RESOURCE_DESCRIPTORS}. */
    public static final long RESOURCE_DESCRIPTORS = 1L << 2;

    /** {@code PP_RESOURCE_CONTEXT_SWITCHES}. */
    public static final long RESOURCE_CONTEXT_SWITCHES = 1L << 3;

    /** {@code PP_RESOURCE_CGROUP_MEMORY_USED}. */
    public static final long RESOURCE_CGROUP_MEMORY_USED = 1L << 4;

    /** {@code PP_RESOURCE_CGROUP_MEMORY_LIMIT}. */
    public static final long RESOURCE_CGROUP_MEMORY_LIMIT = 1L << 5;

    /** {@code PP_NODE_NEW}. */
    public static final int NODE_NEW = 1;

    /** {@code PP_NODE_ORPHAN}. */
    public static final int NODE_ORPHAN = 2;

    /** {@code PP_TABLE_NAME_BYTES}. */
    public static final int TABLE_NAME_BYTES = 64;

    /** {@code PP_EXIT_SIGNALLED}: an exit status from here on is this plus a signal. */
    public static final int EXIT_SIGNALLED = 256;

    /** {@code PP_WATCH_MOST_SLOTS}. */
    public static final int WATCH_MOST_SLOTS = 1048576;

    /** The figures of {@code pp_abi_layout()}, in its order. */
    static final int[] LAYOUT = {
        IDENTITY_BYTES,
        IDENTITY_PID_OFFSET,
        IDENTITY_TOKEN_KIND_OFFSET,
        IDENTITY_START_TOKEN_OFFSET,
        SAMPLE_BYTES,
        SAMPLE_PID_OFFSET,
        SAMPLE_TOKEN_KIND_OFFSET,
        SAMPLE_START_TOKEN_OFFSET,
        SAMPLE_VALID_OFFSET,
        SAMPLE_STATUS_OFFSET,
        SAMPLE_PARENT_PID_OFFSET,
        SAMPLE_SAMPLED_AT_NS_OFFSET,
        SAMPLE_CPU_TOTAL_NS_OFFSET,
        SAMPLE_RESIDENT_BYTES_OFFSET,
        SAMPLE_PRIVATE_BYTES_OFFSET,
        SAMPLE_SHARED_BYTES_OFFSET,
        SAMPLE_VIRTUAL_BYTES_OFFSET,
        SAMPLE_MEMORY_SAMPLED_AT_NS_OFFSET,
        SAMPLE_CPU_LOAD_PPM_OFFSET,
        SAMPLE_ALIVE_OFFSET,
        SAMPLE_STATE_OFFSET,
        SAMPLE_THREADS_OFFSET,
        SAMPLE_UID_OFFSET,
        SAMPLE_PROCESS_GROUP_OFFSET,
        SAMPLE_SESSION_OFFSET,
        SAMPLE_EXIT_STATUS_OFFSET,
        SAMPLE_START_TIME_NS_OFFSET,
        SAMPLE_CPU_USER_NS_OFFSET,
        SAMPLE_CPU_SYSTEM_NS_OFFSET,
        SAMPLE_UNIQUE_BYTES_OFFSET,
        SAMPLE_PROPORTIONAL_BYTES_OFFSET,
        SAMPLE_SWAP_BYTES_OFFSET,
        SAMPLE_OS_ERROR_OFFSET,
        SAMPLE_FAILED_CALL_OFFSET,
        SAMPLE_SLOT_OFFSET,
        SAMPLE_RESERVED_OFFSET,
        SYSTEM_BYTES,
        SYSTEM_VALID_OFFSET,
        SYSTEM_SAMPLED_AT_NS_OFFSET,
        SYSTEM_BOOT_TIME_NS_OFFSET,
        SYSTEM_BOOT_ID_HIGH_OFFSET,
        SYSTEM_BOOT_ID_LOW_OFFSET,
        SYSTEM_MEMORY_TOTAL_BYTES_OFFSET,
        SYSTEM_MEMORY_AVAILABLE_BYTES_OFFSET,
        SYSTEM_SWAP_TOTAL_BYTES_OFFSET,
        SYSTEM_SWAP_FREE_BYTES_OFFSET,
        SYSTEM_CGROUP_MEMORY_LIMIT_BYTES_OFFSET,
        SYSTEM_CGROUP_MEMORY_USED_BYTES_OFFSET,
        SYSTEM_CGROUP_CPU_LIMIT_PPM_OFFSET,
        SYSTEM_PAGE_BYTES_OFFSET,
        SYSTEM_TICKS_PER_SECOND_OFFSET,
        SYSTEM_CPUS_ONLINE_OFFSET,
        SYSTEM_CPUS_USABLE_OFFSET,
        SYSTEM_PID_MAX_OFFSET,
        SYSTEM_TOKEN_KIND_OFFSET,
        SYSTEM_CGROUP_VERSION_OFFSET,
        SYSTEM_UID_OFFSET,
        EXIT_BYTES,
        EXIT_PID_OFFSET,
        EXIT_TOKEN_KIND_OFFSET,
        EXIT_START_TOKEN_OFFSET,
        EXIT_SLOT_OFFSET,
        EXIT_VALID_OFFSET,
        EXIT_EXIT_STATUS_OFFSET,
        EXIT_RESERVED0_OFFSET,
        EXIT_NOTICED_AT_NS_OFFSET,
        EXIT_CPU_TOTAL_NS_OFFSET,
        EXIT_RESERVED1_OFFSET,
        WATCH_FIGURES_BYTES,
        WATCH_FIGURES_CAPACITY_OFFSET,
        WATCH_FIGURES_TRACKED_OFFSET,
        WATCH_FIGURES_ENDED_OFFSET,
        WATCH_FIGURES_UNDRAINED_OFFSET,
        WATCH_FIGURES_LOOKED_UP_OFFSET,
        WATCH_FIGURES_PARENTS_OFFSET,
        WATCH_FIGURES_PARENTS_EACH_POLL_OFFSET,
        WATCH_FIGURES_DESCRIPTORS_OFFSET,
        WATCH_FIGURES_DESCRIPTOR_BUDGET_OFFSET,
        WATCH_FIGURES_KEPT_PIDFD_OFFSET,
        WATCH_FIGURES_KEPT_STATM_OFFSET,
        WATCH_FIGURES_RESERVED0_OFFSET,
        WATCH_FIGURES_KERNEL_BYTES_OFFSET,
        WATCH_FIGURES_POLLS_OFFSET,
        WATCH_FIGURES_ROWS_OFFSET,
        WATCH_FIGURES_MEMORY_READINGS_OFFSET,
        WATCH_FIGURES_PARENT_READINGS_OFFSET,
        WATCH_FIGURES_EXITS_OFFSET,
        WATCH_FIGURES_EVICTIONS_OFFSET,
        WATCH_FIGURES_RESERVED1_OFFSET,
        WATCH_FIGURES_RESERVED2_OFFSET,
        WATCH_FIGURES_RESERVED3_OFFSET,
        NODE_BYTES,
        NODE_PARENT_OFFSET,
        NODE_FIRST_CHILD_OFFSET,
        NODE_NEXT_SIBLING_OFFSET,
        NODE_DEPTH_OFFSET,
        NODE_SUBTREE_COUNT_OFFSET,
        NODE_MARKS_OFFSET,
        NODE_SUBTREE_RESIDENT_BYTES_OFFSET,
        NODE_SUBTREE_PRIVATE_BYTES_OFFSET,
        NODE_SUBTREE_CPU_NS_OFFSET,
        NODE_START_TIME_NS_OFFSET,
        NODE_SESSION_OFFSET,
        NODE_NAME_LENGTH_OFFSET,
        RESOURCES_BYTES,
        RESOURCES_PID_OFFSET,
        RESOURCES_TOKEN_KIND_OFFSET,
        RESOURCES_START_TOKEN_OFFSET,
        RESOURCES_VALID_OFFSET,
        RESOURCES_STATUS_OFFSET,
        RESOURCES_NAMESPACE_PID_OFFSET,
        RESOURCES_SAMPLED_AT_NS_OFFSET,
        RESOURCES_STORAGE_READ_BYTES_OFFSET,
        RESOURCES_STORAGE_WRITTEN_BYTES_OFFSET,
        RESOURCES_READ_BYTES_OFFSET,
        RESOURCES_WRITTEN_BYTES_OFFSET,
        RESOURCES_VOLUNTARY_SWITCHES_OFFSET,
        RESOURCES_INVOLUNTARY_SWITCHES_OFFSET,
        RESOURCES_CGROUP_MEMORY_LIMIT_BYTES_OFFSET,
        RESOURCES_CGROUP_MEMORY_USED_BYTES_OFFSET,
        RESOURCES_DESCRIPTORS_OFFSET,
        RESOURCES_CGROUP_VERSION_OFFSET,
        RESOURCES_OS_ERROR_OFFSET,
        RESOURCES_FAILED_CALL_OFFSET,
        RESOURCES_RESERVED_OFFSET,
    };

    private Abi() {}
}
