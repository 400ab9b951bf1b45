#include "rows.h"

#include "query.h"

/* Who a process is, whether it lives and who its parent is is known anyway, and costs nothing more. */
static uint64_t fields_of(const pp_table *t)
{
    const uint64_t always = PP_FIELD_PARENT | PP_FIELD_IDENTITY | PP_FIELD_ALIVE |
                            PP_FIELD_START_TIME | PP_FIELD_SESSION;
    uint64_t for_load = (t->head.fields & PP_FIELD_CPU_LOAD) != 0 ? PP_FIELD_CPU_TOTAL : 0;
    return (t->head.fields | always | for_load) & ~(PP_FIELD_CPU_LOAD | PP_FIELD_EXIT_STATUS);
}

static pp__known known_of(const pp_sample *row, const pp__process *found, const pp__more *more)
{
    return (pp__known){.pid = row->pid,
                       .parent_pid = row->parent_pid,
                       .session = row->session,
                       .exit_status = more->exit_status,
                       .has_cpu = (row->valid & PP_FIELD_CPU_TOTAL) != 0,
                       .is_new = true,
                       .is_traced = more->is_traced,
                       .has_exited = (row->valid & PP_FIELD_ALIVE) != 0 && row->alive == 0,
                       .has_exit_status = more->has_exit_status,
                       .id = found->has_id ? found->unique.id : 0,
                       .forked_by = found->unique.forked_by,
                       .start_us = more->start_us,
                       .cpu_ns = row->cpu_total_ns,
                       .sampled_at_ns = row->sampled_at_ns};
}

static void take_name(const pp__more *more, pp_node *node, uint8_t *name)
{
    for (int32_t i = 0; i < PP_TABLE_NAME_BYTES; i++) {
        name[i] = i < more->name_length ? more->name[i] : 0;
    }
    node->name_length = more->name_length;
}
_Static_assert((int)PP__NAME_BYTES <= PP_TABLE_NAME_BYTES, "a name fits");

int32_t pp__table_read_rows(pp_table *t, pp_sample *rows, pp_node *nodes, uint8_t *names,
                            pp__known *known)
{
    const uint64_t fields = fields_of(t);
    uint64_t now_ns = 0;
    int32_t count = 0;
    for (int32_t i = 0; i < t->snapshot.count; i++) {
        if (i % PP__ROWS_PER_CLOCK_READING == 0) {
            now_ns = pp_os_now_ns();
        }
        const pp_identity who = {.pid = t->snapshot.entries[i].pid};
        pp_sample *row = &rows[count];
        pp__process found;
        pp__more more = {.name_length = 0};
        pp__query(&who, fields, now_ns, row, &found, &more);
        if (row->status != PP_GONE) {
            known[count] = known_of(row, &found, &more);
            take_name(&more, &nodes[count], names + (size_t)count * PP_TABLE_NAME_BYTES);
            count++;
        }
    }
    return count;
}

int32_t pp__table_row_of(const pp_sample *rows, int32_t count, int32_t pid)
{
    int32_t from = 0;
    int32_t to = count;
    while (from < to) {
        int32_t middle = from + (to - from) / 2;
        if (rows[middle].pid < pid) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from < count && rows[from].pid == pid ? from : -1;
}
