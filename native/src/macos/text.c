/*
 * Text of one process, read by number between two looks at who has the number.
 */
#include "text.h"

#include "pages.h"
#include "parse/arguments.h"
#include "parse/failure.h"
#include "parse/state.h"
#include "pp_internal.h"
#include "row.h"

#include <unistd.h>

typedef struct reading {
    pp__text out;
    const uint8_t *name; /* of a variable */
    int32_t name_length;
} reading;

static int32_t read_text(const pp_identity *who, pp__reader *read, reading *r)
{
    pp__refusal refusal;
    int32_t status = pp__process_read(who, read, r, &refusal);
    return status == PP_OK ? pp__text_result(&r->out) : status;
}

/* For a further try: what was read before may have been of somebody else. */
static void begin(reading *r)
{
    r->out = pp__text_into(r->out.bytes, r->out.capacity);
}

static int32_t or_failure(int32_t error)
{
    int32_t status = pp__status_of_errno(error);
    return status == PP_UNSUPPORTED ? PP_OS_ERROR : status;
}

/* ------------------------------------------------------------------------------- name, program -- */

static int32_t read_name(const pp__process *it, void *context)
{
    reading *r = context;
    begin(r);
    pp__refusal refusal;
    if (it->has_exited) {
        pp__kinfo info;
        int32_t status = pp__process_look(it->pid, &info, &refusal);
        pp__text_append_bytes(&r->out, info.name, info.name_length);
        return status;
    }
    pp__more more = {.name_length = 0};
    int32_t status = pp__row_read_name(it->pid, &more, &refusal);
    pp__text_append_bytes(&r->out, more.name, more.name_length);
    return status;
}

int32_t pp_os_text_name(const pp_identity *who, uint8_t *text, int32_t capacity)
{
    reading r = {.out = pp__text_into(text, capacity)};
    return read_text(who, read_name, &r);
}

static int32_t read_executable(const pp__process *it, void *context)
{
    reading *r = context;
    begin(r);
    if (it->has_exited) {
        return PP_NOT_FOUND;
    }
    char path[PROC_PIDPATHINFO_MAXSIZE];
    errno = 0;
    int32_t length = proc_pidpath(it->pid, path, sizeof path);
    if (length > 0) {
        pp__text_append_bytes(&r->out, (const uint8_t *)path, length);
        return PP_OK;
    }
    int32_t error = errno;
    /* Its file is no more, or it never had one. ESRCH says that as well as that it is gone. */
    bool has_none = error == ENOENT || error == 0 || (error == ESRCH && pp__process_is_still(it));
    return has_none ? PP_NOT_FOUND : or_failure(error);
}

int32_t pp_os_text_executable(const pp_identity *who, uint8_t *text, int32_t capacity)
{
    reading r = {.out = pp__text_into(text, capacity)};
    return read_text(who, read_executable, &r);
}

/* ---------------------------------------------------------------------- arguments, environment -- */

/* The most that exec(2) takes. Room for it is taken, since a smaller one gets the end of it only. */
static size_t most_argument_bytes(void)
{
    const size_t usual = (size_t)1 << 20;
    int names[] = {CTL_KERN, KERN_ARGMAX};
    int most = 0;
    size_t length = sizeof most;
    bool is_known = sysctl(names, 2, &most, &length, NULL, 0) == 0 && most > 0;
    return is_known ? (size_t)most : usual;
}

/*
 * EINVAL is the answer for whoever has none, may not be asked, or is not there: which of these, tells
 * what everybody may know. The kernel's own processes have none.
 */
static int32_t why_invalid(int32_t pid)
{
    pp__kinfo info;
    pp__refusal refusal;
    int32_t status = pp__process_look(pid, &info, &refusal);
    if (status != PP_OK) {
        return status;
    }
    if (pp__state_has_exited(info.state, info.flags)) {
        return PP_GONE; /* since it was found: it is found as a zombie then */
    }
    return info.uid != geteuid() ? PP_DENIED : PP_NOT_FOUND;
}

/* May wait for the target's memory lock; PP_NOT_FOUND of who has no arguments. */
static int32_t read_arguments(int32_t pid, pp__pages *room, pp__arguments *out)
{
    int names[] = {CTL_KERN, KERN_PROCARGS2, pid};
    size_t length = most_argument_bytes();
    if (!pp__pages_take(room, length)) {
        return PP_AGAIN;
    }
    if (sysctl(names, 3, room->memory, &length, NULL, 0) != 0) {
        int32_t error = errno;
        /* EIO: it is just starting another program. */
        return error == EINVAL ? why_invalid(pid) : error == EIO ? PP_AGAIN : or_failure(error);
    }
    bool is_good = length <= room->bytes && pp__parse_arguments(room->memory, (int32_t)length, out);
    return is_good ? PP_OK : PP_MALFORMED;
}

static int32_t read_command_line(const pp__process *it, void *context)
{
    reading *r = context;
    begin(r);
    if (it->has_exited) {
        return PP_OK;
    }
    pp__pages room = {.memory = NULL};
    pp__arguments found = {.arguments = {.length = 0}};
    int32_t status = read_arguments(it->pid, &room, &found);
    if (status == PP_OK) {
        pp__text_append_bytes(&r->out, found.arguments.bytes, found.arguments.length);
    }
    pp__pages_free(&room);
    return status == PP_NOT_FOUND ? PP_OK : status;
}

int32_t pp_os_text_command_line(const pp_identity *who, uint8_t *text, int32_t capacity)
{
    reading r = {.out = pp__text_into(text, capacity)};
    return read_text(who, read_command_line, &r);
}

static int32_t find_variable(reading *r, const pp__arguments *in)
{
    if (in->environment.length == 0) {
        return PP_DENIED; /* the system leaves out that of programs that it protects */
    }
    pp__span value;
    if (!pp__parse_variable(in->environment, r->name, r->name_length, &value)) {
        return PP_NOT_FOUND;
    }
    pp__text_append_bytes(&r->out, value.bytes, value.length);
    return PP_OK;
}

static int32_t read_variable(const pp__process *it, void *context)
{
    reading *r = context;
    begin(r);
    if (it->has_exited) {
        return PP_NOT_FOUND;
    }
    pp__pages room = {.memory = NULL};
    pp__arguments found = {.arguments = {.length = 0}};
    int32_t status = read_arguments(it->pid, &room, &found);
    status = status == PP_OK ? find_variable(r, &found) : status;
    pp__pages_free(&room);
    return status;
}

int32_t pp_os_text_environment(const pp_identity *who, const uint8_t *name, int32_t name_length,
                               uint8_t *text, int32_t capacity)
{
    reading r = {.out = pp__text_into(text, capacity), .name = name, .name_length = name_length};
    return read_text(who, read_variable, &r);
}

/* -------------------------------------------------------------------------------------- cgroup -- */

static int32_t read_nothing(const pp__process *it, void *context)
{
    (void)it;
    (void)context;
    return PP_NOT_FOUND;
}

/* Who it is first: a process that is not there is gone, whatever cannot be asked of it. */
int32_t pp_os_text_cgroup(const pp_identity *who, uint8_t *text, int32_t capacity)
{
    reading r = {.out = pp__text_into(text, capacity)};
    return read_text(who, read_nothing, &r);
}
