/*
 * One reading of one process.
 *
 * A PID is only a number: between two system calls the process may end and the number be given to
 * another one. So a reading from several sources first takes a handle, a descriptor that the kernel
 * binds to one process for good; then reads everything else; then reads through the handle. When
 * that last read succeeds the process has not been reaped, so the number was its own all the time,
 * and so was everything read by number. The handle is the open statm or stat file, or else the
 * pidfd.
 */
#include "query.h"

#include "calls.h"
#include "kernel.h"
#include "living_thread.h"
#include "parse/smaps_rollup.h"
#include "parse/statm.h"
#include "pp_internal.h"
#include "process.h"
#include "procfs.h"
#include "query_plan.h"
#include "row.h"
#include "sys.h"

enum { NO_DESCRIPTOR = -1 };

enum handle { HANDLE_NONE, HANDLE_STATM, HANDLE_STAT, HANDLE_PIDFD };

typedef struct reading {
    const pp_identity *who;
    uint64_t fields;
    uint32_t features;
    pp__query_plan plan;
    pp_sample *out;
    int32_t statm_file;
    int32_t stat_file;
    int32_t pidfd;
    enum handle first_handle; /* the one that was opened before anything was read */
    bool is_proved;           /* the first handle has answered after everything else was read */
    bool has_stat;
    bool has_statm;
    pp__stat stat;
    pp__statm statm;
    int32_t refusal; /* status of the first source that failed, PP_OK for none */
} reading;

static bool wants(const reading *r, uint64_t fields)
{
    return (r->fields & fields) != 0;
}

static bool uses(const reading *r, uint32_t sources)
{
    return (r->plan.sources & sources) != 0;
}

static void note_refusal(reading *r, uint32_t call, int32_t error, int32_t status)
{
    if (r->refusal == PP_OK) {
        r->refusal = status;
        r->out->os_error = -error;
        r->out->failed_call = call;
    }
}

/* ---------------------------------------------------------------------------------- handles -- */

/*
 * Opens what the plan reads through handles. PP_OK also when a file is refused: then the plan goes
 * on without files.
 */
static int32_t open_file(reading *r, const char *file, int32_t *descriptor)
{
    *descriptor = pp__procfs_open(r->who->pid, file);
    if (*descriptor >= 0) {
        return PP_OK;
    }
    int32_t error = *descriptor;
    int32_t status = pp__process_status_of(r->who->pid, error);
    note_refusal(r, PP_CALL_OPEN, error, status);
    if (status != PP_DENIED && status != PP_NO_PROCFS) {
        return status;
    }
    bool needs_proof = r->plan.needs_proof;
    r->plan = pp__query_plan_for(r->fields, r->who->token_kind, r->features, false);
    r->plan.needs_proof |= needs_proof;
    return PP_OK;
}

static int32_t open_pidfd(reading *r)
{
    r->pidfd = pp__sys_pidfd_open(r->who->pid);
    if (r->pidfd >= 0) {
        return PP_OK;
    }
    int32_t status = pp__process_status_of_pidfd(r->who->pid, r->pidfd);
    note_refusal(r, PP_CALL_PIDFD_OPEN, r->pidfd, status);
    return status;
}

static int32_t open_handles(reading *r)
{
    int32_t status = PP_OK;
    if (uses(r, PP__FROM_STATM)) {
        status = open_file(r, "statm", &r->statm_file);
    }
    if (status == PP_OK && uses(r, PP__FROM_STAT)) {
        status = open_file(r, "stat", &r->stat_file);
    }
    if (status == PP_OK && uses(r, PP__FROM_PIDFD)) {
        status = open_pidfd(r);
    }
    r->first_handle = r->statm_file >= 0 ? HANDLE_STATM
                    : r->stat_file >= 0  ? HANDLE_STAT
                    : r->pidfd >= 0      ? HANDLE_PIDFD
                                         : HANDLE_NONE;
    return status;
}

static void close_handle(int32_t descriptor)
{
    if (descriptor >= 0) {
        pp__sys_close(descriptor);
    }
}

/* ---------------------------------------------------------------------------------- sources -- */

static int32_t read_stat(reading *r)
{
    int32_t error = pp__process_read_stat(r->stat_file, &r->stat);
    if (error < 0) {
        int32_t status = pp__process_status_of(r->who->pid, error);
        note_refusal(r, error == -PP_EBADMSG ? PP_CALL_PARSE : PP_CALL_READ, error, status);
        return status;
    }
    r->has_stat = true;
    return PP_OK;
}

/* For what turns out only on the way: a plan without stat, but an answer that needs it. */
static int32_t need_stat(reading *r)
{
    if (r->has_stat) {
        return PP_OK;
    }
    if (r->stat_file < 0) {
        int32_t status = open_file(r, "stat", &r->stat_file);
        if (status != PP_OK || r->stat_file < 0) {
            return status;
        }
    }
    return read_stat(r);
}

static int32_t read_statm(reading *r)
{
    int32_t error = pp__process_read_statm(r->statm_file, &r->statm);
    if (error < 0) {
        int32_t status = pp__process_status_of(r->who->pid, error);
        note_refusal(r, error == -PP_EBADMSG ? PP_CALL_PARSE : PP_CALL_READ, error, status);
        return status;
    }
    r->has_statm = true;
    return PP_OK;
}

/* Also the test whether the number is that of a process: this clock exists for no other number. */
static int32_t read_clock(reading *r)
{
    uint64_t ns = 0;
    if (pp__sys_clock(pp__cpu_clock_of(r->who->pid), &ns) < 0 ||
        (r->pidfd < 0 && pp__process_is_calling_thread(r->who->pid))) {
        return PP_GONE;
    }
    if (wants(r, PP_FIELD_CPU_TOTAL)) {
        r->out->cpu_total_ns = ns;
        r->out->valid |= PP_FIELD_CPU_TOTAL;
    }
    return PP_OK;
}

static int32_t read_info(reading *r)
{
    pp__pidfd_info info;
    int32_t error = pp__sys_pidfd_info(r->pidfd, &info);
    if (error >= 0) {
        if (wants(r, PP_FIELD_PARENT)) {
            r->out->parent_pid = (int32_t)info.ppid;
            r->out->valid |= PP_FIELD_PARENT;
        }
        if (wants(r, PP_FIELD_UID)) {
            r->out->uid = info.euid;
            r->out->valid |= PP_FIELD_UID;
        }
        return PP_OK;
    }
    /*
     * The kernel answers ESRCH also for a process whose parent is outside of our PID namespace
     * (kthreadd, the first process of a namespace that was entered): fs/pidfs.c pidfd_info(). The
     * other sources know those too, and the proof at the end tells who is really gone.
     */
    int32_t status = wants(r, PP_FIELD_PARENT) ? need_stat(r) : PP_OK;
    if (wants(r, PP_FIELD_UID)) {
        r->plan.sources |= PP__FROM_OWNER;
    }
    r->plan.needs_proof = true;
    return status;
}

static int32_t read_liveness(reading *r)
{
    int32_t exited = pp__sys_pidfd_has_exited(r->pidfd);
    if (exited < 0) {
        note_refusal(r, PP_CALL_PIDFD_POLL, exited, PP_OS_ERROR);
        return PP_OK;
    }
    r->out->alive = exited == 0;
    r->out->valid |= PP_FIELD_ALIVE;
    return PP_OK;
}

static void read_owner(reading *r)
{
    uint32_t uid = 0;
    int32_t error = pp__process_read_owner(r->who->pid, &uid);
    if (error < 0) {
        note_refusal(r, PP_CALL_STAT, error, pp__process_status_of(r->who->pid, error));
        return;
    }
    r->out->uid = uid;
    r->out->valid |= PP_FIELD_UID;
}

static void take_rollup(reading *r, const pp__smaps_rollup *rollup)
{
    r->out->unique_bytes = wants(r, PP_FIELD_UNIQUE) ? rollup->unique_bytes : 0;
    r->out->proportional_bytes = wants(r, PP_FIELD_PROPORTIONAL) ? rollup->proportional_bytes : 0;
    r->out->swap_bytes = wants(r, PP_FIELD_SWAP) ? rollup->swap_bytes : 0;
    r->out->valid |= r->fields & PP_FIELDS_STALL;
}

static void read_rollup(reading *r, const char *path)
{
    uint8_t text[PP__SMAPS_ROLLUP_TEXT_BYTES];
    int32_t length = pp__procfs_read_file(path, text, (int32_t)sizeof text);
    if (length == -PP_ESRCH) {
        return; /* without memory, or gone: the proof tells */
    }
    if (length < 0) {
        int32_t status = length == -PP_ENOENT ? PP_UNSUPPORTED /* before Linux 4.14 */
                                              : pp__process_status_of(r->who->pid, length);
        note_refusal(r, PP_CALL_OPEN, length, status);
        return;
    }
    pp__smaps_rollup rollup;
    if (pp__parse_smaps_rollup(text, length, &rollup)) {
        take_rollup(r, &rollup);
    } else {
        note_refusal(r, PP_CALL_PARSE, -PP_EBADMSG, PP_MALFORMED);
    }
}

/* ------------------------------------------------------------------- first thread has ended -- */

static bool has_outlived_first_thread(const reading *r)
{
    return r->has_stat && pp__has_outlived_first_thread(&r->stat);
}

static int32_t read_living_thread(reading *r)
{
    pp__living_thread thread;
    int32_t error = pp__living_thread_find(r->who->pid, &thread);
    if (error < 0) {
        int32_t status = pp__process_status_of(r->who->pid, error);
        note_refusal(r, PP_CALL_OPEN, error, status);
        return status;
    }
    if (thread.tid == 0) {
        /* It becomes a zombie this moment: what it has is neither known nor nothing. */
        r->stat.state = PP_STATE_DEAD;
        r->has_statm = false;
        return PP_OK;
    }
    r->stat.state = thread.state;
    r->statm = thread.statm;
    if (uses(r, PP__FROM_ROLLUP)) {
        pp__path path = pp__path_of_thread(r->who->pid, thread.tid, "smaps_rollup");
        read_rollup(r, path.text);
    }
    return PP_OK;
}

/*
 * For what the first thread alone cannot tell: a statm of zeros is that of a zombie, of a kernel
 * thread or of a first thread that has ended.
 */
static int32_t look_closer(reading *r)
{
    int32_t status = need_stat(r);
    if (status != PP_OK || !r->has_stat) {
        return status;
    }
    if (has_outlived_first_thread(r)) {
        status = read_living_thread(r);
    } else if (uses(r, PP__FROM_ROLLUP)) {
        take_rollup(r, &(pp__smaps_rollup){0}); /* truly nothing */
    }
    return status;
}

/* ----------------------------------------------------------------------------------- the reading
 * -- */

static int32_t read_by_number(reading *r)
{
    int32_t status = PP_OK;
    if (uses(r, PP__FROM_STATUS)) {
        int32_t error = 0;
        status = pp__process_check(r->who->pid, &error);
        if (error < 0) {
            note_refusal(r, error == -PP_EBADMSG ? PP_CALL_PARSE : PP_CALL_OPEN, error, status);
        }
    }
    if (status == PP_OK && uses(r, PP__FROM_CLOCK)) {
        status = read_clock(r);
    }
    if (status == PP_OK && r->pidfd >= 0 && wants(r, PP_FIELD_ALIVE)) {
        status = read_liveness(r);
    }
    if (status == PP_OK && r->pidfd >= 0 && uses(r, PP__FROM_INFO)) {
        status = read_info(r);
    }
    if (status == PP_OK && uses(r, PP__FROM_OWNER)) {
        read_owner(r);
    }
    if (status == PP_OK && uses(r, PP__FROM_ROLLUP)) {
        pp__path path = pp__path_of(r->who->pid, "smaps_rollup");
        read_rollup(r, path.text);
    }
    return status;
}

/* Reads through the first handle once more, for the sake of the proof alone. */
static int32_t prove(const reading *r)
{
    int32_t error = 0;
    if (r->first_handle == HANDLE_STATM) {
        pp__statm again;
        error = pp__process_read_statm(r->statm_file, &again);
    } else if (r->first_handle == HANDLE_STAT) {
        pp__stat again;
        error = pp__process_read_stat(r->stat_file, &again);
    } else if (r->first_handle == HANDLE_PIDFD) {
        error = pp__process_is_unreaped(r->pidfd);
    }
    return error < 0 ? pp__process_status_of(r->who->pid, error) : PP_OK;
}

static int32_t read_through_handles(reading *r)
{
    int32_t status = PP_OK;
    if (r->stat_file >= 0 && !r->has_stat) {
        status = read_stat(r);
        r->is_proved = r->first_handle == HANDLE_STAT;
    }
    if (status == PP_OK && r->statm_file >= 0) {
        status = read_statm(r);
        r->is_proved = r->first_handle == HANDLE_STATM;
    }
    bool is_empty = r->has_statm && r->statm.virtual_bytes == 0;
    if (status == PP_OK && (is_empty || has_outlived_first_thread(r))) {
        status = look_closer(r);
        r->is_proved = false;
        r->plan.needs_proof = true;
    }
    if (status == PP_OK && r->plan.needs_proof && !r->is_proved) {
        status = prove(r);
    }
    return status;
}

static int32_t check_token(reading *r)
{
    pp_identity now = {.pid = r->who->pid, .token_kind = r->plan.token_kind};
    bool is_known = false;
    if (now.token_kind == PP_TOKEN_PIDFD_INODE && (r->features & PP__PIDFS) != 0 && r->pidfd >= 0) {
        is_known = pp__sys_inode(r->pidfd, &now.start_token) >= 0;
    } else if (now.token_kind == PP_TOKEN_START_TICKS && r->has_stat) {
        now.start_token = r->stat.start_ticks;
        is_known = true;
    }
    if (r->who->token_kind != PP_TOKEN_NONE) {
        if (!is_known) {
            return PP_UNKNOWN_IDENTITY;
        }
        if (now.start_token != r->who->start_token) {
            return PP_REPLACED;
        }
    }
    if (is_known && wants(r, PP_FIELD_IDENTITY)) {
        r->out->token_kind = now.token_kind;
        r->out->start_token = now.start_token;
        r->out->valid |= PP_FIELD_IDENTITY;
    }
    return PP_OK;
}

static void take_start_time(reading *r)
{
    int64_t boot_ns = pp__kernel_boot_time_ns();
    const uint64_t most = (uint64_t)INT64_MAX / 2 / PP__NS_PER_TICK;
    if (boot_ns > 0 && r->stat.start_ticks <= most) {
        r->out->start_time_ns = boot_ns + (int64_t)r->stat.start_ticks * PP__NS_PER_TICK;
        r->out->valid |= PP_FIELD_START_TIME;
    }
}

static void take_stat(reading *r)
{
    pp_sample *out = r->out;
    const pp__stat *stat = &r->stat;
    uint64_t user_ns = stat->user_ticks * PP__NS_PER_TICK;
    uint64_t system_ns = stat->system_ticks * PP__NS_PER_TICK;
    uint64_t added = r->fields & PP_FIELDS_TEXT & ~PP_FIELD_START_TIME;
    if (wants(r, PP_FIELD_CPU_USER)) {
        out->cpu_user_ns = user_ns;
    }
    if (wants(r, PP_FIELD_CPU_SYSTEM)) {
        out->cpu_system_ns = system_ns;
    }
    if (wants(r, PP_FIELD_STATE)) {
        out->state = stat->state;
    }
    if (wants(r, PP_FIELD_THREADS)) {
        out->threads = stat->threads;
    }
    if (wants(r, PP_FIELD_GROUP)) {
        out->process_group = stat->process_group;
    }
    if (wants(r, PP_FIELD_SESSION)) {
        out->session = stat->session;
    }
    if (wants(r, PP_FIELD_START_TIME)) {
        take_start_time(r);
    }
    /* Fallbacks of what has a better source: only where that source has not answered. */
    uint64_t missing = r->fields & ~out->valid;
    if (stat->state == PP_STATE_ZOMBIE) {
        missing |= r->fields & PP_FIELD_ALIVE; /* it may have exited since the pidfd was asked */
    }
    if ((missing & PP_FIELD_PARENT) != 0) {
        out->parent_pid = stat->parent_pid;
        added |= PP_FIELD_PARENT;
    }
    if ((missing & PP_FIELD_CPU_TOTAL) != 0) {
        out->cpu_total_ns = user_ns + system_ns;
        added |= PP_FIELD_CPU_TOTAL;
    }
    if ((missing & PP_FIELD_ALIVE) != 0) {
        out->alive = stat->state != PP_STATE_ZOMBIE && stat->state != PP_STATE_DEAD;
        added |= PP_FIELD_ALIVE;
    }
    out->valid |= added;
}

static int32_t read_process(reading *r)
{
    int32_t status = open_handles(r);
    if (status == PP_OK) {
        status = read_by_number(r);
    }
    if (status == PP_OK) {
        status = read_through_handles(r);
    }
    if (status == PP_OK) {
        status = check_token(r);
    }
    return status;
}

void pp__query(const pp_identity *who, uint64_t fields, uint64_t now_ns, pp_sample *out)
{
    reading r = {.who = who,
                 .fields = fields,
                 .features = pp__kernel_features(),
                 .out = out,
                 .statm_file = NO_DESCRIPTOR,
                 .stat_file = NO_DESCRIPTOR,
                 .pidfd = NO_DESCRIPTOR};
    r.plan = pp__query_plan_for(fields, who->token_kind, r.features, true);

    /* Beyond it the number of a CPU clock would be that of another process. */
    int32_t status = who->pid > PP__MOST_PID ? PP_GONE : read_process(&r);
    close_handle(r.statm_file);
    close_handle(r.stat_file);
    close_handle(r.pidfd);

    if (status == PP_OK) {
        if (r.has_statm) {
            pp__row_take_memory(&r.statm, fields, out);
        }
        if (r.has_stat) {
            take_stat(&r);
        }
        if (fields != 0 && out->valid == 0) {
            status = r.refusal != PP_OK ? r.refusal : PP_UNSUPPORTED;
        }
    }
    bool is_refusal = status != PP_GONE && status != PP_REPLACED;
    if (status == PP_OK) {
        out->sampled_at_ns = now_ns;
        out->memory_sampled_at_ns = (out->valid & PP__FIELDS_MEMORY) != 0 ? now_ns : 0;
    } else {
        *out = (pp_sample){.pid = who->pid,
                           .status = status,
                           .os_error = is_refusal ? out->os_error : 0,
                           .failed_call = is_refusal ? out->failed_call : PP_CALL_NONE};
    }
}

void pp_os_query_rows(const pp_identity *who, int32_t count, uint64_t fields, uint64_t now_ns,
                      pp_sample *out)
{
    for (int32_t i = 0; i < count; i++) {
        if (out[i].status == PP_OK) {
            pp__query(&who[i], fields, now_ns, &out[i]);
        }
    }
}
