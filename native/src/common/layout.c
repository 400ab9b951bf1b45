/*
 * Where every member lies, stated so that a compiler refuses any other layout, and exported so that
 * Java can compare the library it loaded with what it was written for.
 */
#include "pp_internal.h"

#define PP__IDENTITY_MEMBERS(X)                                                                    \
    X(pp_identity, pid, 0)                                                                         \
    X(pp_identity, token_kind, 4)                                                                  \
    X(pp_identity, start_token, 8)

#define PP__SAMPLE_MEMBERS(X)                                                                      \
    X(pp_sample, pid, 0)                                                                           \
    X(pp_sample, token_kind, 4)                                                                    \
    X(pp_sample, start_token, 8)                                                                   \
    X(pp_sample, valid, 16)                                                                        \
    X(pp_sample, status, 24)                                                                       \
    X(pp_sample, parent_pid, 28)                                                                   \
    X(pp_sample, sampled_at_ns, 32)                                                                \
    X(pp_sample, cpu_total_ns, 40)                                                                 \
    X(pp_sample, resident_bytes, 48)                                                               \
    X(pp_sample, private_bytes, 56)                                                                \
    X(pp_sample, shared_bytes, 64)                                                                 \
    X(pp_sample, virtual_bytes, 72)                                                                \
    X(pp_sample, memory_sampled_at_ns, 80)                                                         \
    X(pp_sample, cpu_load_ppm, 88)                                                                 \
    X(pp_sample, alive, 92)                                                                        \
    X(pp_sample, state, 96)                                                                        \
    X(pp_sample, threads, 100)                                                                     \
    X(pp_sample, uid, 104)                                                                         \
    X(pp_sample, process_group, 108)                                                               \
    X(pp_sample, session, 112)                                                                     \
    X(pp_sample, exit_status, 116)                                                                 \
    X(pp_sample, start_time_ns, 120)                                                               \
    X(pp_sample, cpu_user_ns, 128)                                                                 \
    X(pp_sample, cpu_system_ns, 136)                                                               \
    X(pp_sample, unique_bytes, 144)                                                                \
    X(pp_sample, proportional_bytes, 152)                                                          \
    X(pp_sample, swap_bytes, 160)                                                                  \
    X(pp_sample, os_error, 168)                                                                    \
    X(pp_sample, failed_call, 172)                                                                 \
    X(pp_sample, slot, 176)                                                                        \
    X(pp_sample, reserved, 184)

#define PP__SYSTEM_MEMBERS(X)                                                                      \
    X(pp_system, valid, 0)                                                                         \
    X(pp_system, sampled_at_ns, 8)                                                                 \
    X(pp_system, boot_time_ns, 16)                                                                 \
    X(pp_system, boot_id_high, 24)                                                                 \
    X(pp_system, boot_id_low, 32)                                                                  \
    X(pp_system, memory_total_bytes, 40)                                                           \
    X(pp_system, memory_available_bytes, 48)                                                       \
    X(pp_system, swap_total_bytes, 56)                                                             \
    X(pp_system, swap_free_bytes, 64)                                                              \
    X(pp_system, cgroup_memory_limit_bytes, 72)                                                    \
    X(pp_system, cgroup_memory_used_bytes, 80)                                                     \
    X(pp_system, cgroup_cpu_limit_ppm, 88)                                                         \
    X(pp_system, page_bytes, 96)                                                                   \
    X(pp_system, ticks_per_second, 100)                                                            \
    X(pp_system, cpus_online, 104)                                                                 \
    X(pp_system, cpus_usable, 108)                                                                 \
    X(pp_system, pid_max, 112)                                                                     \
    X(pp_system, token_kind, 116)                                                                  \
    X(pp_system, cgroup_version, 120)                                                              \
    X(pp_system, uid, 124)

#define PP__EXIT_MEMBERS(X)                                                                        \
    X(pp_exit, pid, 0)                                                                             \
    X(pp_exit, token_kind, 4)                                                                      \
    X(pp_exit, start_token, 8)                                                                     \
    X(pp_exit, slot, 16)                                                                           \
    X(pp_exit, valid, 24)                                                                          \
    X(pp_exit, exit_status, 32)                                                                    \
    X(pp_exit, reserved0, 36)                                                                      \
    X(pp_exit, noticed_at_ns, 40)                                                                  \
    X(pp_exit, cpu_total_ns, 48)                                                                   \
    X(pp_exit, reserved1, 56)

#define PP__WATCH_FIGURES_MEMBERS(X)                                                               \
    X(pp_watch_figures, capacity, 0)                                                               \
    X(pp_watch_figures, tracked, 4)                                                                \
    X(pp_watch_figures, ended, 8)                                                                  \
    X(pp_watch_figures, undrained, 12)                                                             \
    X(pp_watch_figures, looked_up, 16)                                                             \
    X(pp_watch_figures, parents, 20)                                                               \
    X(pp_watch_figures, parents_each_poll, 24)                                                     \
    X(pp_watch_figures, descriptors, 28)                                                           \
    X(pp_watch_figures, descriptor_budget, 32)                                                     \
    X(pp_watch_figures, kept_pidfd, 36)                                                            \
    X(pp_watch_figures, kept_statm, 40)                                                            \
    X(pp_watch_figures, reserved0, 44)                                                             \
    X(pp_watch_figures, kernel_bytes, 48)                                                          \
    X(pp_watch_figures, polls, 56)                                                                 \
    X(pp_watch_figures, rows, 64)                                                                  \
    X(pp_watch_figures, memory_readings, 72)                                                       \
    X(pp_watch_figures, parent_readings, 80)                                                       \
    X(pp_watch_figures, exits, 88)                                                                 \
    X(pp_watch_figures, evictions, 96)                                                             \
    X(pp_watch_figures, reserved1, 104)                                                            \
    X(pp_watch_figures, reserved2, 112)                                                            \
    X(pp_watch_figures, reserved3, 120)

#define PP__NODE_MEMBERS(X)                                                                        \
    X(pp_node, parent, 0)                                                                          \
    X(pp_node, first_child, 4)                                                                     \
    X(pp_node, next_sibling, 8)                                                                    \
    X(pp_node, depth, 12)                                                                          \
    X(pp_node, subtree_count, 16)                                                                  \
    X(pp_node, marks, 20)                                                                          \
    X(pp_node, subtree_resident_bytes, 24)                                                         \
    X(pp_node, subtree_private_bytes, 32)                                                          \
    X(pp_node, subtree_cpu_ns, 40)                                                                 \
    X(pp_node, start_time_ns, 48)                                                                  \
    X(pp_node, session, 56)                                                                        \
    X(pp_node, name_length, 60)

#define PP__RESOURCES_MEMBERS(X)                                                                   \
    X(pp_resources, pid, 0)                                                                        \
    X(pp_resources, token_kind, 4)                                                                 \
    X(pp_resources, start_token, 8)                                                                \
    X(pp_resources, valid, 16)                                                                     \
    X(pp_resources, status, 24)                                                                    \
    X(pp_resources, namespace_pid, 28)                                                             \
    X(pp_resources, sampled_at_ns, 32)                                                             \
    X(pp_resources, storage_read_bytes, 40)                                                        \
    X(pp_resources, storage_written_bytes, 48)                                                     \
    X(pp_resources, read_bytes, 56)                                                                \
    X(pp_resources, written_bytes, 64)                                                             \
    X(pp_resources, voluntary_switches, 72)                                                        \
    X(pp_resources, involuntary_switches, 80)                                                      \
    X(pp_resources, cgroup_memory_limit_bytes, 88)                                                 \
    X(pp_resources, cgroup_memory_used_bytes, 96)                                                  \
    X(pp_resources, descriptors, 104)                                                              \
    X(pp_resources, cgroup_version, 108)                                                           \
    X(pp_resources, os_error, 112)                                                                 \
    X(pp_resources, failed_call, 116)                                                              \
    X(pp_resources, reserved, 120)

#define PP__CHECK_OFFSET(record, member, offset)                                                   \
    _Static_assert(offsetof(record, member) == (offset), #record "." #member " has moved");
PP__IDENTITY_MEMBERS(PP__CHECK_OFFSET)
PP__SAMPLE_MEMBERS(PP__CHECK_OFFSET)
PP__SYSTEM_MEMBERS(PP__CHECK_OFFSET)
PP__EXIT_MEMBERS(PP__CHECK_OFFSET)
PP__WATCH_FIGURES_MEMBERS(PP__CHECK_OFFSET)
PP__NODE_MEMBERS(PP__CHECK_OFFSET)
PP__RESOURCES_MEMBERS(PP__CHECK_OFFSET)

_Static_assert(sizeof(pp_identity) == 16, "pp_identity is 16 bytes");
_Static_assert(sizeof(pp_sample) == 192, "pp_sample is 192 bytes");
_Static_assert(sizeof(pp_system) == 128, "pp_system is 128 bytes");
_Static_assert(sizeof(pp_exit) == 64, "pp_exit is 64 bytes");
_Static_assert(sizeof(pp_watch_figures) == 128, "pp_watch_figures is 128 bytes");
_Static_assert(sizeof(pp_node) == 64, "pp_node is 64 bytes");
_Static_assert(sizeof(pp_resources) == 128, "pp_resources is 128 bytes");
_Static_assert(_Alignof(pp_identity) == 8, "records are aligned to 8 bytes");
_Static_assert(_Alignof(pp_sample) == 8, "records are aligned to 8 bytes");
_Static_assert(_Alignof(pp_system) == 8, "records are aligned to 8 bytes");
_Static_assert(_Alignof(pp_exit) == 8, "records are aligned to 8 bytes");
_Static_assert(_Alignof(pp_watch_figures) == 8, "records are aligned to 8 bytes");
_Static_assert(_Alignof(pp_node) == 8, "records are aligned to 8 bytes");
_Static_assert(_Alignof(pp_resources) == 8, "records are aligned to 8 bytes");

int32_t pp_abi_version(void)
{
    return PP_ABI_VERSION;
}

int32_t pp_abi_layout(int32_t *figures, int32_t capacity)
{
#define PP__OFFSET(record, member, offset) (int32_t) offsetof(record, member),
    static const int32_t layout[] = {
        (int32_t)sizeof(pp_identity),
        PP__IDENTITY_MEMBERS(PP__OFFSET) /* its members */
        (int32_t) sizeof(pp_sample),
        PP__SAMPLE_MEMBERS(PP__OFFSET) /* its members */
        (int32_t) sizeof(pp_system),
        PP__SYSTEM_MEMBERS(PP__OFFSET) /* its members */
        (int32_t) sizeof(pp_exit),
        PP__EXIT_MEMBERS(PP__OFFSET) /* its members */
        (int32_t) sizeof(pp_watch_figures),
        PP__WATCH_FIGURES_MEMBERS(PP__OFFSET) /* its members */
        (int32_t) sizeof(pp_node),
        PP__NODE_MEMBERS(PP__OFFSET) /* its members */
        (int32_t) sizeof(pp_resources),
        PP__RESOURCES_MEMBERS(PP__OFFSET) /* its members */
    };
    const int32_t count = (int32_t)(sizeof layout / sizeof layout[0]);

    if (capacity < 0 || (figures == NULL && capacity > 0)) {
        return PP_INVALID;
    }
    for (int32_t i = 0; i < count && i < capacity; i++) {
        figures[i] = layout[i];
    }
    return count;
}
