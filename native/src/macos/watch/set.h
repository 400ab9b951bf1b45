/*
 * The memory of a watch: a head, then a slot for each process, then the table that finds held ones by
 * PID. Everything refers to everything else by index, so that the whole can be moved.
 */
#ifndef PP_MACOS_WATCH_SET_H
#define PP_MACOS_WATCH_SET_H

#include "pp_internal.h"
#include "row.h"

#include <stdalign.h>

enum { PP__NO_INDEX = -1 };

enum pp__slot_state {
    PP__SLOT_FREE,
    PP__SLOT_HELD,      /* lives, and the kqueue tells of its end */
    PP__SLOT_LOOKED_UP, /* lives, and nothing is held: every look at it is a query */
    PP__SLOT_ENDED,     /* its end has been noticed, and it may still be a zombie */
    PP__SLOT_GONE,      /* has been reaped */
};

/* A reading of memory that may be kept: valid says which members are known. */
typedef struct pp__memory {
    uint64_t valid;
    uint64_t resident_bytes;
    uint64_t private_bytes;
    uint64_t virtual_bytes;
} pp__memory;

typedef struct pp__slot {
    int32_t pid;
    uint8_t state;        /* enum pp__slot_state */
    bool has_cpu;         /* cpu_ns and sampled_at_ns are of the poll before */
    bool is_undrained;    /* ended, and in the list that pp_watch_exits() gives out */
    bool has_exit_status; /* exit_status is known */
    uint64_t id;          /* its unique id */
    uint64_t cpu_ns;      /* once it has ended: all that it used, when has_cpu */
    uint64_t sampled_at_ns;
    pp__memory memory; /* valid is 0 when there is no reading of an earlier poll */
    uint64_t memory_at_ns;
    uint64_t noticed_at_ns;
    int32_t exit_status;
    uint32_t generation; /* how many tenants the slot has had */
    int32_t row;         /* of the poll under way; PP__NO_INDEX when it has none */
    int32_t next;        /* in the list of free slots or of undrained exits */
    int32_t previous;    /* in the latter */
    int32_t next_held;   /* in its bucket of the table by PID */
} pp__slot;

/* A slot for its n-th tenant. */
static inline pp__slot pp__slot_empty(uint32_t generation)
{
    return (pp__slot){.generation = generation,
                      .row = PP__NO_INDEX,
                      .next = PP__NO_INDEX,
                      .previous = PP__NO_INDEX,
                      .next_held = PP__NO_INDEX};
}

struct pp_watch {
    alignas(PP__HANDLE_ALIGNMENT) pp__handle_head head;
    int32_t ends;       /* kqueue: the ends of held processes */
    int32_t waits;      /* kqueue: something in ends, undrained exits, pp_watch_wake() */
    int32_t used_slots; /* slots from here on have never been in use */
    int32_t free_slot;  /* first of the list */
    int32_t first_undrained;
    int32_t last_undrained;
    bool is_told; /* waits has been told of undrained exits */
    uint8_t unused[7];
};
_Static_assert(sizeof(pp_watch) % PP__HANDLE_ALIGNMENT == 0, "slots begin at a cache line");

enum { PP__WATCH_BYTES_PER_SLOT = (int32_t)(sizeof(pp__slot) + sizeof(int32_t)) };

static inline pp__slot *pp__slot_at(pp_watch *w, int32_t index)
{
    return (pp__slot *)(void *)(w + 1) + index;
}

/* First held slot of the bucket that a PID falls into. */
static inline int32_t *pp__held_bucket(pp_watch *w, int32_t pid)
{
    int32_t capacity = w->head.figures.capacity;
    return (int32_t *)(void *)pp__slot_at(w, capacity) + pid % capacity;
}

static inline bool pp__watch_wants(const pp_watch *w, uint64_t fields)
{
    return (w->head.fields & fields) != 0;
}

/* More processes may be held beside those that are. */
static inline bool pp__watch_has_room(const pp_watch *w)
{
    return w->head.figures.kept_pidfd < w->head.figures.descriptor_budget;
}

static inline pp_identity pp__slot_identity(const pp__slot *slot)
{
    return (pp_identity){
        .pid = slot->pid, .token_kind = PP_TOKEN_UNIQUE_ID, .start_token = slot->id};
}

#endif
