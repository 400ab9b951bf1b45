#include "facts.h"

#include "process.h"
#include "procfs.h"

enum { FIRST_PROCESS = 1 };

void pp__facts_begin(pp_table *t, int32_t slot)
{
    *pp__table_facts(t, slot) = (pp__facts){.refreshes = 0};
}

static void read_stat(pp__facts *facts, int32_t pid, int32_t parent_pid)
{
    pp__path path = pp__path_of(pid, "stat");
    pp__stat stat;
    if (pp__process_read_stat_at(path.text, &stat) == 0) {
        facts->start_ticks = stat.start_ticks;
        facts->session = stat.session;
        facts->session_parent = parent_pid;
        facts->has_stat = true;
    }
}

static void read_name(pp__facts *facts, int32_t pid)
{
    pp__path path = pp__path_of(pid, "comm");
    int32_t length = pp__procfs_read_file(path.text, facts->name, PP_TABLE_NAME_BYTES);
    if (length > 0) {
        /* The kernel adds a line end. */
        facts->name_length = (uint8_t)(facts->name[length - 1] == '\n' ? length - 1 : length);
    }
}

void pp__facts_update(pp_table *t, int32_t slot, const pp_sample *row)
{
    pp__facts *facts = pp__table_facts(t, slot);
    bool has_parent = (row->valid & PP_FIELD_PARENT) != 0;
    if (facts->refreshes < 2) {
        facts->refreshes++;
        read_name(facts, row->pid);
    }
    if (!facts->has_stat || (has_parent && facts->session_parent != row->parent_pid)) {
        read_stat(facts, row->pid, row->parent_pid);
    }
    if (has_parent && facts->first_parent_pid == 0) {
        facts->first_parent_pid = row->parent_pid;
    }
}

bool pp__facts_is_orphan(const pp__facts *facts, const pp_sample *row, bool has_session_leader)
{
    if ((row->valid & PP_FIELD_PARENT) == 0) {
        return false;
    }
    /* A parent changes only by its end. */
    if (facts->first_parent_pid != 0 && facts->first_parent_pid != row->parent_pid) {
        return true;
    }
    return row->parent_pid == FIRST_PROCESS && facts->has_stat && facts->session > 0 &&
           facts->session != row->pid && !has_session_leader;
}
