/*
 * The public functions of a watch: is it one, are the arguments good?
 */
#include "handle.h"

static int32_t check(const pp_watch *watch)
{
    return pp__handle_check(watch, PP__WATCH_OPEN);
}

/* A wait that begins while another thread moves the watch finds the same descriptors here. */
static int32_t check_for_waiting(const pp_watch *watch)
{
    int32_t checked = check(watch);
    return checked == PP_CLOSED && pp__handle_magic(watch) == PP__HANDLE_MOVED ? PP_OK : checked;
}

int32_t pp_watch_bytes(int32_t capacity)
{
    return pp__is_handle_capacity(capacity) ? pp_os_watch_bytes(capacity) : PP_INVALID;
}

int32_t pp_watch_open(pp_watch *watch, int32_t bytes, int32_t capacity, uint64_t fields,
                      int32_t descriptor_budget)
{
    int32_t needed = pp_watch_bytes(capacity);
    int32_t checked = needed < 0 ? needed : pp__handle_check_memory(watch, bytes, needed);
    if (checked != PP_OK) {
        return checked;
    }
    if ((fields & ~PP_FIELDS_ALL) != 0 || descriptor_budget < PP_WATCH_DEFAULT_BUDGET) {
        return PP_INVALID;
    }
    pp__handle_begin(watch, fields, capacity);
    int32_t opened = pp_os_watch_open(watch, descriptor_budget);
    if (opened == PP_OK) {
        pp__handle_set_magic(watch, PP__WATCH_OPEN);
    }
    return opened;
}

int32_t pp_watch_move(pp_watch *watch, pp_watch *to, int32_t bytes, int32_t capacity)
{
    int32_t checked = check(watch);
    if (checked != PP_OK) {
        return checked;
    }
    checked = pp__handle_check_move(watch, pp_os_watch_bytes(pp__handle_capacity(watch)), to, bytes,
                                    capacity, pp_watch_bytes(capacity));
    if (checked == PP_OK) {
        pp_os_watch_move(watch, to, capacity);
        pp__handle_figures(to)->capacity = capacity;
        pp__handle_set_magic(to, PP__WATCH_OPEN);
        pp__handle_set_magic(watch, PP__HANDLE_MOVED);
    }
    return checked;
}

int32_t pp_watch_close(pp_watch *watch)
{
    int32_t checked = check(watch);
    if (checked == PP_OK) {
        pp__handle_set_magic(watch, PP__HANDLE_CLOSED);
        pp_os_watch_close(watch);
    }
    return checked;
}

int32_t pp_watch_add(pp_watch *watch, const pp_identity *who, int64_t *slot)
{
    int32_t checked = check(watch);
    if (checked != PP_OK) {
        return checked;
    }
    if (!pp__is_record(who) || !pp__is_record(slot)) {
        return PP_INVALID;
    }
    pp_identity copy = *who; /* another thread may write to the caller's memory */
    *slot = -1;
    return copy.pid > 0 ? pp_os_watch_add(watch, &copy, slot) : PP_INVALID;
}

int32_t pp_watch_remove(pp_watch *watch, int64_t slot)
{
    int32_t checked = check(watch);
    return checked == PP_OK ? pp_os_watch_remove(watch, slot) : checked;
}

int32_t pp_watch_poll(pp_watch *watch, int64_t memory_max_age_ns, pp_sample *out, int32_t capacity)
{
    int32_t checked = check(watch);
    if (checked != PP_OK) {
        return checked;
    }
    if (memory_max_age_ns < 0 || !pp__are_records(out, capacity)) {
        return PP_INVALID;
    }
    if (capacity < pp__handle_figures(watch)->tracked) {
        return PP_TOO_SMALL;
    }
    return pp_os_watch_poll(watch, (uint64_t)memory_max_age_ns, out);
}

int32_t pp_watch_exits(pp_watch *watch, pp_exit *out, int32_t capacity)
{
    int32_t checked = check(watch);
    if (checked != PP_OK) {
        return checked;
    }
    if (!pp__are_records(out, capacity)) {
        return PP_INVALID;
    }
    return pp_os_watch_exits(watch, out, capacity);
}

int32_t pp_watch_await(const pp_watch *watch, int64_t timeout_ns)
{
    int32_t checked = check_for_waiting(watch);
    return checked == PP_OK ? pp_os_watch_await(watch, timeout_ns) : checked;
}

int32_t pp_watch_wake(const pp_watch *watch)
{
    int32_t checked = check_for_waiting(watch);
    return checked == PP_OK ? pp_os_watch_wake(watch) : checked;
}

int32_t pp_watch_stats(const pp_watch *watch, pp_watch_figures *out)
{
    int32_t checked = check(watch);
    if (checked != PP_OK) {
        return checked;
    }
    if (!pp__is_record(out)) {
        return PP_INVALID;
    }
    pp_os_watch_stats(watch, out);
    return PP_OK;
}
