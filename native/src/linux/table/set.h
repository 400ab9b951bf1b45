/*
 * The memory of a table: a head; the watch that tracks its processes; facts about each slot of that
 * watch; a hash of the slots by PID; and room to list PIDs and to order rows.
 */
#ifndef PP_LINUX_TABLE_SET_H
#define PP_LINUX_TABLE_SET_H

#include "watch/set.h"

/* What is known of the process in a slot of the watch beside what the watch keeps. */
typedef struct pp__facts {
    uint64_t start_ticks;
    int32_t session;
    int32_t session_parent;   /* the parent that it had when its session was read */
    int32_t first_parent_pid; /* 0 until it is known */
    uint8_t name_length;
    uint8_t refreshes; /* since it was found, up to two: then nothing more changes */
    bool has_stat;     /* start_ticks and session are known */
    uint8_t unused;
    uint8_t name[PP_TABLE_NAME_BYTES];
} pp__facts;

struct pp_table {
    pp__handle_head head;
    int32_t buckets; /* of the hash: a power of two, at least twice the capacity */
    uint8_t padding[44];
};
_Static_assert(sizeof(pp_table) % PP__HANDLE_ALIGNMENT == 0, "the watch begins at a cache line");

int32_t pp__table_buckets_for(int32_t capacity);

static inline pp_watch *pp__table_watch(pp_table *t)
{
    return (pp_watch *)(void *)(t + 1);
}

/* The bytes of the watch in a table, up to the next cache line. */
static inline int32_t pp__table_watch_bytes(int32_t capacity)
{
    return (pp_os_watch_bytes(capacity) + PP__HANDLE_ALIGNMENT - 1) & -PP__HANDLE_ALIGNMENT;
}

static inline pp__facts *pp__table_facts(pp_table *t, int32_t slot)
{
    uint8_t *watch = (uint8_t *)(t + 1);
    return (pp__facts *)(void *)(watch + pp__table_watch_bytes(t->head.figures.capacity)) + slot;
}

/* The hash: slots, or PP__NO_INDEX. */
static inline int32_t *pp__table_hash(pp_table *t)
{
    return (int32_t *)(void *)pp__table_facts(t, t->head.figures.capacity);
}

/* Room for as many PIDs as the capacity. */
static inline int32_t *pp__table_pids(pp_table *t)
{
    return pp__table_hash(t) + t->buckets;
}

/* Room for as many rows as the capacity. */
static inline int32_t *pp__table_order(pp_table *t)
{
    return pp__table_pids(t) + t->head.figures.capacity;
}

#endif
