#include "rows.h"

#include "calls.h"
#include "ends.h"
#include "hold.h"
#include "kernel.h"
#include "load.h"
#include "parents.h"
#include "query.h"
#include "slots.h"

/* What no query gives. */
static const uint64_t OF_A_WATCH = PP_FIELD_CPU_LOAD | PP_FIELD_EXIT_STATUS;

static void take_load(const pp_watch *w, pp__slot *slot, uint64_t cpu_ns, uint64_t now_ns,
                      pp_sample *out)
{
    if (pp__watch_wants(w, PP_FIELD_CPU_LOAD) && slot->has_cpu && now_ns > slot->sampled_at_ns) {
        out->cpu_load_ppm = pp__load_of(slot->cpu_ns, cpu_ns, now_ns - slot->sampled_at_ns);
        out->valid |= PP_FIELD_CPU_LOAD;
    }
    slot->has_cpu = true;
    slot->cpu_ns = cpu_ns;
    slot->sampled_at_ns = now_ns;
}

/* ------------------------------------------------------------------------------------- held -- */

/*
 * Whether it has not run since its memory was read. Its CPU time moves with the ticks of the clock
 * only, so the cycles are asked, which are counted at every switch.
 */
static bool has_stood_still(pp__slot *slot)
{
    ULONG64 cycles = 0;
    bool is_known = pp__kernel_has(PP__CYCLES) && QueryProcessCycleTime(slot->process, &cycles);
    bool is_same = is_known && slot->cycles != 0 && cycles == slot->cycles;
    slot->cycles = is_known ? cycles : 0;
    return is_same;
}

static void take_memory(pp_watch *w, pp__slot *slot, uint64_t now_ns, uint64_t max_age_ns,
                        pp_sample *out)
{
    const uint64_t fields = w->head.fields;
    bool is_young = slot->memory.valid != 0 && now_ns - slot->memory_at_ns < max_age_ns;
    bool may_keep = max_age_ns > 0 && has_stood_still(slot) && is_young;
    if (!may_keep) {
        pp__process process = pp__slot_process(slot);
        slot->memory = pp__row_read_memory(&process, fields, out);
        slot->memory_at_ns = now_ns;
        w->head.figures.memory_readings++;
    }
    pp__row_take_memory(&slot->memory, fields, out);
    if ((out->valid & PP__FIELDS_MEMORY & ~PP_FIELD_UNIQUE) != 0) {
        out->memory_sampled_at_ns = slot->memory_at_ns;
    }
}

static void take_cpu(pp_watch *w, pp__slot *slot, uint64_t now_ns, pp_sample *out)
{
    pp__process process = pp__slot_process(slot);
    pp__cpu cpu;
    if (pp__row_read_cpu(&process, slot->pid, &w->snapshot, &cpu, out)) {
        pp__row_take_cpu(&cpu, w->head.fields, out);
        take_load(w, slot, cpu.user_ns + cpu.system_ns, now_ns, out);
    } else {
        slot->has_cpu = false;
    }
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
    pp__row_take_identity(slot->created, fields, out);
    if ((fields & PP_FIELD_ALIVE) != 0) {
        out->alive = 1;
        out->valid |= PP_FIELD_ALIVE;
    }
    if ((fields & (PP__FIELDS_CPU | PP_FIELD_CPU_LOAD)) != 0) {
        take_cpu(w, slot, now_ns, out);
    }
    if ((fields & PP__FIELDS_MEMORY) != 0) {
        take_memory(w, slot, now_ns, memory_max_age_ns, out);
    }
    if ((fields & PP_FIELD_PARENT) != 0) {
        pp__parent_take(w, index, out);
    }
    if ((fields & PP__FIELDS_SNAPSHOT) != 0) {
        const pp__entry *entry = pp__snapshot_find(&w->snapshot, slot->pid);
        if (entry != NULL) {
            pp__row_take_threads(entry, fields, out);
        }
        pp__row_note_refusal(out, PP_CALL_READ, w->snapshot.error);
    }
    if (out->valid == 0 && fields != 0 && (fields & ~OF_A_WATCH) != 0) {
        out->status = out->os_error == 0 ? PP_UNSUPPORTED : PP_OS_ERROR;
        out->sampled_at_ns = 0;
    }
}

/* -------------------------------------------------------------------------------- the others -- */

static void read_gone(const pp_watch *w, const pp__slot *slot, int32_t index, pp_sample *out)
{
    *out = (pp_sample){.pid = slot->pid, .status = PP_GONE, .slot = pp__slot_number(slot, index)};
    if (slot->has_exit_status && pp__watch_wants(w, PP_FIELD_EXIT_STATUS)) {
        out->exit_status = slot->exit_status;
        out->valid = PP_FIELD_EXIT_STATUS;
    }
}

static void read_looked_up(pp_watch *w, int32_t index, uint64_t now_ns, pp_sample *out)
{
    pp__slot *slot = pp__slot_at(w, index);
    pp_identity who = pp__slot_identity(slot);
    uint64_t for_load = pp__watch_wants(w, PP_FIELD_CPU_LOAD) ? PP_FIELD_CPU_TOTAL : 0;
    *out = (pp_sample){.pid = slot->pid};
    pp__query(&who, (w->head.fields & ~OF_A_WATCH) | for_load, now_ns, &w->snapshot, out);
    if (out->status == PP_GONE || out->status == PP_REPLACED) {
        pp__end_begin(w, index, now_ns);
        read_gone(w, slot, index, out);
        return;
    }
    out->slot = pp__slot_number(slot, index);
    if (out->status == PP_OK && (out->valid & PP_FIELD_CPU_TOTAL) != 0) {
        take_load(w, slot, out->cpu_total_ns, now_ns, out);
    }
    if (!pp__watch_wants(w, PP_FIELD_CPU_TOTAL)) {
        out->valid &= ~PP_FIELD_CPU_TOTAL;
        out->cpu_total_ns = 0;
    }
}

/* There may be room for a handle by now. */
static bool can_be_held(pp_watch *w, int32_t index)
{
    pp__slot *slot = pp__slot_at(w, index);
    pp_identity who = pp__slot_identity(slot);
    if (slot->is_denied || !pp__watch_has_room(w)) {
        return false;
    }
    int32_t status = pp__slot_hold(w, index, &who);
    slot->is_denied = status == PP_DENIED;
    w->head.figures.looked_up -= status == PP_OK;
    return status == PP_OK;
}

void pp__row_read(pp_watch *w, int32_t index, uint64_t now_ns, uint64_t memory_max_age_ns,
                  pp_sample *out)
{
    pp__slot *slot = pp__slot_at(w, index);
    if (slot->state == PP__SLOT_LOOKED_UP && !can_be_held(w, index)) {
        read_looked_up(w, index, now_ns, out);
    } else if (slot->state == PP__SLOT_HELD) {
        read_held(w, index, now_ns, memory_max_age_ns, out);
    } else {
        read_gone(w, slot, index, out);
    }
}
