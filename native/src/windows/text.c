/*
 * Text is read through a handle, which is of the process that is meant. Only a process that may not
 * be opened is looked for in a snapshot, which knows its name.
 */
#include "text.h"

#include "kernel.h"
#include "parse/command_line.h"
#include "pp_internal.h"
#include "process.h"
#include "utf8.h"

/* The longest path and the longest command line are of 32,767 units. */
enum { MOST_UNITS = 32768, SLACK_BYTES = 64 };

static const size_t ROOM_BYTES = MOST_UNITS * sizeof(uint16_t) + SLACK_BYTES;

/* Too much for a stack that has 64 KiB to spare. Null when there is no memory. */
static void *take_room(void)
{
    return VirtualAlloc(NULL, ROOM_BYTES, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
}

static void give_back(void *room)
{
    (void)VirtualFree(room, 0, MEM_RELEASE);
}

static int32_t answer(const uint16_t *units, int32_t count, uint8_t *text, int32_t capacity)
{
    pp__text out = pp__text_into(text, capacity);
    pp__utf8_append(&out, units, count);
    return pp__text_result(&out);
}

/* How many units there are, or a status. */
static int32_t read_path(const pp__process *it, uint16_t *units)
{
    DWORD length = MOST_UNITS;
    if (!QueryFullProcessImageNameW(it->handle, 0, (WCHAR *)units, &length)) {
        DWORD error = GetLastError();
        int32_t status = pp__status_of_error(error);
        /* A process of the system that has no program file. */
        return error == ERROR_GEN_FAILURE ? PP_NOT_FOUND : status == PP_GONE ? PP_OS_ERROR : status;
    }
    return (int32_t)length;
}

/* ------------------------------------------------------------------------------------- names -- */

static int32_t name_in_snapshot(const pp_identity *who, uint8_t *text, int32_t capacity)
{
    pp__snapshot all = {.memory = NULL};
    const pp__entry *entry = pp__snapshot_find(&all, who->pid);
    int32_t status = entry == NULL ? (all.status == PP_OK ? PP_GONE : all.status)
                                   : pp__process_check_token(who, entry->created);
    if (status == PP_OK) {
        status = answer(entry->name, entry->name_units, text, capacity);
    }
    pp__snapshot_free(&all);
    return status;
}

static int32_t name_of_path(const uint16_t *units, int32_t count, uint8_t *text, int32_t capacity)
{
    int32_t begin = count;
    while (begin > 0 && units[begin - 1] != '\\') {
        begin--;
    }
    return answer(units + begin, count - begin, text, capacity);
}

int32_t pp_os_text_name(const pp_identity *who, uint8_t *text, int32_t capacity)
{
    pp__process process;
    int32_t status = pp__process_open_verified(who, 0, &process);
    if (status == PP_DENIED) {
        return name_in_snapshot(who, text, capacity);
    }
    if (status != PP_OK) {
        return status;
    }
    uint16_t *units = take_room();
    int32_t count = units == NULL ? PP_AGAIN : read_path(&process, units);
    if (count > 0) {
        status = name_of_path(units, count, text, capacity);
    } else {
        status = name_in_snapshot(who, text, capacity); /* while the handle keeps its number */
    }
    pp__process_close(&process);
    if (units != NULL) {
        give_back(units);
    }
    return status;
}

/* -------------------------------------------------------------------------- paths, arguments -- */

typedef int32_t read_units(const pp__process *it, uint16_t *room, uint16_t **units);

static int32_t read_text(const pp_identity *who, read_units *read, uint8_t *text, int32_t capacity)
{
    pp__process process;
    int32_t status = pp__process_open_verified(who, 0, &process);
    if (status != PP_OK) {
        return status;
    }
    uint16_t *room = take_room();
    if (room == NULL) {
        pp__process_close(&process);
        return PP_AGAIN;
    }
    uint16_t *units = NULL;
    int32_t count = read(&process, room, &units);
    bool has_ended = pp__process_has_ended(&process);
    pp__process_close(&process);
    status = has_ended ? PP_GONE : count < 0 ? count : answer(units, count, text, capacity);
    give_back(room);
    return status;
}

static int32_t read_executable(const pp__process *it, uint16_t *room, uint16_t **units)
{
    *units = room;
    return read_path(it, room);
}

static int32_t read_command_line(const pp__process *it, uint16_t *room, uint16_t **units)
{
    if (!pp__kernel_has(PP__COMMAND_LINE)) {
        return PP_UNSUPPORTED;
    }
    uint32_t length = 0;
    int32_t status = pp__nt_query_process(it->handle, PP__NT_PROCESS_COMMAND_LINE, room,
                                          (uint32_t)(ROOM_BYTES - sizeof(uint16_t)), &length);
    if (status < 0) {
        return pp__status_of_nt(status);
    }
    /* The text follows its description, both in the room, and one unit is left behind it. */
    const pp__nt_text *described = (const pp__nt_text *)(void *)room;
    int32_t count = described->length / 2;
    *units = (uint16_t *)(void *)((uint8_t *)room + sizeof *described);
    const uint16_t *from = described->units;
    for (int32_t i = 0; i < count; i++) {
        (*units)[i] = from[i];
    }
    return pp__command_line_split(*units, count);
}

int32_t pp_os_text_executable(const pp_identity *who, uint8_t *text, int32_t capacity)
{
    return read_text(who, read_executable, text, capacity);
}

int32_t pp_os_text_command_line(const pp_identity *who, uint8_t *text, int32_t capacity)
{
    return read_text(who, read_command_line, text, capacity);
}

/* Who it is first: a process that is not there is gone, whatever cannot be asked of it. */
static int32_t not_offered(const pp_identity *who, int32_t status)
{
    pp__process process;
    int32_t opened = pp__process_open_verified(who, 0, &process);
    pp__process_close(&process);
    return opened == PP_OK ? status : opened;
}

/* It lies in the memory of the process, which needs the right to read all of that. */
int32_t pp_os_text_environment(const pp_identity *who, const uint8_t *name, int32_t name_length,
                               uint8_t *text, int32_t capacity)
{
    (void)name;
    (void)name_length;
    (void)text;
    (void)capacity;
    return not_offered(who, PP_UNSUPPORTED);
}

int32_t pp_os_text_cgroup(const pp_identity *who, uint8_t *text, int32_t capacity)
{
    (void)text;
    (void)capacity;
    return not_offered(who, PP_NOT_FOUND);
}
