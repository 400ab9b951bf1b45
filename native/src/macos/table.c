/*
 * A table: all processes, of one snapshot and a reading of each in each refresh, and the tree over
 * them. Nothing is held between two refreshes: who a process is is told by its unique id.
 */
#include "table/rows.h"

#include "load.h"
#include "row.h"
#include "tree.h"

enum { NS_PER_US = 1000 };

int32_t pp_os_table_bytes(int32_t capacity)
{
    return (int32_t)sizeof(pp_table) + capacity * PP__TABLE_BYTES_PER_ROW;
}

int32_t pp_os_table_open(pp_table *t, int32_t descriptor_budget)
{
    t->head.figures.descriptor_budget = descriptor_budget > 0 ? descriptor_budget : 0;
    t->snapshot = (pp__snapshot){.count = 0};
    t->next_slot = PP_WATCH_INDEX_MASK + 1;
    t->refreshed_at_ns = 0;
    t->half = 0;
    t->known = 0;
    t->gone = 0;
    t->unused = 0;
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

/*
 * One that is just exiting has no id for a moment: then it is who began in the same microsecond. Of whom
 * nothing could be read it is not known to be another one, which the next refresh will tell.
 */
static bool is_same(const pp__known *before, const pp__known *now)
{
    if (before->id != 0 && now->id != 0) {
        return before->id == now->id;
    }
    return before->start_us == now->start_us || before->start_us == 0 || now->start_us == 0;
}

/* What was known of a process and what has been read of it now. */
static void take_over(const pp_table *t, const pp__known *before, pp__known *now, pp_sample *row)
{
    now->is_new = false;
    now->slot = before->slot;
    now->is_given = before->is_given;
    now->forked_by = now->id != 0 ? now->forked_by : before->forked_by;
    now->id = now->id != 0 ? now->id : before->id;
    now->start_us = now->start_us != 0 ? now->start_us : before->start_us;
    now->has_exited = now->has_exited || before->has_exited;
    if (now->id != 0 && row->status == PP_OK) {
        row->token_kind = PP_TOKEN_UNIQUE_ID;
        row->start_token = now->id;
        row->valid |= PP_FIELD_IDENTITY;
    }
    if (!now->has_exited && (t->head.fields & PP_FIELD_CPU_LOAD) != 0 && before->has_cpu &&
        now->has_cpu && row->sampled_at_ns > before->sampled_at_ns) {
        row->cpu_load_ppm =
            pp__load_of(before->cpu_ns, now->cpu_ns, row->sampled_at_ns - before->sampled_at_ns);
        row->valid |= PP_FIELD_CPU_LOAD;
    }
}

/* What a table reads whether or not it is asked to. */
static void leave_out_unwanted(const pp_table *t, const pp__known *now, pp_sample *row)
{
    const uint64_t always = PP_FIELD_IDENTITY | PP_FIELD_PARENT;
    const uint64_t fields = t->head.fields;
    row->cpu_total_ns = (fields & PP_FIELD_CPU_TOTAL) != 0 ? row->cpu_total_ns : 0;
    row->alive = (fields & PP_FIELD_ALIVE) != 0 ? row->alive : 0;
    row->start_time_ns = (fields & PP_FIELD_START_TIME) != 0 ? row->start_time_ns : 0;
    row->session = (fields & PP_FIELD_SESSION) != 0 ? row->session : 0;
    row->valid &= fields | always;
    if ((fields & PP_FIELD_EXIT_STATUS) != 0 && now->has_exit_status) {
        row->exit_status = now->exit_status;
        row->valid |= PP_FIELD_EXIT_STATUS;
    }
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
        bool has_pid = at < t->known && before[at].pid == rows[i].pid;
        if (has_pid && is_same(&before[at], &now[i])) {
            take_over(t, &before[at++], &now[i], &rows[i]);
        } else {
            now[i].slot = t->next_slot++;
            if (has_pid) {
                before[gone++] = before[at++]; /* its number has been used again */
            }
        }
        rows[i].slot = now[i].slot;
        leave_out_unwanted(t, &now[i], &rows[i]);
    }
    while (at < t->known) {
        before[gone++] = before[at++];
    }
    t->half = 1 - t->half;
    t->known = count;
    t->gone = gone;
}

/* ---------------------------------------------------------------------------------- the tree -- */

/* Ids are given in the order of beginning. */
static int32_t parent_row(const pp_sample *rows, const pp__known *known, int32_t count, int32_t own)
{
    int32_t parent =
        known[own].parent_pid == 0 ? -1 : pp__table_row_of(rows, count, known[own].parent_pid);
    if (parent < 0 || parent == own) {
        return -1;
    }
    bool is_later = known[parent].id != 0 && known[own].id != 0 && known[parent].id > known[own].id;
    return is_later ? -1 : parent;
}

/* The one who made it is not its parent any more, though no debugger has taken it over. */
static bool is_orphan(const pp__known *known, int32_t own, int32_t parent)
{
    const pp__known *it = &known[own];
    bool has_maker = parent >= 0 && known[parent].id == it->forked_by;
    return it->forked_by != 0 && it->parent_pid != 0 && !it->is_traced && !has_maker;
}

static void make_nodes(pp_table *t, const pp_sample *rows, pp_node *nodes, int32_t count)
{
    const pp__known *known = pp__table_known(t);
    for (int32_t i = 0; i < count; i++) {
        int32_t parent = parent_row(rows, known, count, i);
        nodes[i].parent = parent;
        nodes[i].marks = (known[i].is_new ? (uint32_t)PP_NODE_NEW : 0) |
                         (is_orphan(known, i, parent) ? (uint32_t)PP_NODE_ORPHAN : 0);
        nodes[i].start_time_ns = known[i].start_us * NS_PER_US;
        nodes[i].session = known[i].session;
    }
    pp__tree_build(rows, nodes, count, pp__table_order(t));
}

static bool is_ungiven(const pp__known *it)
{
    return it->has_exited && !it->is_given;
}

static int32_t count_ungiven(const pp__known *known, int32_t count)
{
    int32_t ungiven = 0;
    for (int32_t i = 0; i < count; i++) {
        ungiven += is_ungiven(&known[i]);
    }
    return ungiven;
}

static void count_figures(pp_table *t, int32_t exits)
{
    pp_watch_figures *figures = &t->head.figures;
    bool has_memory = (t->head.fields & PP__FIELDS_MEMORY) != 0;
    figures->tracked = t->known + t->gone;
    figures->ended = t->gone;
    for (int32_t i = 0; i < t->known; i++) {
        figures->ended += pp__table_known(t)[i].has_exited;
    }
    figures->undrained =
        count_ungiven(pp__table_known(t), t->known) + count_ungiven(pp__table_gone(t), t->gone);
    figures->polls++;
    figures->rows += (uint64_t)t->known;
    figures->memory_readings += has_memory ? (uint64_t)t->known : 0;
    figures->parent_readings += (uint64_t)t->known;
    figures->exits += (uint64_t)exits;
}

/* All memory is of the refresh: most of it comes with the CPU time in one call. */
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
    int32_t had_exited = 0;
    for (int32_t i = 0; i < t->known; i++) {
        had_exited += pp__table_known(t)[i].has_exited;
    }
    int32_t count = pp__table_read_rows(t, rows, nodes, names, pp__table_gone(t));
    compare_with_known(t, rows, count);
    t->refreshed_at_ns = pp_os_now_ns();
    int32_t exits = -had_exited;
    for (int32_t i = 0; i < t->gone; i++) {
        pp__table_gone(t)[i].has_exited = true;
        exits++;
    }
    for (int32_t i = 0; i < count; i++) {
        exits += pp__table_known(t)[i].has_exited;
    }
    make_nodes(t, rows, nodes, count);
    count_figures(t, exits);
    return count;
}

static int32_t give(const pp_table *t, pp__known *known, int32_t count, pp_exit *out,
                    int32_t capacity)
{
    int32_t given = 0;
    for (int32_t i = 0; i < count && given < capacity; i++) {
        pp__known *it = &known[i];
        if (!is_ungiven(it)) {
            continue;
        }
        it->is_given = true;
        bool has_cpu = it->has_cpu && it->has_exit_status; /* of the zombie: all that it used */
        out[given++] = (pp_exit){
            .pid = it->pid,
            .token_kind = it->id != 0 ? PP_TOKEN_UNIQUE_ID : PP_TOKEN_NONE,
            .start_token = it->id,
            .slot = it->slot,
            .valid = (it->has_exit_status ? PP_FIELD_EXIT_STATUS : 0) |
                     (has_cpu ? PP_FIELD_CPU_TOTAL : 0),
            .exit_status = it->exit_status,
            .noticed_at_ns = t->refreshed_at_ns,
            .cpu_total_ns = has_cpu ? it->cpu_ns : 0,
        };
    }
    return given;
}

int32_t pp_os_table_gone(pp_table *t, pp_exit *out, int32_t capacity)
{
    int32_t count = give(t, pp__table_gone(t), t->gone, out, capacity);
    count += give(t, pp__table_known(t), t->known, out + count, capacity - count);
    t->head.figures.undrained -= count;
    return count;
}

void pp_os_table_stats(const pp_table *t, pp_watch_figures *out)
{
    *out = t->head.figures;
}
