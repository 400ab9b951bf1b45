/*
 * Memory of the caller, before anything is read from it or written to it.
 */
#ifndef PP_COMMON_MEMORY_H
#define PP_COMMON_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PP__RECORD_ALIGNMENT = 8 };

static inline bool pp__is_aligned(const void *pointer, uintptr_t alignment)
{
    return pointer != NULL && ((uintptr_t)pointer & (alignment - 1)) == 0;
}

static inline bool pp__is_record(const void *pointer)
{
    return pp__is_aligned(pointer, PP__RECORD_ALIGNMENT);
}

/* An array: it may be null when it is empty. */
static inline bool pp__is_buffer(const void *bytes, int32_t capacity)
{
    return capacity >= 0 && (bytes != NULL || capacity == 0);
}

static inline bool pp__are_records(const void *records, int32_t capacity)
{
    return capacity == 0 || (capacity > 0 && pp__is_record(records));
}

#endif
