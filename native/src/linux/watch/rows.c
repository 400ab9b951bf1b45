#include "rows.h"

#include "calls.h"
#include "descriptors.h"
#include "ends.h"
#include "hold.h"
#include "kernel.h"
#include "living_thread.h"
#include "load.h"
#include "parents.h"
#include "process.h"
#include "procfs.h"
#include "query.h"
#include "query_plan.h"
#include "row.h"
#include "slots.h"
#include "sys.h"

/* What a held process is not asked for through what is held of it: each poll queries it. */
static const uint64_t QUERIED = PP_FIELD_UID | PP_FIELDS_TEXT | PP_FIELDS_STALL;

/* What no query gives. */
static const uint64_t OF_A_WATCH = PP_FIELD_CPU_LOAD | PP_FIELD_EXIT_STATUS;

static void note_refusal(pp_sample *out, uint32_t call, int32_t error)
{
    if (out->os_error == 0 && error != -PP_ESRCH) {
        out->os_error = -error;
        out->failed_call = call;
    }
}

/* --------------------------------------------------------------------------------------- CPU -- */

static bool read_cpu(const pp_watch *w, const pp__slot *slot, pp_sample *out, uint64_t *ns)
{
    if (pp__watch_has(w, PP__CPU_CLOCK)) {
        return pp__sys_clock(pp__cpu_clock_of(slot->pid), ns) >= 0;
    }
    pp__path path = pp__path_of(slot->pid, "stat");
    pp__stat stat;
    int32_t error = pp__process_read_stat_at(path.text, &stat);
    if (error < 0) {
        note_refusal(out, PP_CALL_OPEN, error);
        return false;
    }
    *ns = (stat.user_ticks + stat.system_ticks) * PP__NS_PER_TICK;
    return true;
}

static void take_cpu(const pp_watch *w, pp__slot *slot, uint64_t ns, uint64_t now_ns,
                     pp_sample *out)
{
    if (pp__watch_wants(w, PP_FIELD_CPU_TOTAL)) {
        out->cpu_total_ns = ns;
        out->valid |= PP_FIELD_CPU_TOTAL;
    }
    if (pp__watch_wants(w, PP_FIELD_CPU_LOAD) && slot->has_cpu && now_ns > slot->sampled_at_ns) {
        out->cpu_load_ppm = pp__load_of(slot->cpu_ns, ns, now_ns - slot->sampled_at_ns);
        out->valid |= PP_FIELD_CPU_LOAD;
    }
    slot->has_cpu = true;
    slot->cpu_ns = ns;
    slot->sampled_at_ns = now_ns;
}

/* ------------------------------------------------------------------------------------ memory -- */

/* A statm of zeros: truly none, as kernel threads have, or that of a first thread that has ended.
 */
static bool look_closer(pp__slot *slot, pp_sample *out)
{
    pp__path path = pp__path_of(slot->pid, "stat");
    pp__stat stat;
    int32_t error = pp__process_read_stat_at(path.text, &stat);
    if (error == 0 && !pp__has_outlived_first_thread(&stat)) {
        slot->is_kernel_thread = (stat.flags & PP__STAT_KERNEL_THREAD) != 0;
        return true;
    }
    pp__living_thread thread = {0};
    if (error == 0) {
        error = pp__living_thread_find(slot->pid, &thread);
        slot->memory = thread.statm;
    }
    if (error < 0) {
        note_refusal(out, PP_CALL_OPEN, error);
    }
    return thread.tid !=
           0; /* none: it ends this moment, what it has is neither known nor nothing */
}

static bool read_memory(pp_watch *w, pp__slot *slot, pp_sample *out)
{
    int32_t file = slot->statm_file;
    if (file == PP__NO_DESCRIPTOR) {
        file = pp__procfs_open(slot->pid, "statm");
        if (file < 0) {
            note_refusal(out, PP_CALL_OPEN, file);
            return false;
        }
        if (pp__descriptors_have_room(w)) {
            slot->statm_file = file;
            w->head.figures.kept_statm++;
        }
    }
    int32_t error = pp__process_read_statm(file, &slot->memory);
    if (file != slot->statm_file) {
        pp__sys_close(file);
    }
    if (error < 0) {
        note_refusal(out, error == -PP_EBADMSG ? PP_CALL_PARSE : PP_CALL_READ, error);
        return false;
    }
    w->head.figures.memory_readings++;
    return slot->memory.virtual_bytes != 0 || look_closer(slot, out);
}

static void take_memory(pp_watch *w, pp__slot *slot, bool may_keep, uint64_t now_ns, pp_sample *out)
{
    if (slot->is_kernel_thread) {
        slot->memory_at_ns = now_ns; /* still none */
    } else if (!may_keep) {
        slot->has_memory = read_memory(w, slot, out);
        slot->memory_at_ns = now_ns;
    }
    if (slot->has_memory) {
        pp__row_take_memory(&slot->memory, w->head.fields, out);
        out->memory_sampled_at_ns = slot->memory_at_ns;
    }
}

/* -------------------------------------------------------------------------------------- rows -- */

static void take_parent(pp_watch *w, int32_t index, pp_sample *out)
{
    const pp__slot *slot = pp__slot_at(w, index);
    if (slot->parent == PP__NO_INDEX) {
        pp__parent_detach(w, index);
        pp__parent_attach(w, index);
    }
    if (slot->has_parent) {
        out->parent_pid = slot->parent_pid;
        out->valid |= PP_FIELD_PARENT;
    }
}

/* By number, as everything of a held process: the notice that follows tells whether it counts. */
static void take_queried(const pp__slot *slot, uint64_t fields, uint64_t now_ns, pp_sample *out)
{
    pp_identity who = {.pid = slot->pid};
    pp_sample row = {.pid = slot->pid};
    pp__query(&who, fields, now_ns, &row);
    if (out->os_error == 0) {
        out->os_error = row.os_error;
        out->failed_call = row.failed_call;
    }
    out->valid |= row.valid;
    out->uid = row.uid;
    out->state = row.state;
    out->threads = row.threads;
    out->process_group = row.process_group;
    out->session = row.session;
    out->start_time_ns = row.start_time_ns;
    out->cpu_user_ns = row.cpu_user_ns;
    out->cpu_system_ns = row.cpu_system_ns;
    out->unique_bytes = row.unique_bytes;
    out->proportional_bytes = row.proportional_bytes;
    out->swap_bytes = row.swap_bytes;
}

static void read_held(pp_watch *w, int32_t index, uint64_t now_ns, uint64_t memory_max_age_ns,
                      pp_sample *out)
{
    pp__slot *slot = pp__slot_at(w, index);
    const uint64_t fields = w->head.fields;
    *out = (pp_sample){.pid = slot->pid,
                       .status = PP_OK,
                       .sampled_at_ns = now_ns,
                       .slot = pp__slot_number(slot, index)};
    if ((fields & PP_FIELD_IDENTITY) != 0 && slot->token_kind != PP_TOKEN_NONE) {
        out->token_kind = slot->token_kind;
        out->start_token = slot->start_token;
        out->valid |= PP_FIELD_IDENTITY;
    }
    if ((fields & PP_FIELD_ALIVE) != 0) {
        out->alive = 1;
        out->valid |= PP_FIELD_ALIVE;
    }
    bool may_keep = memory_max_age_ns > 0 && slot->has_memory && slot->has_cpu &&
                    now_ns - slot->memory_at_ns < memory_max_age_ns &&
                    pp__watch_has(w, PP__CPU_CLOCK);
    if ((fields & (PP_FIELD_CPU_TOTAL | PP_FIELD_CPU_LOAD)) != 0 || memory_max_age_ns > 0) {
        uint64_t cpu_ns = 0;
        if (read_cpu(w, slot, out, &cpu_ns)) {
            may_keep = may_keep && cpu_ns == slot->cpu_ns;
            take_cpu(w, slot, cpu_ns, now_ns, out);
        } else {
            may_keep = false;
            slot->has_cpu = false;
        }
    }
    if ((fields & PP__FIELDS_MEMORY) != 0) {
        take_memory(w, slot, may_keep, now_ns, out);
    }
    if ((fields & PP_FIELD_PARENT) != 0) {
        take_parent(w, index, out);
    }
    if ((fields & QUERIED) != 0) {
        take_queried(slot, fields & QUERIED, now_ns, out);
    }
    if (out->valid == 0 && out->os_error != 0) {
        /* As in a query: nothing of what was wanted. Whether it is gone tells the notice alone. */
        int32_t status = pp__process_status_of(slot->pid, -out->os_error);
        out->status = pp__process_is_over(status) ? PP_OK : status;
    }
}

static void read_gone(const pp_watch *w, const pp__slot *slot, int32_t index, pp_sample *out)
{
    *out = (pp_sample){.pid = slot->pid, .status = PP_GONE, .slot = pp__slot_number(slot, index)};
    if (slot->has_exit_status && pp__watch_wants(w, PP_FIELD_EXIT_STATUS)) {
        out->exit_status = slot->exit_status;
        out->valid = PP_FIELD_EXIT_STATUS;
    }
}

/* One query by identity. Whether it is alive is always asked, and for a load what it is made of. */
static void query(const pp_watch *w, const pp__slot *slot, int32_t index, uint64_t now_ns,
                  pp_sample *out)
{
    pp_identity who = pp__slot_identity(slot);
    *out = (pp_sample){.pid = slot->pid};
    uint64_t for_load = pp__watch_wants(w, PP_FIELD_CPU_LOAD) ? PP_FIELD_CPU_TOTAL : 0;
    pp__query(&who, (w->head.fields & ~OF_A_WATCH) | PP_FIELD_ALIVE | for_load, now_ns, out);
    out->slot = pp__slot_number(slot, index);
}

static void leave_out_unwanted(const pp_watch *w, pp_sample *out)
{
    if (!pp__watch_wants(w, PP_FIELD_ALIVE)) {
        out->valid &= ~PP_FIELD_ALIVE;
        out->alive = 0;
    }
    if (!pp__watch_wants(w, PP_FIELD_CPU_TOTAL)) {
        out->valid &= ~PP_FIELD_CPU_TOTAL;
        out->cpu_total_ns = 0;
    }
}

static void read_ended(pp_watch *w, int32_t index, uint64_t now_ns, pp_sample *out)
{
    pp__slot *slot = pp__slot_at(w, index);
    query(w, slot, index, now_ns, out);
    if (pp__process_is_over(out->status) ||
        (slot->pidfd != PP__NO_DESCRIPTOR && pp__process_is_unreaped(slot->pidfd) == -PP_ESRCH)) {
        pp__end_finish(w, index);
        read_gone(w, slot, index, out);
        return;
    }
    if (out->status == PP_OK && slot->has_exit_status && pp__watch_wants(w, PP_FIELD_EXIT_STATUS)) {
        out->exit_status = slot->exit_status;
        out->valid |= PP_FIELD_EXIT_STATUS;
    }
    leave_out_unwanted(w, out);
}

static void read_looked_up(pp_watch *w, int32_t index, uint64_t now_ns, pp_sample *out)
{
    pp__slot *slot = pp__slot_at(w, index);
    query(w, slot, index, now_ns, out);
    bool is_zombie = out->status == PP_OK && (out->valid & PP_FIELD_ALIVE) != 0 && out->alive == 0;
    if (is_zombie || pp__process_is_over(out->status)) {
        pp__end_begin(w, index, now_ns);
        read_ended(w, index, now_ns, out);
        return;
    }
    if (out->status == PP_OK && (out->valid & PP_FIELD_CPU_TOTAL) != 0) {
        take_cpu(w, slot, out->cpu_total_ns, now_ns, out);
    }
    leave_out_unwanted(w, out);
}

/* Descriptors may have become free since it was added. */
static bool can_be_held(pp_watch *w, int32_t index)
{
    pp_identity who = pp__slot_identity(pp__slot_at(w, index));
    if (!pp__watch_can_hold(w) || !pp__descriptors_have_room(w) ||
        pp__slot_hold(w, index, &who) != PP_OK) {
        return false;
    }
    w->head.figures.looked_up--;
    return true;
}

void pp__row_read(pp_watch *w, int32_t index, uint64_t now_ns, uint64_t memory_max_age_ns,
                  pp_sample *out)
{
    pp__slot *slot = pp__slot_at(w, index);
    switch (slot->state) {
    case PP__SLOT_HELD:
        read_held(w, index, now_ns, memory_max_age_ns, out);
        break;
    case PP__SLOT_LOOKED_UP:
        if (can_be_held(w, index)) {
            read_held(w, index, now_ns, memory_max_age_ns, out);
        } else {
            read_looked_up(w, index, now_ns, out);
        }
        break;
    case PP__SLOT_ENDED:
        read_ended(w, index, now_ns, out);
        break;
    default:
        read_gone(w, slot, index, out);
        break;
    }
}
