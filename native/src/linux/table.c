/*
 * A table: a watch that finds its processes by itself, and the tree over them.
 *
 * A refresh lists the PIDs, takes in who is not known yet, lets the watch read the rows in the order
 * of the list, and then looks once at who has ended. Everything read by number counts only for those
 * who had not been reaped then.
 */
#include "kernel.h"
#include "slots.h"
#include "table/by_pid.h"
#include "table/facts.h"
#include "tree.h"
#include "watch/descriptors.h"
#include "watch/ends.h"
#include "watch/rows.h"

int32_t pp_os_table_bytes(int32_t capacity)
{
    /* At most (164 + 88 + 16 + 8) * 2^20, far below 2^31. */
    return (int32_t)sizeof(pp_table) + pp__table_watch_bytes(capacity) +
           capacity * (int32_t)sizeof(pp__facts) +
           (pp__table_buckets_for(capacity) + 2 * capacity) * (int32_t)sizeof(int32_t);
}

int32_t pp_os_table_open(pp_table *t, int32_t descriptor_budget)
{
    int32_t capacity = t->head.figures.capacity;
    t->buckets = pp__table_buckets_for(capacity);
    /* The tree is made of parents, and who a process is is known anyway. */
    uint64_t fields = t->head.fields | PP_FIELD_PARENT | PP_FIELD_IDENTITY;
    return pp_watch_open(pp__table_watch(t), pp__table_watch_bytes(capacity), capacity, fields,
                         descriptor_budget);
}

void pp_os_table_move(pp_table *from, pp_table *to, int32_t capacity)
{
    int32_t used = pp__table_watch(from)->used_slots;
    *to = *from;
    to->head.figures.capacity = capacity;
    to->buckets = pp__table_buckets_for(capacity);
    (void)pp_watch_move(pp__table_watch(from), pp__table_watch(to), pp__table_watch_bytes(capacity),
                        capacity);
    for (int32_t i = 0; i < used; i++) {
        *pp__table_facts(to, i) = *pp__table_facts(from, i);
    }
}

void pp_os_table_close(pp_table *t)
{
    (void)pp_watch_close(pp__table_watch(t));
}

/* ----------------------------------------------------------------------------------- refresh -- */

/*
 * Forgets who was gone at the last refresh, whether asked for or not, and finds out which zombies
 * have been reaped since: their PIDs may be those of others now.
 */
static void begin_refresh(pp_table *t)
{
    pp_watch *w = pp__table_watch(t);
    pp__by_pid_clear(t);
    for (int32_t i = 0; i < w->used_slots; i++) {
        pp__slot *slot = pp__slot_at(w, i);
        slot->row = PP__NO_INDEX;
        if (slot->state == PP__SLOT_GONE) {
            (void)pp_os_watch_remove(w, pp__slot_number(slot, i));
        } else if (slot->state == PP__SLOT_ENDED && pp__end_is_over(slot)) {
            pp__end_finish(w, i);
        } else if (slot->state != PP__SLOT_FREE) {
            pp__by_pid_put(t, slot->pid, i);
        }
    }
}

/* PP_OK also for a process that has gone since it was listed. */
static int32_t take_in(pp_table *t, int32_t pid, int32_t *slot)
{
    pp_watch *w = pp__table_watch(t);
    pp_identity who = {.pid = pid};
    int64_t number = -1;
    int32_t status = pp_os_watch_add(w, &who, &number);
    *slot = PP__NO_INDEX;
    if (status == PP_OK) {
        *slot = (int32_t)(number & (int64_t)PP_WATCH_INDEX_MASK);
        pp__facts_begin(t, *slot);
        pp__by_pid_put(t, pid, *slot);
        pp__slot_at(w, *slot)->row = PP__NO_INDEX;
        return PP_OK;
    }
    return status == PP_TOO_SMALL || status == PP_AGAIN ? status : PP_OK;
}

static void read_row(pp_table *t, int32_t slot, int32_t index, uint64_t now_ns,
                     uint64_t memory_max_age_ns, pp_sample *row)
{
    pp_watch *w = pp__table_watch(t);
    pp__slot_at(w, slot)->row = index;
    pp__row_read(w, slot, now_ns, memory_max_age_ns, row);
    if (row->status == PP_GONE) {
        pp__slot_at(w, slot)->row = PP__NO_INDEX;
    }
}

/* A number that is known may be that of another process by now, which is then taken in. */
static int32_t read_rows(pp_table *t, int32_t listed, uint64_t memory_max_age_ns, pp_sample *rows,
                         int32_t *count)
{
    const int32_t *pids = pp__table_pids(t);
    uint64_t now_ns = 0;
    *count = 0;
    for (int32_t i = 0; i < listed; i++) {
        pp_sample *row = &rows[*count];
        if (*count % PP__ROWS_PER_CLOCK_READING == 0) {
            now_ns = pp_os_now_ns();
        }
        int32_t slot = pp__by_pid_find(t, pids[i]);
        if (slot != PP__NO_INDEX) {
            read_row(t, slot, *count, now_ns, memory_max_age_ns, row);
        }
        if (slot == PP__NO_INDEX || row->status == PP_GONE) {
            int32_t status = take_in(t, pids[i], &slot);
            if (status != PP_OK) {
                return status;
            }
            if (slot == PP__NO_INDEX) {
                continue;
            }
            read_row(t, slot, *count, now_ns, memory_max_age_ns, row);
        }
        if (row->status == PP_OK) {
            pp__facts_update(t, slot, row);
        }
        (*count)++;
    }
    return PP_OK;
}

/* Nothing is heard of those that are looked up: who is not listed any more has ended. */
static void notice_unlisted(pp_table *t)
{
    pp_watch *w = pp__table_watch(t);
    for (int32_t i = 0; i < w->used_slots && w->head.figures.looked_up > 0; i++) {
        const pp__slot *slot = pp__slot_at(w, i);
        if (slot->state == PP__SLOT_LOOKED_UP && slot->row == PP__NO_INDEX &&
            pp__end_is_over(slot)) {
            pp__end_begin(w, i, pp_os_now_ns());
            pp__end_finish(w, i);
        }
    }
}

static int32_t slot_of(const pp_sample *row)
{
    return (int32_t)(row->slot & (int64_t)PP_WATCH_INDEX_MASK);
}

/* Takes out the rows of those who went away while they were read. How many are left. */
static int32_t close_ranks(pp_table *t, pp_sample *rows, int32_t count)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < count; i++) {
        pp__slot *slot = pp__slot_at(pp__table_watch(t), slot_of(&rows[i]));
        if (rows[i].status == PP_GONE) {
            slot->row = PP__NO_INDEX;
            continue;
        }
        if (kept != i) {
            rows[kept] = rows[i];
        }
        slot->row = kept++;
    }
    return kept;
}

/* ---------------------------------------------------------------------------------- the tree -- */

/* The row of a process, or PP__NO_INDEX. */
static int32_t row_of(pp_table *t, int32_t pid)
{
    int32_t slot = pid > 0 ? pp__by_pid_find(t, pid) : PP__NO_INDEX;
    return slot == PP__NO_INDEX ? PP__NO_INDEX : pp__slot_at(pp__table_watch(t), slot)->row;
}

/* The row of the parent: one that has a row, is another process, and did not start after it. */
static int32_t parent_row(pp_table *t, const pp_sample *row, const pp__facts *facts, int32_t own)
{
    if ((row->valid & PP_FIELD_PARENT) == 0) {
        return PP__NO_INDEX;
    }
    int32_t parent = row_of(t, row->parent_pid);
    if (parent == PP__NO_INDEX || parent == own) {
        return PP__NO_INDEX;
    }
    const pp__facts *of_parent = pp__table_facts(t, pp__by_pid_find(t, row->parent_pid));
    bool is_later =
        facts->has_stat && of_parent->has_stat && of_parent->start_ticks > facts->start_ticks;
    return is_later ? PP__NO_INDEX : parent;
}

static int64_t start_time_of(const pp__facts *facts)
{
    int64_t boot_ns = pp__kernel_boot_time_ns();
    const uint64_t most = (uint64_t)INT64_MAX / 2 / PP__NS_PER_TICK;
    return facts->has_stat && boot_ns > 0 && facts->start_ticks <= most
             ? boot_ns + (int64_t)facts->start_ticks * PP__NS_PER_TICK
             : 0;
}

static void make_nodes(pp_table *t, const pp_sample *rows, pp_node *nodes, uint8_t *names,
                       int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        const pp__facts *facts = pp__table_facts(t, slot_of(&rows[i]));
        bool is_new = facts->refreshes == 1;
        bool has_leader = row_of(t, facts->session) != PP__NO_INDEX;
        bool is_orphan = pp__facts_is_orphan(facts, &rows[i], has_leader);
        nodes[i].parent = parent_row(t, &rows[i], facts, i);
        nodes[i].marks =
            (is_new ? (uint32_t)PP_NODE_NEW : 0) | (is_orphan ? (uint32_t)PP_NODE_ORPHAN : 0);
        nodes[i].start_time_ns = start_time_of(facts);
        nodes[i].session = facts->has_stat ? facts->session : 0;
        nodes[i].name_length = facts->name_length;
        uint8_t *name = names + (size_t)i * PP_TABLE_NAME_BYTES;
        for (int32_t at = 0; at < PP_TABLE_NAME_BYTES / 8; at++) {
            ((uint64_t *)(void *)name)[at] = ((const uint64_t *)(const void *)facts->name)[at];
        }
    }
    pp__tree_build(rows, nodes, count, pp__table_order(t));
}

int32_t pp_os_table_refresh(pp_table *t, uint64_t memory_max_age_ns, pp_sample *rows,
                            pp_node *nodes, uint8_t *names, int32_t capacity)
{
    int32_t room = t->head.figures.capacity;
    int32_t listed = pp_os_list_pids(pp__table_pids(t), room);
    if (listed < 0) {
        return listed;
    }
    if (listed > room || listed > capacity) {
        return PP_TOO_SMALL;
    }
    pp_watch *w = pp__table_watch(t);
    int32_t status = pp__watch_notice(w, NULL);
    int32_t count = 0;
    if (status == PP_OK) {
        begin_refresh(t);
        status = read_rows(t, listed, memory_max_age_ns, rows, &count);
        notice_unlisted(t);
    }
    if (status == PP_OK) {
        status = pp__watch_notice(w, rows);
    }
    if (status != PP_OK) {
        return status;
    }
    count = close_ranks(t, rows, count);
    make_nodes(t, rows, nodes, names, count);
    w->head.figures.polls++;
    w->head.figures.rows += (uint64_t)count;
    return count;
}

int32_t pp_os_table_gone(pp_table *t, pp_exit *out, int32_t capacity)
{
    return pp_watch_exits(pp__table_watch(t), out, capacity);
}

void pp_os_table_stats(const pp_table *table, pp_watch_figures *out)
{
    pp_os_watch_stats((const pp_watch *)(const void *)(table + 1), out);
}
