/*
 * What a process holds and has used, read by number. The identity is that of who held the number at
 * the beginning, and is checked at the end: see pp__process_check_identity().
 */
#include "calls.h"
#include "cgroup.h"
#include "kernel.h"
#include "parse/io.h"
#include "parse/status_tail.h"
#include "pp_internal.h"
#include "process.h"
#include "procfs.h"
#include "query.h"
#include "sys.h"

static void note_refusal(pp_resources *out, uint32_t call, int32_t error)
{
    if (out->os_error == 0) {
        out->os_error = -error;
        out->failed_call = call;
    }
}

/* The end of a file: at least so much of it as the tail has room for, in twice the room. */
static int32_t read_tail(const char *path, uint8_t text[2 * PP__STATUS_TAIL_BYTES], bool *is_cut)
{
    int32_t file = pp__sys_open(path);
    if (file < 0) {
        return file;
    }
    *is_cut = false;
    int32_t length = pp__procfs_read_all(file, text, 2 * PP__STATUS_TAIL_BYTES);
    while (length == 2 * PP__STATUS_TAIL_BYTES) {
        for (int32_t i = 0; i < PP__STATUS_TAIL_BYTES; i++) {
            text[i] = text[PP__STATUS_TAIL_BYTES + i];
        }
        *is_cut = true;
        int32_t more =
            pp__procfs_read_all(file, text + PP__STATUS_TAIL_BYTES, PP__STATUS_TAIL_BYTES);
        length = more < 0 ? more : PP__STATUS_TAIL_BYTES + more;
    }
    pp__sys_close(file);
    return length;
}

static int32_t read_status_tail(const char *path, pp__status_tail *tail)
{
    uint8_t text[2 * PP__STATUS_TAIL_BYTES];
    bool is_cut = false;
    int32_t length = read_tail(path, text, &is_cut);
    if (length < 0) {
        return length;
    }
    pp__parse_status_tail(text, length, is_cut, tail);
    return 0;
}

static void read_namespace_pid(pp_resources *out)
{
    pp__status_tail tail;
    pp__path path = pp__path_of(out->pid, "status");
    int32_t error = read_status_tail(path.text, &tail);
    if (error < 0) {
        note_refusal(out, PP_CALL_OPEN, error);
    } else if (tail.namespace_pid != 0) { /* Linux 4.1+ */
        out->namespace_pid = tail.namespace_pid;
        out->valid |= PP_RESOURCE_NAMESPACE_PID;
    }
}

static bool add_switches_of_thread(void *context, int32_t tid)
{
    pp_resources *out = context;
    pp__status_tail tail;
    pp__path path = pp__path_of_thread(out->pid, tid, "status");
    int32_t error = read_status_tail(path.text, &tail);
    if (error == 0 && tail.has_switches) {
        out->voluntary_switches += tail.voluntary_switches;
        out->involuntary_switches += tail.involuntary_switches;
        out->valid |= PP_RESOURCE_CONTEXT_SWITCHES;
    } else if (error < 0 && error != -PP_ENOENT && error != -PP_ESRCH) { /* it has just ended */
        note_refusal(out, PP_CALL_OPEN, error);
    }
    return true;
}

static void read_switches(pp_resources *out)
{
    pp__path tasks = pp__path_of(out->pid, "task");
    int32_t error = pp__procfs_numbers(tasks.text, add_switches_of_thread, out);
    if (error < 0) {
        note_refusal(out, PP_CALL_GETDENTS, error);
    }
}

static void read_io(pp_resources *out)
{
    uint8_t text[PP__IO_TEXT_BYTES];
    pp__path path = pp__path_of(out->pid, "io");
    int32_t length = pp__procfs_read_file(path.text, text, (int32_t)sizeof text);
    pp__io io;
    if (length < 0) {
        note_refusal(out, PP_CALL_OPEN, length);
    } else if (!pp__parse_io(text, length, &io)) {
        note_refusal(out, PP_CALL_PARSE, -PP_EBADMSG);
    } else {
        out->read_bytes = io.read_bytes;
        out->written_bytes = io.written_bytes;
        out->storage_read_bytes = io.storage_read_bytes;
        out->storage_written_bytes = io.storage_written_bytes;
        out->valid |= PP_RESOURCE_IO;
    }
}

/*
 * Linux 6.2+ tells the number as the size of the folder, and needs no leave to read it. Before, and
 * where nothing is open, the size is 0.
 */
static void read_descriptors(pp_resources *out)
{
    pp__path path = pp__path_of(out->pid, "fd");
    uint64_t size = 0;
    int32_t count = 0;
    bool is_told = (pp__kernel_features() & PP__STATX) != 0 && pp__sys_size(path.text, &size) >= 0;
    if (is_told && size > 0 && size <= INT32_MAX) {
        count = (int32_t)size;
    } else {
        count = pp__procfs_count(path.text);
        if (count < 0) {
            note_refusal(out, PP_CALL_GETDENTS, count);
            return;
        }
    }
    out->descriptors = count;
    out->valid |= PP_RESOURCE_DESCRIPTORS;
}

static void read_cgroup(pp_resources *out, uint64_t wanted)
{
    pp__cgroup_memory memory;
    int32_t error = pp__cgroup_read_memory(out->pid, &memory);
    if (error == -PP_ENOENT) {
        return; /* no memory controller here */
    }
    if (error < 0) {
        note_refusal(out, PP_CALL_OPEN, error);
        return;
    }
    out->cgroup_version = memory.version;
    if ((wanted & PP_RESOURCE_CGROUP_MEMORY_USED) != 0) {
        out->cgroup_memory_used_bytes = memory.used_bytes;
        out->valid |= PP_RESOURCE_CGROUP_MEMORY_USED;
    }
    if (memory.has_limit && (wanted & PP_RESOURCE_CGROUP_MEMORY_LIMIT) != 0) {
        out->cgroup_memory_limit_bytes = memory.limit_bytes;
        out->valid |= PP_RESOURCE_CGROUP_MEMORY_LIMIT;
    }
}

static void read_wanted(pp_resources *out, uint64_t wanted)
{
    if ((wanted & PP_RESOURCE_NAMESPACE_PID) != 0) {
        read_namespace_pid(out);
    }
    if ((wanted & PP_RESOURCE_CONTEXT_SWITCHES) != 0) {
        read_switches(out);
    }
    if ((wanted & PP_RESOURCE_IO) != 0) {
        read_io(out);
    }
    if ((wanted & PP_RESOURCE_DESCRIPTORS) != 0) {
        read_descriptors(out);
    }
    if ((wanted & (PP_RESOURCE_CGROUP_MEMORY_USED | PP_RESOURCE_CGROUP_MEMORY_LIMIT)) != 0) {
        read_cgroup(out, wanted);
    }
}

void pp_os_query_resources(const pp_identity *who, uint64_t wanted, pp_resources *out)
{
    pp_sample row = {.pid = who->pid};
    pp__query(who, PP_FIELD_IDENTITY, out->sampled_at_ns, &row);
    out->status = row.status;
    if (row.status != PP_OK) {
        return;
    }
    pp_identity same = {
        .pid = row.pid, .token_kind = row.token_kind, .start_token = row.start_token};
    if (who->token_kind != PP_TOKEN_NONE) {
        same = *who;
    }
    out->token_kind = same.token_kind;
    out->start_token = same.start_token;
    read_wanted(out, wanted);
    int32_t status = pp__process_check_identity(&same);
    if (status == PP_OK && out->valid == 0 && wanted != 0 && out->os_error != 0) {
        status = pp__process_status_of(out->pid, -out->os_error);
    }
    if (status != PP_OK) {
        *out = (pp_resources){.pid = out->pid,
                              .sampled_at_ns = out->sampled_at_ns,
                              .status = status,
                              .os_error = out->os_error,
                              .failed_call = out->failed_call};
    }
}
