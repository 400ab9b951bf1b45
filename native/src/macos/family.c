/*
 * The family of a process, out of one snapshot, in which each process has its parent of that moment.
 * Who is listed is then identified: it counts when it began when the listed one did and still has the
 * parent, which it has lost if that has ended.
 */
#include "pp_internal.h"
#include "process.h"
#include "snapshot.h"

typedef struct family {
    pp__snapshot all;
    int32_t root_pid;
    pp_identity *found;
    int32_t capacity;
    int32_t count; /* as many have been found, whether or not they fit */
} family;

static bool is_known(const family *f, int32_t pid)
{
    bool found = pid == f->root_pid;
    for (int32_t i = 0; i < f->count && i < f->capacity && !found; i++) {
        found = f->found[i].pid == pid;
    }
    return found;
}

typedef struct identifying {
    const pp__entry *entry;
    pp__process found;
} identifying;

static int32_t identify_entry(const pp__process *it, void *context)
{
    identifying *i = context;
    pp__kinfo info;
    pp__refusal refusal;
    int32_t status = pp__process_look(it->pid, &info, &refusal);
    bool is_same = info.start_us == i->entry->start_us && info.parent_pid == i->entry->parent_pid;
    i->found = *it;
    return status != PP_OK ? status : is_same ? PP_OK : PP_REPLACED;
}

static void take_children(family *f, int32_t parent_pid)
{
    for (int32_t i = 0; i < f->all.count; i++) {
        const pp__entry *entry = &f->all.entries[i];
        if (entry->parent_pid != parent_pid || is_known(f, entry->pid)) {
            continue;
        }
        identifying it = {.entry = entry};
        pp__refusal refusal;
        const pp_identity who = {.pid = entry->pid};
        if (pp__process_read(&who, identify_entry, &it, &refusal) != PP_OK) {
            continue; /* ended, or got another parent meanwhile */
        }
        if (f->count < f->capacity) {
            f->found[f->count] = pp__process_identity(&it.found);
        }
        f->count++;
    }
}

/* Level by level: who was found on one is asked for children on the next. */
static void take_levels(family *f, int32_t root_pid, int32_t levels)
{
    take_children(f, root_pid);
    int32_t level = 0;
    int32_t level_end = f->count < f->capacity ? f->count : f->capacity;
    for (int32_t i = 1; i < levels && level < level_end; i++) {
        for (int32_t member = level; member < level_end; member++) {
            take_children(f, f->found[member].pid);
        }
        level = level_end;
        level_end = f->count < f->capacity ? f->count : f->capacity;
    }
}

int32_t pp_os_list_family(const pp_identity *who, int32_t levels, pp_identity *out,
                          int32_t capacity)
{
    family f = {.root_pid = who->pid, .found = out, .capacity = capacity};
    pp__process root;
    pp__refusal refusal;
    int32_t status = pp__process_find(who->pid, &root, &refusal);
    if (status == PP_OK) {
        status = pp__process_check_token(who, &root);
    }
    if (status == PP_OK && root.has_exited) {
        return 0; /* its children have got another parent */
    }
    if (status == PP_OK) {
        status = pp__snapshot_take(&f.all);
    }
    if (status == PP_OK) {
        take_levels(&f, root.pid, levels);
        status = pp__process_is_still(&root) ? f.count : PP_GONE;
    }
    pp__snapshot_free(&f.all);
    return status;
}
