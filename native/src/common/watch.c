/*
 * The public functions of a watch: is it one, are the arguments good?
 */
#include "pp_internal.h"

static const pp__watch_head *head_of(const pp_watch *watch)
{
    return (const pp__watch_head *)(const void *)watch;
}

/* Also read by threads that only wait, while another one moves the watch. */
static uint64_t magic_of(const pp_watch *watch)
{
    return atomic_load_explicit(&head_of(watch)->magic, memory_order_relaxed);
}

static void set_magic(pp_watch *watch, uint64_t magic)
{
    pp__watch_head *head = (pp__watch_head *)(void *)watch;
    atomic_store_explicit(&head->magic, magic, memory_order_relaxed);
}

static bool is_aligned(const void *pointer, uintptr_t alignment)
{
    return pointer != NULL && ((uintptr_t)pointer & (alignment - 1)) == 0;
}

static bool is_capacity(int32_t capacity)
{
    return capacity >= 1 && capacity <= PP_WATCH_MOST_SLOTS;
}

/* PP_OK for an open watch. */
static int32_t check(const pp_watch *watch)
{
    if (!is_aligned(watch, PP__WATCH_ALIGNMENT)) {
        return PP_INVALID;
    }
    switch (magic_of(watch)) {
    case PP__WATCH_OPEN:
        return PP_OK;
    case PP__WATCH_MOVED:
    case PP__WATCH_CLOSED:
        return PP_CLOSED;
    default:
        return PP_INVALID;
    }
}

/* A wait that begins while another thread moves the watch finds the same descriptors here. */
static int32_t check_for_waiting(const pp_watch *watch)
{
    int32_t checked = check(watch);
    return checked == PP_CLOSED && magic_of(watch) == PP__WATCH_MOVED ? PP_OK : checked;
}

static int32_t check_memory(const pp_watch *watch, int32_t bytes, int32_t capacity)
{
    if (!is_aligned(watch, PP__WATCH_ALIGNMENT) || !is_capacity(capacity)) {
        return PP_INVALID;
    }
    return bytes < pp_os_watch_bytes(capacity) ? PP_TOO_SMALL : PP_OK;
}

int32_t pp_watch_bytes(int32_t capacity)
{
    return is_capacity(capacity) ? pp_os_watch_bytes(capacity) : PP_INVALID;
}

int32_t pp_watch_open(pp_watch *watch, int32_t bytes, int32_t capacity, uint64_t fields,
                      int32_t descriptor_budget)
{
    int32_t checked = check_memory(watch, bytes, capacity);
    if (checked != PP_OK) {
        return checked;
    }
    if ((fields & ~PP_FIELDS_ALL) != 0 || descriptor_budget < PP_WATCH_DEFAULT_BUDGET) {
        return PP_INVALID;
    }
    pp__watch_head *head = (pp__watch_head *)(void *)watch;
    set_magic(watch, PP__WATCH_CLOSED);
    head->fields = fields;
    head->figures = (pp_watch_figures){.capacity = capacity};
    int32_t opened = pp_os_watch_open(watch, descriptor_budget);
    if (opened == PP_OK) {
        set_magic(watch, PP__WATCH_OPEN);
    }
    return opened;
}

static bool overlaps(const pp_watch *watch, const pp_watch *to, int32_t bytes)
{
    uintptr_t old = (uintptr_t)watch;
    uintptr_t new = (uintptr_t)to;
    uintptr_t old_bytes = (uintptr_t)pp_os_watch_bytes(head_of(watch)->figures.capacity);
    return new < old ? old - new < (uintptr_t)bytes : new - old < old_bytes;
}

int32_t pp_watch_move(pp_watch *watch, pp_watch *to, int32_t bytes, int32_t capacity)
{
    int32_t checked = check(watch);
    if (checked == PP_OK) {
        checked = check_memory(to, bytes, capacity);
    }
    if (checked == PP_OK && overlaps(watch, to, bytes)) {
        checked = PP_INVALID;
    }
    if (checked == PP_OK && capacity < head_of(watch)->figures.capacity) {
        checked = PP_TOO_SMALL;
    }
    if (checked != PP_OK) {
        return checked;
    }
    pp_os_watch_move(watch, to, capacity);
    ((pp__watch_head *)(void *)to)->figures.capacity = capacity;
    set_magic(to, PP__WATCH_OPEN);
    set_magic(watch, PP__WATCH_MOVED);
    return PP_OK;
}

int32_t pp_watch_close(pp_watch *watch)
{
    int32_t checked = check(watch);
    if (checked == PP_OK) {
        set_magic(watch, PP__WATCH_CLOSED);
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
    if (!is_aligned(who, 8) || !is_aligned(slot, 8)) {
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
    if (memory_max_age_ns < 0 || capacity < 0 || (capacity > 0 && !is_aligned(out, 8))) {
        return PP_INVALID;
    }
    if (capacity < head_of(watch)->figures.tracked) {
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
    if (capacity < 0 || (capacity > 0 && !is_aligned(out, 8))) {
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
    if (!is_aligned(out, 8)) {
        return PP_INVALID;
    }
    pp_os_watch_stats(watch, out);
    return PP_OK;
}
