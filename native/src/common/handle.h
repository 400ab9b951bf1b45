/*
 * Memory of the caller that is a watch or a table: what it begins with, and what it is now.
 */
#ifndef PP_COMMON_HANDLE_H
#define PP_COMMON_HANDLE_H

#include "memory.h"
#include "pp_internal.h"

static inline bool pp__is_handle_capacity(int32_t capacity)
{
    return capacity >= 1 && capacity <= PP_WATCH_MOST_SLOTS;
}

/* Also read by threads that only wait, while another one moves the handle. */
static inline uint64_t pp__handle_magic(const void *handle)
{
    return atomic_load_explicit(&((const pp__handle_head *)handle)->magic, memory_order_relaxed);
}

static inline void pp__handle_set_magic(void *handle, uint64_t magic)
{
    atomic_store_explicit(&((pp__handle_head *)handle)->magic, magic, memory_order_relaxed);
}

static inline pp_watch_figures *pp__handle_figures(void *handle)
{
    return &((pp__handle_head *)handle)->figures;
}

static inline int32_t pp__handle_capacity(const void *handle)
{
    return ((const pp__handle_head *)handle)->figures.capacity;
}

/* PP_OK for memory that is open as what it is taken for. */
static inline int32_t pp__handle_check(const void *handle, uint64_t open_magic)
{
    if (!pp__is_aligned(handle, PP__HANDLE_ALIGNMENT)) {
        return PP_INVALID;
    }
    uint64_t magic = pp__handle_magic(handle);
    return magic == open_magic                                     ? PP_OK
         : magic == PP__HANDLE_MOVED || magic == PP__HANDLE_CLOSED ? PP_CLOSED
                                                                   : PP_INVALID;
}

/* The head of what is to be opened: not open yet. */
static inline void pp__handle_begin(void *handle, uint64_t fields, int32_t capacity)
{
    pp__handle_set_magic(handle, PP__HANDLE_CLOSED);
    ((pp__handle_head *)handle)->fields = fields;
    *pp__handle_figures(handle) = (pp_watch_figures){.capacity = capacity};
}

/* Whether memory can become a handle of this capacity, which needs these bytes. */
static inline int32_t pp__handle_check_memory(const void *memory, int32_t bytes, int32_t needed)
{
    if (!pp__is_aligned(memory, PP__HANDLE_ALIGNMENT)) {
        return PP_INVALID;
    }
    return bytes < needed ? PP_TOO_SMALL : PP_OK;
}

/* Whether a handle can be moved to memory that needs these bytes for that capacity. */
static inline int32_t pp__handle_check_move(const void *from, int32_t from_bytes, const void *to,
                                            int32_t bytes, int32_t capacity, int32_t needed)
{
    int32_t checked = needed < 0 ? needed : pp__handle_check_memory(to, bytes, needed);
    if (checked != PP_OK) {
        return checked;
    }
    uintptr_t old = (uintptr_t)from;
    uintptr_t new = (uintptr_t)to;
    bool overlaps = new < old ? old - new < (uintptr_t)bytes : new - old < (uintptr_t)from_bytes;
    return overlaps ? PP_INVALID : capacity < pp__handle_capacity(from) ? PP_TOO_SMALL : PP_OK;
}

#endif
