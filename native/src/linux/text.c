/*
 * Text is read by number and the identity is checked afterwards: see pp__process_check_identity().
 */
#include "text.h"
#include "cgroup.h"
#include "living_thread.h"
#include "parse/environment.h"
#include "pp_internal.h"
#include "process.h"
#include "procfs.h"
#include "sys.h"

enum { PIECE_BYTES = 4096 };

/* What is said of the process when its text could not be read, or was: status is of the reading. */
static int32_t judge(const pp_identity *who, int32_t status)
{
    int32_t error; /* of no interest here: a text has nowhere to tell it */
    int32_t identity = who->token_kind == PP_TOKEN_NONE ? pp__process_check(who->pid, &error)
                                                        : pp__process_check_identity(who);
    return identity == PP_OK ? status : identity;
}

/*
 * The path of a file that needs the memory of a process: that of a living thread, when the first one
 * has ended and others run.
 */
static pp__path path_with_memory(int32_t pid, const char *file)
{
    pp__stat stat;
    pp__path path = pp__path_of(pid, "stat");
    pp__living_thread thread;
    if (pp__process_read_stat_at(path.text, &stat) == PP_OK &&
        pp__has_outlived_first_thread(&stat) && pp__living_thread_find(pid, &thread) == 0 &&
        thread.tid != 0) {
        return pp__path_of_thread(pid, thread.tid, file);
    }
    return pp__path_of(pid, file);
}

/*
 * Reads a file up to its end, or up to one byte more than fits: that byte tells a text that fills the
 * buffer from one that is longer. The length, PP_TOO_SMALL, or another status.
 */
static int32_t read_file(int32_t pid, const char *path, uint8_t *text, int32_t capacity)
{
    int32_t descriptor = pp__sys_open(path);
    if (descriptor < 0) {
        return pp__process_status_of(pid, descriptor);
    }
    int32_t length = pp__procfs_read_all(descriptor, text, capacity);
    uint8_t more;
    int32_t beyond = length == capacity ? pp__sys_read(descriptor, &more, 1) : 0;
    pp__sys_close(descriptor);
    int32_t error = length < 0 ? length : beyond < 0 ? beyond : 0;
    if (error < 0) {
        return pp__process_status_of(pid, error);
    }
    return beyond > 0 ? PP_TOO_SMALL : length;
}

int32_t pp_os_text_name(const pp_identity *who, uint8_t *text, int32_t capacity)
{
    uint8_t name[80]; /* the longest are those of kernel workers: 63 bytes and a line end */
    pp__path path = pp__path_of(who->pid, "comm");
    int32_t length = judge(who, read_file(who->pid, path.text, name, (int32_t)sizeof name));
    if (length < 0) {
        return length;
    }
    /* Only the last line end is the kernel's; one before is part of the name. */
    if (length > 0 && name[length - 1] == '\n') {
        length--;
    }
    pp__text out = pp__text_into(text, capacity);
    pp__text_append_bytes(&out, name, length);
    return pp__text_result(&out);
}

int32_t pp_os_text_executable(const pp_identity *who, uint8_t *text, int32_t capacity)
{
    uint8_t target[4096]; /* PATH_MAX: the kernel gives no longer ones */
    pp__path link = path_with_memory(who->pid, "exe");
    int32_t length = pp__sys_readlink(link.text, target, (int32_t)sizeof target);
    if (length < 0) {
        int32_t status = pp__process_status_of(who->pid, length);
        if (length == -PP_ENOENT && pp__process_is_visible(who->pid)) {
            status = PP_NOT_FOUND; /* a kernel thread or a zombie */
        }
        return judge(who, status);
    }
    pp__text out = pp__text_into(text, capacity);
    pp__text_append_bytes(&out, target, length);
    return judge(who, pp__text_result(&out));
}

int32_t pp_os_text_command_line(const pp_identity *who, uint8_t *text, int32_t capacity)
{
    pp__path path = path_with_memory(who->pid, "cmdline");
    return judge(who, read_file(who->pid, path.text, text, capacity));
}

/* The length of the value, PP_TOO_SMALL, PP_NOT_FOUND, or another status. */
static int32_t read_environment(int32_t pid, pp__environment_search *search, pp__text *value)
{
    pp__path path = path_with_memory(pid, "environ");
    int32_t descriptor = pp__sys_open(path.text);
    if (descriptor == -PP_ESRCH) {
        return PP_NOT_FOUND; /* a zombie or a kernel thread, or gone: judge() tells */
    }
    if (descriptor < 0) {
        return pp__process_status_of(pid, descriptor);
    }
    uint8_t piece[PIECE_BYTES];
    int32_t length = 0;
    bool done = false;
    while (!done && (length = pp__sys_read(descriptor, piece, (int32_t)sizeof piece)) > 0) {
        done = pp__environment_search_piece(search, piece, length, value);
    }
    pp__sys_close(descriptor);
    if (length < 0) {
        return pp__process_status_of(pid, length);
    }
    /* The last entry may lack its zero byte, when the process wrote over it. */
    return search->found || search->in_value ? pp__text_result(value) : PP_NOT_FOUND;
}

int32_t pp_os_text_environment(const pp_identity *who, const uint8_t *name, int32_t name_length,
                               uint8_t *text, int32_t capacity)
{
    pp__environment_search search = pp__environment_search_for(name, name_length);
    pp__text value = pp__text_into(text, capacity);
    return judge(who, read_environment(who->pid, &search, &value));
}

int32_t pp_os_text_cgroup(const pp_identity *who, uint8_t *text, int32_t capacity)
{
    return judge(who, pp__cgroup_read_path(who->pid, text, capacity));
}
