/*
 * Text is read by number and the identity is checked afterwards: see pp__process_check_identity().
 */
#include "text.h"
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

static int32_t open_of(const pp_identity *who, const char *file)
{
    return pp__procfs_open(who->pid, file);
}

/*
 * Reads a file of the process up to its end, or up to one byte more than fits: that byte tells a
 * text that fills the buffer from one that is longer.
 */
static int32_t read_file(const pp_identity *who, const char *file, uint8_t *text, int32_t capacity)
{
    int32_t descriptor = open_of(who, file);
    if (descriptor < 0) {
        return judge(who, pp__process_status_of(who->pid, descriptor));
    }
    int32_t length = pp__procfs_read_all(descriptor, text, capacity);
    uint8_t more;
    int32_t beyond = length == capacity ? pp__sys_read(descriptor, &more, 1) : 0;
    pp__sys_close(descriptor);
    int32_t error = length < 0 ? length : beyond < 0 ? beyond : 0;
    if (error < 0) {
        return judge(who, pp__process_status_of(who->pid, error));
    }
    return judge(who, beyond > 0 ? PP_TOO_SMALL : length);
}

int32_t pp_os_text_name(const pp_identity *who, uint8_t *text, int32_t capacity)
{
    uint8_t name[80]; /* the longest are those of kernel workers: 63 bytes and a line end */
    int32_t length = read_file(who, "comm", name, (int32_t)sizeof name);
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
    uint8_t path[4096]; /* PATH_MAX: the kernel gives no longer ones */
    pp__path link = pp__path_of(who->pid, "exe");
    int32_t length = pp__sys_readlink(link.text, path, (int32_t)sizeof path);
    if (length < 0) {
        int32_t status = pp__process_status_of(who->pid, length);
        if (length == -PP_ENOENT && pp__process_is_visible(who->pid)) {
            status = PP_NOT_FOUND; /* a kernel thread or a zombie */
        }
        return judge(who, status);
    }
    pp__text out = pp__text_into(text, capacity);
    pp__text_append_bytes(&out, path, length);
    return judge(who, pp__text_result(&out));
}

int32_t pp_os_text_command_line(const pp_identity *who, uint8_t *text, int32_t capacity)
{
    return read_file(who, "cmdline", text, capacity);
}

int32_t pp_os_text_environment(const pp_identity *who, const uint8_t *name, int32_t name_length,
                               uint8_t *text, int32_t capacity)
{
    int32_t descriptor = open_of(who, "environ");
    if (descriptor < 0) {
        /* ESRCH of a process that is still there: a zombie or kernel thread, without memory. */
        return judge(who, descriptor == -PP_ESRCH ? PP_NOT_FOUND
                                                  : pp__process_status_of(who->pid, descriptor));
    }
    uint8_t piece[PIECE_BYTES];
    pp__environment_search search = pp__environment_search_for(name, name_length);
    pp__text value = pp__text_into(text, capacity);
    int32_t length = 0;
    bool done = false;
    while (!done && (length = pp__sys_read(descriptor, piece, (int32_t)sizeof piece)) > 0) {
        done = pp__environment_search_piece(&search, piece, length, &value);
    }
    pp__sys_close(descriptor);
    if (length < 0) {
        return judge(who, pp__process_status_of(who->pid, length));
    }
    /* The last entry may lack its zero byte, when the process wrote over it. */
    bool is_found = search.found || search.in_value;
    return judge(who, is_found ? pp__text_result(&value) : PP_NOT_FOUND);
}
