#include "rows.h"

#include "query.h"
#include "row.h"
#include "utf8.h"

/* The tree is made of parents, and who a process is is known anyway. */
static uint64_t fields_of(const pp_table *t)
{
    uint64_t for_load = (t->head.fields & PP_FIELD_CPU_LOAD) != 0 ? PP_FIELD_CPU_TOTAL : 0;
    uint64_t fields = t->head.fields | PP_FIELD_PARENT | PP_FIELD_IDENTITY | for_load;
    return fields & ~(PP_FIELD_CPU_LOAD | PP_FIELD_EXIT_STATUS);
}

static void read_details(pp_table *t, const pp__entry *entry, uint64_t fields, uint64_t now_ns,
                         pp_sample *row)
{
    pp__row_take_entry(entry, fields, row);
    const pp__entry *parent = pp__snapshot_find(&t->snapshot, entry->parent_pid);
    bool has_parent = parent != NULL && pp__entry_is_parent(parent, entry);
    row->parent_pid = has_parent ? parent->pid : 0;
    row->valid |= PP_FIELD_PARENT;
    row->sampled_at_ns = now_ns;
    bool has_memory = (row->valid & PP__FIELDS_MEMORY & ~PP_FIELD_UNIQUE) != 0;
    row->memory_sampled_at_ns = has_memory ? now_ns : 0;
}

static void take_name(const pp__entry *entry, pp_node *node, uint8_t *name)
{
    for (int32_t i = 0; i < PP_TABLE_NAME_BYTES; i++) {
        name[i] = 0;
    }
    node->name_length = pp__utf8_fit(name, PP_TABLE_NAME_BYTES, entry->name, entry->name_units);
}

int32_t pp__table_read_rows(pp_table *t, pp_sample *rows, pp_node *nodes, uint8_t *names)
{
    const uint64_t fields = fields_of(t);
    const uint64_t now_ns = pp_os_now_ns();
    int32_t count = 0;
    for (int32_t i = 0; i < t->snapshot.count; i++) {
        const pp__entry *entry = &t->snapshot.entries[i];
        pp_sample *row = &rows[count];
        *row = (pp_sample){.pid = entry->pid};
        if (entry->details != NULL) {
            read_details(t, entry, fields, now_ns, row);
        } else {
            pp_identity who = {.pid = entry->pid};
            pp__query(&who, fields, now_ns, &t->snapshot, row);
        }
        if (row->status != PP_GONE) {
            take_name(entry, &nodes[count], names + (size_t)count * PP_TABLE_NAME_BYTES);
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
