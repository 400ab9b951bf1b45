/*
 * The memory of a table: a head; what is known of each process from the last refresh, in ascending
 * order of PID; as much room for the next one, in which meanwhile those are who are gone; and room to
 * order rows.
 */
#ifndef PP_MACOS_TABLE_SET_H
#define PP_MACOS_TABLE_SET_H

#include "pp_internal.h"
#include "snapshot.h"

#include <stdalign.h>

/* A process of the last refresh, or one that was gone at it. */
typedef struct pp__known {
    int32_t pid;
    int32_t parent_pid;
    int32_t session; /* 0 when it is not known */
    int32_t exit_status;
    bool has_cpu; /* cpu_ns is known */
    bool is_new;
    bool is_traced;
    bool has_exited; /* a zombie, or not there any more */
    bool is_given;   /* by pp_table_gone() */
    bool has_exit_status;
    uint8_t unused[2];
    uint64_t id;        /* its unique id; 0 when the system does not tell */
    uint64_t forked_by; /* that of who made it */
    int64_t start_us;
    uint64_t cpu_ns;
    uint64_t sampled_at_ns;
    int64_t slot;
} pp__known;

struct pp_table {
    alignas(PP__HANDLE_ALIGNMENT) pp__handle_head head;
    pp__snapshot snapshot;
    int64_t next_slot;
    uint64_t refreshed_at_ns;
    int32_t half; /* 0 or 1: where the known are */
    int32_t known;
    int32_t gone; /* in the other half */
    uint32_t unused;
};
_Static_assert(sizeof(pp_table) % PP__HANDLE_ALIGNMENT == 0, "records begin at a cache line");

enum { PP__TABLE_BYTES_PER_ROW = (int32_t)(2 * sizeof(pp__known) + sizeof(int32_t)) };

static inline pp__known *pp__table_half(pp_table *t, int32_t half)
{
    return (pp__known *)(void *)(t + 1) + (size_t)half * (size_t)t->head.figures.capacity;
}

static inline pp__known *pp__table_known(pp_table *t)
{
    return pp__table_half(t, t->half);
}

static inline pp__known *pp__table_gone(pp_table *t)
{
    return pp__table_half(t, 1 - t->half);
}

/* Room for as many rows as the capacity. */
static inline int32_t *pp__table_order(pp_table *t)
{
    return (int32_t *)(void *)pp__table_half(t, 2);
}

#endif
