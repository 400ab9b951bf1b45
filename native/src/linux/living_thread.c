#include "living_thread.h"

#include "process.h"
#include "procfs.h"
#include "sys.h"

#include "pp_internal.h"

typedef struct search {
    int32_t pid;
    int32_t error; /* why it ended early: a negated errno, or 0 */
    pp__living_thread *out;
} search;

bool pp__has_outlived_first_thread(const pp__stat *stat)
{
    return stat->state == PP_STATE_ZOMBIE && stat->threads > 1;
}

/* 1 when the thread lives, 0 when it has left or is leaving, or a negated errno. */
static int32_t read_thread(int32_t pid, int32_t tid, pp__living_thread *out)
{
    pp__stat stat;
    pp__path path = pp__path_of_thread(pid, tid, "stat");
    int32_t error = pp__process_read_stat_at(path.text, &stat);
    if (error == 0) {
        path = pp__path_of_thread(pid, tid, "statm");
        error = pp__process_read_statm_at(path.text, &out->statm);
    }
    if (error < 0) {
        return error == -PP_ESRCH || error == -PP_ENOENT ? 0 : error;
    }
    out->state = stat.state;
    /* Memory goes before the state says so: fs/exit.c, exit_mm() before exit_notify(). */
    return stat.state != PP_STATE_ZOMBIE && stat.state != PP_STATE_DEAD &&
           out->statm.virtual_bytes != 0;
}

static bool take_thread(void *context, int32_t tid)
{
    search *s = context;
    int32_t found = read_thread(s->pid, tid, s->out);
    if (found == 0) {
        return true;
    }
    s->error = found < 0 ? found : 0;
    s->out->tid = found < 0 ? 0 : tid;
    return false;
}

int32_t pp__living_thread_find(int32_t pid, pp__living_thread *out)
{
    *out = (pp__living_thread){0};
    search s = {.pid = pid, .error = 0, .out = out};
    pp__path tasks = pp__path_of(pid, "task");
    int32_t error = pp__procfs_numbers(tasks.text, take_thread, &s);
    return error < 0 ? error : s.error;
}
