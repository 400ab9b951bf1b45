#include "row.h"

#include "calls.h"
#include "kernel.h"
#include "parse/failure.h"
#include "parse/state.h"
#include "pp_internal.h"

#include <unistd.h>

enum { NS_PER_US = 1000 };

/* What the short record tells, of everybody's processes. */
static const uint64_t OF_SHORT = PP_FIELD_ALIVE | PP_FIELD_PARENT | PP_FIELD_UID | PP_FIELD_GROUP;

/* What only the full record tells, of the caller's processes. */
static const uint64_t OF_TASK = PP_FIELD_RESIDENT | PP_FIELD_VIRTUAL | PP__FIELDS_CPU |
                                PP_FIELD_STATE | PP_FIELD_THREADS | PP_FIELD_START_TIME;

static bool wants(uint64_t fields, uint64_t some)
{
    return (fields & some) != 0;
}

void pp__row_note_refusal(pp_sample *out, const pp__refusal *refusal)
{
    if (out->os_error == 0 && out->failed_call == PP_CALL_NONE) {
        out->os_error = refusal->error;
        out->failed_call = refusal->call;
    }
}

static void take_name(pp__more *more, const char *bytes, int32_t capacity)
{
    more->name_length = pp__parse_name_length((const uint8_t *)bytes, capacity);
    for (int32_t i = 0; i < more->name_length; i++) {
        more->name[i] = (uint8_t)bytes[i];
    }
}

/* The longer one is empty for who has registered none. */
static void take_names(pp__more *more, const struct proc_bsdinfo *info)
{
    take_name(more, info->pbi_name, (int32_t)sizeof info->pbi_name);
    if (more->name_length == 0) {
        take_name(more, info->pbi_comm, (int32_t)sizeof info->pbi_comm);
    }
}

/* What all three records tell. */
static void take_common(int32_t parent_pid, uint32_t uid, int32_t group, uint64_t fields,
                        pp_sample *out)
{
    if (wants(fields, PP_FIELD_PARENT)) {
        out->parent_pid = parent_pid;
    }
    if (wants(fields, PP_FIELD_UID)) {
        out->uid = uid;
    }
    if (wants(fields, PP_FIELD_GROUP)) {
        out->process_group = group;
    }
    out->valid |= fields & (PP_FIELD_PARENT | PP_FIELD_UID | PP_FIELD_GROUP);
}

static void take_alive(bool is_alive, uint64_t fields, pp_sample *out)
{
    if (wants(fields, PP_FIELD_ALIVE)) {
        out->alive = is_alive ? 1 : 0;
        out->valid |= PP_FIELD_ALIVE;
    }
}

static void take_state(uint32_t state, uint64_t fields, pp_sample *out)
{
    if (wants(fields, PP_FIELD_STATE) && state != PP_STATE_UNKNOWN) {
        out->state = state;
        out->valid |= PP_FIELD_STATE;
    }
}

static void take_start(int64_t start_us, uint64_t fields, pp_sample *out, pp__more *more)
{
    if (more != NULL) {
        more->start_us = start_us;
    }
    if (wants(fields, PP_FIELD_START_TIME) && start_us != 0) {
        out->start_time_ns = start_us * NS_PER_US;
        out->valid |= PP_FIELD_START_TIME;
    }
}

static void take_cpu(uint64_t user_ticks, uint64_t system_ticks, uint64_t fields, pp_sample *out)
{
    uint64_t user_ns = pp__kernel_ns_of_ticks(user_ticks);
    uint64_t system_ns = pp__kernel_ns_of_ticks(system_ticks);
    out->cpu_total_ns = wants(fields, PP_FIELD_CPU_TOTAL) ? user_ns + system_ns : 0;
    out->cpu_user_ns = wants(fields, PP_FIELD_CPU_USER) ? user_ns : 0;
    out->cpu_system_ns = wants(fields, PP_FIELD_CPU_SYSTEM) ? system_ns : 0;
    out->valid |= fields & PP__FIELDS_CPU;
}

/* ------------------------------------------------------------------------------------ living -- */

/* In the window before it is a zombie: its memory is neither known nor nothing. */
static bool is_exiting(uint32_t flags)
{
    return (flags & PROC_FLAG_INEXIT) != 0;
}

static void take_task(const struct proc_taskallinfo *info, uint64_t fields, pp_sample *out)
{
    const struct proc_bsdinfo *process = &info->pbsd;
    const struct proc_taskinfo *task = &info->ptinfo;
    if (wants(fields, PP__FIELDS_CPU)) {
        take_cpu(task->pti_total_user, task->pti_total_system, fields, out);
    }
    if (is_exiting(process->pbi_flags)) {
        take_state(PP_STATE_DEAD, fields, out);
        return;
    }
    bool is_traced = (process->pbi_flags & PROC_FLAG_TRACED) != 0;
    take_state(pp__state_of_living(process->pbi_status, is_traced, task->pti_numrunning), fields,
               out);
    if (wants(fields, PP_FIELD_RESIDENT)) {
        out->resident_bytes = task->pti_resident_size;
    }
    if (wants(fields, PP_FIELD_VIRTUAL)) {
        out->virtual_bytes = task->pti_virtual_size;
    }
    if (wants(fields, PP_FIELD_THREADS)) {
        out->threads = (uint32_t)task->pti_threadnum;
    }
    out->valid |= fields & (PP_FIELD_RESIDENT | PP_FIELD_VIRTUAL | PP_FIELD_THREADS);
}

static int32_t read_full(int32_t pid, uint64_t fields, pp_sample *out, pp__more *more,
                         pp__refusal *refusal)
{
    struct proc_taskallinfo info;
    int32_t status =
        pp__process_info(pid, PROC_PIDTASKALLINFO, false, &info, (int32_t)sizeof info, refusal);
    if (status != PP_OK) {
        return status;
    }
    const struct proc_bsdinfo *process = &info.pbsd;
    take_common((int32_t)process->pbi_ppid, process->pbi_uid, (int32_t)process->pbi_pgid, fields,
                out);
    take_alive(!is_exiting(process->pbi_flags), fields, out);
    take_start(
        pp__parse_time_us((int64_t)process->pbi_start_tvsec, (int64_t)process->pbi_start_tvusec),
        fields, out, more);
    take_task(&info, fields, out);
    if (more != NULL) {
        take_names(more, process);
        more->is_traced = (process->pbi_flags & PROC_FLAG_TRACED) != 0;
    }
    return PP_OK;
}

static int32_t read_short(int32_t pid, uint64_t fields, pp_sample *out, pp__more *more,
                          pp__refusal *refusal)
{
    struct proc_bsdshortinfo info;
    int32_t status =
        pp__process_info(pid, PROC_PIDT_SHORTBSDINFO, false, &info, (int32_t)sizeof info, refusal);
    if (status != PP_OK) {
        return status;
    }
    take_common((int32_t)info.pbsi_ppid, info.pbsi_uid, (int32_t)info.pbsi_pgid, fields, out);
    take_alive(!is_exiting(info.pbsi_flags), fields, out);
    bool is_traced = (info.pbsi_flags & PROC_FLAG_TRACED) != 0;
    take_state(is_exiting(info.pbsi_flags) ? PP_STATE_DEAD
                                           : pp__state_of_living(info.pbsi_status, is_traced, -1),
               fields, out);
    if (more != NULL) {
        take_name(more, info.pbsi_comm, (int32_t)sizeof info.pbsi_comm);
        more->is_traced = is_traced;
    }
    return PP_OK;
}

/* What the system does not tell of other users' processes in the full record, from the others. */
static int32_t read_refused(int32_t pid, uint64_t fields, pp_sample *out, pp__more *more)
{
    pp__refusal refusal;
    int32_t status = read_short(pid, fields, out, more, &refusal);
    if (status == PP_GONE) {
        return status;
    }
    pp__row_note_refusal(out, &refusal);
    if (wants(fields, PP_FIELD_START_TIME) || more != NULL) {
        pp__kinfo info;
        status = pp__process_look(pid, &info, &refusal);
        if (status == PP_OK) {
            take_start(info.start_us, fields, out, more);
        } else if (status == PP_GONE) {
            return status;
        }
    }
    return PP_OK;
}

static int32_t read_footprint(int32_t pid, pp_sample *out)
{
    struct rusage_info_v0 usage;
    if (!pp__kernel_has(PP__FOOTPRINT)) {
        return PP_OK;
    }
    if (proc_pid_rusage(pid, RUSAGE_INFO_V0, (rusage_info_t *)(void *)&usage) != 0) {
        pp__refusal refusal = {.error = errno, .call = PP_CALL_READ};
        if (refusal.error == ESRCH) {
            return PP_GONE;
        }
        pp__row_note_refusal(out, &refusal);
        return PP_OK;
    }
    /* From the moment on in which it exited it is said to be 0, before the memory is given back. */
    if (usage.ri_proc_exit_abstime == 0) {
        out->private_bytes = usage.ri_phys_footprint;
        out->valid |= PP_FIELD_PRIVATE;
    }
    return PP_OK;
}

static int32_t read_session(int32_t pid, pp_sample *out)
{
    int32_t session = getsid(pid);
    if (session < 0) {
        pp__refusal refusal = {.error = errno, .call = PP_CALL_STAT};
        if (refusal.error == ESRCH) {
            return PP_GONE;
        }
        pp__row_note_refusal(out, &refusal);
        return PP_OK;
    }
    out->session = session;
    out->valid |= PP_FIELD_SESSION;
    return PP_OK;
}

static int32_t read_records(int32_t pid, uint64_t fields, pp_sample *out, pp__more *more)
{
    pp__refusal refusal = {.error = 0};
    int32_t status = PP_OK;
    if (wants(fields, OF_TASK)) {
        status = read_full(pid, fields, out, more, &refusal);
    } else if (wants(fields, OF_SHORT)) {
        status = read_short(pid, fields, out, more, &refusal);
    }
    if (status == PP_OK || status == PP_GONE) {
        return status;
    }
    pp__row_note_refusal(out, &refusal);
    return status == PP_DENIED && wants(fields, OF_TASK) ? read_refused(pid, fields, out, more)
         : status == PP_MALFORMED                        ? status
                                                         : PP_OK;
}

int32_t pp__row_read_living(int32_t pid, uint64_t fields, pp_sample *out, pp__more *more)
{
    int32_t status = read_records(pid, fields, out, more);
    if (status == PP_OK && wants(fields, PP_FIELD_PRIVATE) && out->state != PP_STATE_DEAD) {
        status = read_footprint(pid, out);
    }
    if (status == PP_OK && wants(fields, PP_FIELD_SESSION)) {
        status = read_session(pid, out);
    }
    return status;
}

/* ------------------------------------------------------------------------------------ exited -- */

/* What it used is kept until it is reaped. */
static void read_used(int32_t pid, uint64_t fields, pp_sample *out)
{
    struct rusage_info_v0 usage;
    if (!pp__kernel_has(PP__FOOTPRINT)) {
        return;
    }
    if (proc_pid_rusage(pid, RUSAGE_INFO_V0, (rusage_info_t *)(void *)&usage) == 0) {
        take_cpu(usage.ri_user_time, usage.ri_system_time, fields, out);
    } else {
        pp__row_note_refusal(out, &(pp__refusal){.error = errno, .call = PP_CALL_CPU_CLOCK});
    }
}

/*
 * KERN_PROC has 16 bits for it, and says 0xffff for all that is greater: exit(-1), or any code above 255.
 * The full record has 32, and is told of the caller's processes.
 */
static void take_exit_status(int32_t pid, int32_t wait_status, pp__more *more)
{
    const int32_t too_great = 0xffff;
    struct proc_bsdinfo full;
    pp__refusal unused;
    more->has_exit_status = wait_status != too_great;
    if (!more->has_exit_status && pp__process_info(pid, PROC_PIDTBSDINFO, true, &full,
                                                   (int32_t)sizeof full, &unused) == PP_OK) {
        more->has_exit_status = true;
        wait_status = (int32_t)(full.pbi_xstatus & 0xffff);
    }
    more->exit_status = more->has_exit_status ? pp__exit_status_of_wait(wait_status) : 0;
}

int32_t pp__row_read_exited(int32_t pid, uint64_t fields, pp_sample *out, pp__more *more)
{
    pp__kinfo info;
    pp__refusal refusal;
    int32_t status = pp__process_look(pid, &info, &refusal);
    if (status != PP_OK) {
        pp__row_note_refusal(out, &refusal);
        return status;
    }
    take_common(info.parent_pid, info.uid, info.group, fields, out);
    take_alive(false, fields, out);
    take_state(pp__state_of_exited(info.state), fields, out);
    take_start(info.start_us, fields, out, more);
    if (info.state == PP__SZOMB) {
        out->valid |= fields & PP__FIELDS_MEMORY; /* given back: truly 0 */
    }
    if (wants(fields, PP__FIELDS_CPU)) {
        read_used(pid, fields, out);
    }
    if (more != NULL) {
        take_name(more, (const char *)info.name, info.name_length);
        more->is_traced = (info.flags & PP__P_TRACED) != 0;
        if (info.state == PP__SZOMB) {
            take_exit_status(pid, info.wait_status, more);
        }
    }
    return PP_OK;
}

/* ------------------------------------------------------------------------------------- names -- */

int32_t pp__row_read_name(int32_t pid, pp__more *more, pp__refusal *refusal)
{
    struct proc_bsdinfo info;
    int32_t status =
        pp__process_info(pid, PROC_PIDTBSDINFO, false, &info, (int32_t)sizeof info, refusal);
    if (status == PP_OK) {
        take_names(more, &info);
    } else if (status == PP_DENIED) {
        pp_sample unused = {.pid = pid};
        status = read_short(pid, 0, &unused, more, refusal);
    }
    return status;
}
