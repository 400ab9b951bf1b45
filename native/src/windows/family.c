/*
 * The family of a process, out of one snapshot. Windows keeps the number of the process that made
 * another one, also when it has ended and the number has been given to somebody else: a parent is
 * who has that number and did not start after the child.
 */
#include "pp_internal.h"
#include "process.h"

typedef struct family {
    pp__snapshot all;
    pp_identity *found;
    int32_t capacity;
    int32_t count;      /* as many have been found, whether or not they fit */
    uint64_t listed_at; /* FILETIME, just before the snapshot */
} family;

static bool is_known(const family *f, int32_t root_pid, int32_t pid)
{
    bool found = pid == root_pid;
    for (int32_t i = 0; i < f->count && i < f->capacity && !found; i++) {
        found = f->found[i].pid == pid;
    }
    return found;
}

/*
 * When a listed process was made; 0 when that is not known or it is not there any more. Toolhelp32
 * does not tell, so whoever holds the number now is asked: who was made before the list was, is the
 * one that is listed.
 */
static uint64_t created(const family *f, const pp__entry *entry)
{
    if (entry->details != NULL) {
        return entry->created;
    }
    pp__process process;
    const pp_identity who = {.pid = entry->pid};
    uint64_t time = 0;
    if (pp__process_open_verified(&who, 0, &process) == PP_OK) {
        time = process.created < f->listed_at ? process.created : 0;
        pp__process_close(&process);
    }
    return time;
}

static void take_children(family *f, int32_t root_pid, const pp_identity *parent)
{
    for (int32_t i = 0; i < f->all.count; i++) {
        const pp__entry *entry = &f->all.entries[i];
        if (entry->parent_pid != parent->pid || is_known(f, root_pid, entry->pid)) {
            continue;
        }
        uint64_t time = created(f, entry);
        if (time == 0 || !pp__process_may_be_parent(parent->pid, parent->start_token, time)) {
            continue; /* left by an earlier holder of the parent's number, or not there any more */
        }
        if (f->count < f->capacity) {
            f->found[f->count] = (pp_identity){
                .pid = entry->pid, .token_kind = PP_TOKEN_CREATION_TIME, .start_token = time};
        }
        f->count++;
    }
}

/* Level by level: who was found on one is asked for children on the next. */
static void take_levels(family *f, const pp_identity *root, int32_t levels)
{
    take_children(f, root->pid, root);
    int32_t level = 0;
    int32_t level_end = f->count < f->capacity ? f->count : f->capacity;
    for (int32_t i = 1; i < levels && level < level_end; i++) {
        for (int32_t member = level; member < level_end; member++) {
            take_children(f, root->pid, &f->found[member]);
        }
        level = level_end;
        level_end = f->count < f->capacity ? f->count : f->capacity;
    }
}

/* Of a root that cannot be held: the one line of the snapshot that has its number. */
static int32_t find_listed(family *f, const pp_identity *who, pp_identity *root)
{
    const pp__entry *entry = pp__snapshot_find(&f->all, who->pid);
    if (entry == NULL) {
        return PP_GONE;
    }
    int32_t status = entry->created == 0 ? PP_DENIED : pp__process_check_token(who, entry->created);
    root->start_token = entry->created;
    return status;
}

int32_t pp_os_list_family(const pp_identity *who, int32_t levels, pp_identity *out,
                          int32_t capacity)
{
    FILETIME now;
    GetSystemTimeAsFileTime(&now);
    family f = {.found = out,
                .capacity = capacity,
                .listed_at = (uint64_t)now.dwHighDateTime << 32 | now.dwLowDateTime};
    pp_identity root = {.pid = who->pid, .token_kind = PP_TOKEN_CREATION_TIME};
    pp__process held = {.handle = NULL};
    int32_t status = pp__process_open_verified(who, 0, &held);
    bool is_held = status == PP_OK;
    if (is_held || status == PP_DENIED) {
        /* Its number stays its own as long as the handle is held. */
        root.start_token = held.created;
        status = pp__snapshot_take(&f.all);
    }
    if (status == PP_OK && !is_held) {
        status = find_listed(&f, who, &root);
    }
    if (status == PP_OK) {
        take_levels(&f, &root, levels);
        status = is_held && pp__process_has_ended(&held) ? PP_GONE : f.count;
    }
    pp__snapshot_free(&f.all);
    pp__process_close(&held);
    return status;
}
