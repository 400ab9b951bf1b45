#include "rows.h"

#include "ends.h"
#include "hold.h"
#include "load.h"
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

/* What the watch wants of a query, and what it needs for itself. */
static uint64_t fields_of(const pp_watch *w)
{
    uint64_t for_load = pp__watch_wants(w, PP_FIELD_CPU_LOAD) ? PP_FIELD_CPU_TOTAL : 0;
    return (w->head.fields & ~OF_A_WATCH) | for_load;
}

static void leave_out_unwanted(const pp_watch *w, pp_sample *out)
{
    if (!pp__watch_wants(w, PP_FIELD_CPU_TOTAL)) {
        out->cpu_total_ns = 0;
        out->valid &= ~PP_FIELD_CPU_TOTAL;
    }
    if (!pp__watch_wants(w, PP_FIELD_ALIVE)) {
        out->alive = 0;
        out->valid &= ~PP_FIELD_ALIVE;
    }
}

/* ------------------------------------------------------------------------------------- held -- */

static pp__memory memory_of(const pp_sample *row)
{
    return (pp__memory){.valid = row->valid & PP__FIELDS_MEMORY,
                        .resident_bytes = row->resident_bytes,
                        .private_bytes = row->private_bytes,
                        .virtual_bytes = row->virtual_bytes};
}

static void put_memory(const pp__slot *slot, pp_sample *out)
{
    out->resident_bytes = slot->memory.resident_bytes;
    out->private_bytes = slot->memory.private_bytes;
    out->virtual_bytes = slot->memory.virtual_bytes;
    out->valid = (out->valid & ~PP__FIELDS_MEMORY) | slot->memory.valid;
    out->memory_sampled_at_ns = slot->memory_at_ns;
}

/*
 * The CPU time comes with the memory but for the footprint, in one call: that a process has not run is
 * known after it, and then the footprint needs no call of its own.
 */
static int32_t read_fields(const pp_watch *w, pp__slot *slot, uint64_t now_ns,
                           uint64_t memory_max_age_ns, bool *is_kept, pp_sample *out)
{
    const uint64_t fields = fields_of(w);
    bool is_young = slot->memory.valid != 0 && now_ns - slot->memory_at_ns < memory_max_age_ns;
    *is_kept = false;
    if (!is_young || !slot->has_cpu) {
        return pp__row_read_living(slot->pid, fields, out, NULL);
    }
    int32_t status = pp__row_read_living(
        slot->pid, (fields & ~PP_FIELD_PRIVATE) | PP_FIELD_CPU_TOTAL, out, NULL);
    bool has_stood_still =
        (out->valid & PP_FIELD_CPU_TOTAL) != 0 && out->cpu_total_ns == slot->cpu_ns;
    if (status == PP_OK && has_stood_still) {
        *is_kept = true;
    } else if (status == PP_OK && (fields & PP_FIELD_PRIVATE) != 0) {
        status = pp__row_read_living(slot->pid, PP_FIELD_PRIVATE, out, NULL);
    }
    return status;
}

/* False when a call knows it no more. */
static bool read_held(pp_watch *w, int32_t index, uint64_t now_ns, uint64_t memory_max_age_ns,
                      pp_sample *out)
{
    pp__slot *slot = pp__slot_at(w, index);
    bool is_kept = false;
    *out = (pp_sample){.pid = slot->pid, .slot = pp__slot_number(slot, index)};
    if (pp__watch_wants(w, PP_FIELD_IDENTITY)) {
        out->token_kind = PP_TOKEN_UNIQUE_ID;
        out->start_token = slot->id;
        out->valid |= PP_FIELD_IDENTITY;
    }
    out->status = read_fields(w, slot, now_ns, memory_max_age_ns, &is_kept, out);
    if (out->status == PP_GONE) {
        return false;
    }
    if (pp__watch_wants(w, PP_FIELD_PARENT)) {
        w->head.figures.parent_readings++;
    }
    pp__query_finish(fields_of(w), now_ns, out);
    out->slot = pp__slot_number(slot, index);
    if (out->status == PP_OK && is_kept) {
        put_memory(slot, out);
    } else if (out->status == PP_OK && (out->valid & PP__FIELDS_MEMORY) != 0) {
        slot->memory = memory_of(out);
        slot->memory_at_ns = now_ns;
        w->head.figures.memory_readings++;
    }
    if (out->status == PP_OK && (out->valid & PP_FIELD_CPU_TOTAL) != 0) {
        take_load(w, slot, out->cpu_total_ns, now_ns, out);
    } else {
        slot->has_cpu = false;
    }
    leave_out_unwanted(w, out);
    return true;
}

/* ----------------------------------------------------------------------------------- the others -- */

static void take_exit_status(const pp_watch *w, const pp__slot *slot, pp_sample *out)
{
    if (slot->has_exit_status && pp__watch_wants(w, PP_FIELD_EXIT_STATUS)) {
        out->exit_status = slot->exit_status;
        out->valid |= PP_FIELD_EXIT_STATUS;
    }
}

static void read_gone(const pp_watch *w, const pp__slot *slot, int32_t index, pp_sample *out)
{
    *out = (pp_sample){.pid = slot->pid, .status = PP_GONE, .slot = pp__slot_number(slot, index)};
    take_exit_status(w, slot, out);
}

/* A zombie until it is reaped. */
static void read_ended(pp_watch *w, int32_t index, uint64_t now_ns, pp_sample *out)
{
    pp__slot *slot = pp__slot_at(w, index);
    const pp_identity who = pp__slot_identity(slot);
    pp__query(&who, w->head.fields & ~OF_A_WATCH, now_ns, out, NULL, NULL);
    if (out->status == PP_GONE || out->status == PP_REPLACED) {
        pp__end_finish(slot);
        read_gone(w, slot, index, out);
        return;
    }
    if (!slot->has_exit_status) {
        pp__end_ask(slot);
    }
    out->slot = pp__slot_number(slot, index);
    if (out->status == PP_OK) {
        take_exit_status(w, slot, out);
    }
}

static void end_and_read(pp_watch *w, int32_t index, uint64_t now_ns, pp_sample *out)
{
    pp__end_begin(w, index, now_ns, NULL);
    read_ended(w, index, now_ns, out);
}

/* Also of a held one that a call does not know any more, of whose end nothing has been told yet. */
static void read_looked_up(pp_watch *w, int32_t index, uint64_t now_ns, pp_sample *out)
{
    pp__slot *slot = pp__slot_at(w, index);
    const pp_identity who = pp__slot_identity(slot);
    pp__query(&who, fields_of(w) | PP_FIELD_ALIVE, now_ns, out, NULL, NULL);
    bool has_exited = out->status == PP_OK && (out->valid & PP_FIELD_ALIVE) != 0 && out->alive == 0;
    if (has_exited || out->status == PP_GONE || out->status == PP_REPLACED) {
        end_and_read(w, index, now_ns, out);
        return;
    }
    out->slot = pp__slot_number(slot, index);
    if (out->status == PP_OK && (out->valid & PP_FIELD_CPU_TOTAL) != 0) {
        take_load(w, slot, out->cpu_total_ns, now_ns, out);
    }
    leave_out_unwanted(w, out);
}

/* There may be room by now. */
static void hold_if_possible(pp_watch *w, int32_t index)
{
    pp__slot *slot = pp__slot_at(w, index);
    const pp_identity who = pp__slot_identity(slot);
    if (!pp__watch_has_room(w)) {
        return;
    }
    /* To be held or to have ended, it is looked up no more. */
    w->head.figures.looked_up--;
    if (pp__slot_hold(w, index, &who) != PP_OK) {
        w->head.figures.looked_up++;
    }
}

void pp__row_read(pp_watch *w, int32_t index, uint64_t now_ns, uint64_t memory_max_age_ns,
                  pp_sample *out)
{
    pp__slot *slot = pp__slot_at(w, index);
    if (slot->state == PP__SLOT_LOOKED_UP) {
        hold_if_possible(w, index);
    }
    if (slot->state == PP__SLOT_HELD) {
        if (!read_held(w, index, now_ns, memory_max_age_ns, out)) {
            read_looked_up(w, index, now_ns, out);
        }
    } else if (slot->state == PP__SLOT_LOOKED_UP) {
        read_looked_up(w, index, now_ns, out);
    } else if (slot->state == PP__SLOT_ENDED) {
        read_ended(w, index, now_ns, out);
    } else {
        read_gone(w, slot, index, out);
    }
}
