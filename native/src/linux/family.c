/*
 * The family of a process, level by level: its children, their children, and so on.
 *
 * A PID that the kernel lists as a child is only a number. It becomes an identity by a reading of
 * that process which also says who its parent is; when the one that was meant as the parent is
 * there after that reading, it was the parent.
 */
#include "kernel.h"
#include "parse/numbers.h"
#include "pp_internal.h"
#include "process.h"
#include "procfs.h"
#include "query.h"
#include "sys.h"

enum { PIECE_BYTES = 1024 };

typedef struct family {
    const pp_identity *root;
    pp_identity *found;
    int32_t capacity;
    int32_t count; /* as many have been found, whether or not they fit */
    int32_t level; /* of the last level, the first, and the one after its last */
    int32_t level_end;
    int32_t parent; /* whose children are listed now: an index, or ROOT */
    int32_t status;
} family;

enum { ROOT = -1 };

static const pp_identity *member(const family *f, int32_t index)
{
    return index == ROOT ? f->root : &f->found[index];
}

/* Also one that was found below another parent, before it was reparented. */
static bool is_known(const family *f, int32_t pid)
{
    bool found = f->root->pid == pid;
    for (int32_t i = 0; i < f->count && i < f->capacity && !found; i++) {
        found = f->found[i].pid == pid;
    }
    return found;
}

/* What does not concern the whole: who went away, was reparented, or may not be known. */
static bool is_passed_over(int32_t status)
{
    return pp__process_is_over(status) || status == PP_DENIED;
}

static bool take_child(family *f, int32_t pid, int32_t parent)
{
    if (is_known(f, pid)) {
        return true;
    }
    pp_identity bare = {.pid = pid};
    pp_sample row = {.pid = pid};
    pp__query(&bare, PP_FIELD_IDENTITY | PP_FIELD_PARENT, 0, &row);
    bool is_child = row.status == PP_OK && row.token_kind != PP_TOKEN_NONE &&
                    row.parent_pid == member(f, parent)->pid;
    int32_t status = is_child ? pp__process_check_identity(member(f, parent)) : row.status;
    if (is_child && status == PP_OK) {
        if (f->count < f->capacity) {
            f->found[f->count] = (pp_identity){
                .pid = pid, .token_kind = row.token_kind, .start_token = row.start_token};
        }
        f->count++;
    } else if (status != PP_OK && !is_passed_over(status)) {
        f->status = status;
    }
    return f->status == PP_OK && f->count < INT32_MAX;
}

/* --------------------------------------------------------------------------- children files -- */

static bool take_listed(void *context, int32_t pid)
{
    family *f = context;
    return take_child(f, pid, f->parent);
}

static bool read_children_of_thread(void *context, int32_t tid)
{
    family *f = context;
    pp__path path = pp__path_of_thread(member(f, f->parent)->pid, tid, "children");
    int32_t file = pp__sys_open(path.text);
    if (file < 0) {
        int32_t status = pp__process_status_of(member(f, f->parent)->pid, file);
        f->status = is_passed_over(status) ? f->status : status;
        return f->status == PP_OK; /* the thread has ended */
    }
    pp__numbers numbers = {.value = 0};
    uint8_t piece[PIECE_BYTES];
    int32_t length = 0;
    bool more = true;
    while (more && (length = pp__sys_read(file, piece, (int32_t)sizeof piece)) > 0) {
        more = pp__numbers_take(&numbers, piece, length, take_listed, f);
    }
    pp__sys_close(file);
    return f->status == PP_OK;
}

/* Children belong to the thread that forked them. */
static void read_children(family *f)
{
    pp__path tasks = pp__path_of(member(f, f->parent)->pid, "task");
    int32_t error = pp__procfs_numbers(tasks.text, read_children_of_thread, f);
    if (error < 0 && f->status == PP_OK) {
        int32_t status = pp__process_status_of(member(f, f->parent)->pid, error);
        f->status = is_passed_over(status) ? PP_OK : status;
    }
}

static void read_level(family *f)
{
    for (f->parent = f->level; f->parent < f->level_end && f->status == PP_OK; f->parent++) {
        read_children(f);
    }
}

/* ------------------------------------------------------------------------------ all of /proc -- */

static int32_t find_in_level(const family *f, int32_t pid)
{
    int32_t at = f->level;
    while (at < f->level_end && member(f, at)->pid != pid) {
        at++;
    }
    return at;
}

static bool take_if_child_of_level(void *context, int32_t pid)
{
    family *f = context;
    pp__stat stat;
    pp__path path = pp__path_of(pid, "stat");
    int32_t error = pp__process_read_stat_at(path.text, &stat);
    if (error < 0) {
        int32_t status = pp__process_status_of(pid, error);
        f->status = is_passed_over(status) ? f->status : status;
        return f->status == PP_OK;
    }
    int32_t parent = find_in_level(f, stat.parent_pid);
    return parent == f->level_end || take_child(f, pid, parent);
}

static void scan_for_level(family *f)
{
    int32_t error = pp__procfs_numbers("/proc", take_if_child_of_level, f);
    if (error < 0 && f->status == PP_OK) {
        f->status = pp__process_status_of(pp__sys_getpid(), error);
    }
}

/* ------------------------------------------------------------------------------- the levels -- */

/* Who is meant, with a token, and that it is there. */
static int32_t find_root(const pp_identity *who, pp_identity *root)
{
    pp_sample row = {.pid = who->pid};
    pp__query(who, PP_FIELD_IDENTITY, 0, &row);
    *root = *who;
    if (row.status == PP_OK && who->token_kind == PP_TOKEN_NONE) {
        root->token_kind = row.token_kind;
        root->start_token = row.start_token;
    }
    return row.status;
}

int32_t pp_os_list_family(const pp_identity *who, int32_t levels, pp_identity *out,
                          int32_t capacity)
{
    int32_t procfs = pp__kernel_check_procfs();
    pp_identity root;
    int32_t status = procfs == PP_OK ? find_root(who, &root) : procfs;
    if (status != PP_OK) {
        return status;
    }
    bool has_children_files = (pp__kernel_features() & PP__CHILDREN) != 0;
    family f = {.root = &root,
                .found = out,
                .capacity = capacity,
                .level = ROOT,
                .level_end = ROOT + 1,
                .status = PP_OK};
    for (int32_t i = 0; i < levels && f.level < f.level_end && f.status == PP_OK; i++) {
        if (has_children_files) {
            read_level(&f);
        } else {
            scan_for_level(&f);
        }
        f.level = f.level_end;
        f.level_end = f.count < capacity ? f.count : capacity;
    }
    return f.status == PP_OK ? f.count : f.status;
}
