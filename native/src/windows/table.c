/*
 * A table: all processes, of one snapshot in each refresh, and the tree over them. Nothing is held
 * between two refreshes: who a process is is told by its PID and its creation time together.
 */
#include "table/rows.h"

#include "kernel.h"
#include "load.h"
#include "row.h"
#include "tree.h"

int32_t pp_os_table_bytes(int32_t capacity)
{
    return (int32_t)sizeof(pp_table) + capacity * PP__TABLE_BYTES_PER_ROW;
}

int32_t pp_os_table_open(pp_table *t, int32_t descriptor_budget)
{
    t->head.figures.descriptor_budget = descriptor_budget > 0 ? descriptor_budget : 0;
    t->snapshot = (pp__snapshot){.memory = NULL};
    t->next_slot = PP_WATCH_INDEX_MASK + 1;
    t->refreshed_at_ns = 0;
    t->half = 0;
    t->known = 0;
    t->gone = 0;
    t->gone_given = 0;
    return PP_OK;
}

void pp_os_table_move(pp_table *from, pp_table *to, int32_t capacity)
{
    *to = *from;
    to->head.figures.capacity = capacity;
    for (int32_t i = 0; i < from->known; i++) {
        pp__table_known(to)[i] = pp__table_known(from)[i];
    }
    for (int32_t i = 0; i < from->gone; i++) {
        pp__table_gone(to)[i] = pp__table_gone(from)[i];
    }
}

void pp_os_table_close(pp_table *t)
{
    pp__snapshot_free(&t->snapshot);
}

/* ----------------------------------------------------------------------- who is still there -- */

/* What was known of a process and what has been read of it now. */
static void take_over(const pp_table *t, const pp__known *before, pp__known *now, pp_sample *row)
{
    now->is_new = false;
    now->slot = before->slot;
    now->had_parent = before->had_parent;
    now->is_orphan = before->is_orphan || (before->had_parent && row->parent_pid == 0);
    if ((t->head.fields & PP_FIELD_CPU_LOAD) != 0 && before->has_cpu && now->has_cpu &&
        row->sampled_at_ns > before->sampled_at_ns) {
        row->cpu_load_ppm =
            pp__load_of(before->cpu_ns, now->cpu_ns, row->sampled_at_ns - before->sampled_at_ns);
        row->valid |= PP_FIELD_CPU_LOAD;
    }
}

static pp__known begin(const pp_sample *row)
{
    return (pp__known){.pid = row->pid,
                       .has_cpu = (row->valid & PP_FIELD_CPU_TOTAL) != 0,
                       .is_new = true,
                       .had_parent = row->parent_pid != 0,
                       .created = row->start_token,
                       .cpu_ns = row->cpu_total_ns,
                       .sampled_at_ns = row->sampled_at_ns};
}

static void leave_out_unwanted(const pp_table *t, pp_sample *row)
{
    uint64_t always = PP_FIELD_IDENTITY | PP_FIELD_PARENT;
    if ((t->head.fields & PP_FIELD_CPU_TOTAL) == 0) {
        row->cpu_total_ns = 0;
    }
    row->valid &= t->head.fields | always;
}

/*
 * Both the rows and the known are in the order of PIDs. Who is not found among the rows is put to the
 * front of its half, in the place of those that have been looked at already.
 */
static void compare_with_known(pp_table *t, pp_sample *rows, int32_t count)
{
    pp__known *before = pp__table_known(t);
    pp__known *now = pp__table_gone(t);
    int32_t at = 0;
    int32_t gone = 0;
    for (int32_t i = 0; i < count; i++) {
        while (at < t->known && before[at].pid < rows[i].pid) {
            before[gone++] = before[at++];
        }
        now[i] = begin(&rows[i]);
        bool has_pid = at < t->known && before[at].pid == rows[i].pid;
        if (has_pid && before[at].created == now[i].created) {
            take_over(t, &before[at++], &now[i], &rows[i]);
        } else {
            now[i].slot = t->next_slot++;
            if (has_pid) {
                before[gone++] = before[at++]; /* its number has been used again */
            }
        }
        rows[i].slot = now[i].slot;
        leave_out_unwanted(t, &rows[i]);
    }
    while (at < t->known) {
        before[gone++] = before[at++];
    }
    t->half = 1 - t->half;
    t->known = count;
    t->gone = gone;
    t->gone_given = 0;
}

/* ---------------------------------------------------------------------------------- the tree -- */

/* The row of the parent: one that has a row, is another process, and did not start after it. */
static int32_t parent_row(const pp_sample *rows, int32_t count, int32_t own)
{
    int32_t parent =
        rows[own].parent_pid == 0 ? -1 : pp__table_row_of(rows, count, rows[own].parent_pid);
    if (parent < 0 || parent == own) {
        return -1;
    }
    bool may_be = pp__process_may_be_parent(rows[parent].pid, rows[parent].start_token,
                                            rows[own].start_token);
    return may_be ? parent : -1;
}

static void make_nodes(pp_table *t, const pp_sample *rows, pp_node *nodes, int32_t count)
{
    const pp__known *known = pp__table_known(t);
    for (int32_t i = 0; i < count; i++) {
        nodes[i].parent = parent_row(rows, count, i);
        nodes[i].marks = (known[i].is_new ? (uint32_t)PP_NODE_NEW : 0) |
                         (known[i].is_orphan ? (uint32_t)PP_NODE_ORPHAN : 0);
        nodes[i].start_time_ns = pp__kernel_unix_ns(rows[i].start_token);
        nodes[i].session =
            0; /* sessions of Windows are those of terminals, each with all of them */
    }
    pp__tree_build(rows, nodes, count, pp__table_order(t));
}

static void count_figures(pp_table *t)
{
    pp_watch_figures *figures = &t->head.figures;
    bool has_memory = (t->head.fields & PP__FIELDS_MEMORY) != 0;
    figures->tracked = t->known + t->gone;
    figures->ended = t->gone;
    figures->undrained = t->gone;
    figures->polls++;
    figures->rows += (uint64_t)t->known;
    figures->memory_readings += has_memory ? (uint64_t)t->known : 0;
    figures->parent_readings += (uint64_t)t->known;
    figures->exits += (uint64_t)t->gone;
}

/* All memory is of the refresh: it comes with the rest in one call, and costs nothing. */
int32_t pp_os_table_refresh(pp_table *t, uint64_t memory_max_age_ns, pp_sample *rows,
                            pp_node *nodes, uint8_t *names, int32_t capacity)
{
    (void)memory_max_age_ns;
    int32_t status = pp__snapshot_take(&t->snapshot);
    if (status != PP_OK) {
        return status;
    }
    if (t->snapshot.count > t->head.figures.capacity || t->snapshot.count > capacity) {
        return PP_TOO_SMALL;
    }
    int32_t count = pp__table_read_rows(t, rows, nodes, names);
    compare_with_known(t, rows, count);
    t->refreshed_at_ns = pp_os_now_ns();
    make_nodes(t, rows, nodes, count);
    count_figures(t);
    return count;
}

/* How they ended is not known: no handle of them was held. */
int32_t pp_os_table_gone(pp_table *t, pp_exit *out, int32_t capacity)
{
    int32_t count = 0;
    for (; count < capacity && t->gone_given < t->gone; count++) {
        const pp__known *it = &pp__table_gone(t)[t->gone_given++];
        out[count] = (pp_exit){
            .pid = it->pid,
            .token_kind = it->created != 0 ? PP_TOKEN_CREATION_TIME : PP_TOKEN_NONE,
            .start_token = it->created,
            .slot = it->slot,
            .noticed_at_ns = t->refreshed_at_ns,
        };
    }
    t->head.figures.undrained -= count;
    return count;
}

void pp_os_table_stats(const pp_table *t, pp_watch_figures *out)
{
    *out = t->head.figures;
}
