/*
 * The memory of a watch: a head, then a slot for each process, then the distinct parents with the
 * table that finds them by PID. Everything refers to everything else by index, so that the whole
 * can be moved.
 */
#ifndef PP_LINUX_WATCH_SET_H
#define PP_LINUX_WATCH_SET_H

#include "kernel.h"
#include "parse/statm.h"
#include "pp_internal.h"

enum { PP__NO_DESCRIPTOR = -1, PP__NO_INDEX = -1 };

enum pp__slot_state {
    PP__SLOT_FREE,
    PP__SLOT_HELD,      /* lives, and a pidfd in the epoll set stands for it */
    PP__SLOT_LOOKED_UP, /* lives, and nothing is held: every look at it is a query */
    PP__SLOT_ENDED,     /* its end has been noticed, and it may still be a zombie */
    PP__SLOT_GONE,      /* has been reaped, and nothing is held any more */
};

/* Two cache lines: a poll of an idle process needs the first, and the second for its parent. */
typedef struct pp__slot {
    int32_t pid;
    int32_t pidfd; /* PP__NO_DESCRIPTOR, but for PP__SLOT_HELD and for ended ones not yet reaped */
    int32_t statm_file; /* kept open, or PP__NO_DESCRIPTOR */
    uint8_t state;      /* enum pp__slot_state */
    bool has_cpu;       /* cpu_ns and sampled_at_ns are of the poll before */
    bool has_memory;    /* memory and memory_at_ns are of an earlier poll */
    bool is_undrained;  /* ended, and in the list that pp_watch_exits() gives out */
    uint64_t cpu_ns;    /* once it has ended: all that it used, when has_cpu */
    uint64_t sampled_at_ns;
    pp__statm memory;
    uint64_t memory_at_ns;

    uint64_t start_token;
    uint32_t token_kind;
    uint32_t generation; /* how many tenants the slot has had */
    int32_t parent_pid;  /* when has_parent */
    int32_t parent;      /* index of the parent whose end is awaited, or PP__NO_INDEX: each poll */
    int32_t next_sibling;
    int32_t previous_sibling;
    int32_t row;      /* of the poll under way; PP__NO_INDEX when it has none */
    int32_t next;     /* in the list of free slots or of undrained exits */
    int32_t previous; /* in the latter */
    int32_t exit_status;
    uint64_t noticed_at_ns;
    bool has_parent;
    bool has_exit_status;
    bool is_kernel_thread; /* found when its memory was looked for */
    uint8_t unused[5];
} pp__slot;
_Static_assert(sizeof(pp__slot) == 128, "a slot is two cache lines");

/* A slot for its n-th tenant. */
static inline pp__slot pp__slot_empty(uint32_t generation)
{
    return (pp__slot){
        .pidfd = PP__NO_DESCRIPTOR,
        .statm_file = PP__NO_DESCRIPTOR,
        .generation = generation,
        .parent = PP__NO_INDEX,
        .next_sibling = PP__NO_INDEX,
        .previous_sibling = PP__NO_INDEX,
        .next = PP__NO_INDEX,
        .previous = PP__NO_INDEX,
    };
}

/* A process that is the parent of tracked ones. */
typedef struct pp__parent {
    int32_t pid;
    int32_t pidfd;
    int32_t first_child; /* index of a slot */
    int32_t next;        /* in its bucket, or in the list of free ones */
} pp__parent;

struct pp_watch {
    pp__handle_head head;
    int32_t epoll;          /* the pidfds of held processes and of parents */
    int32_t undrained_told; /* eventfd: the list of undrained exits is not empty */
    int32_t woken;          /* eventfd: pp_watch_wake() */
    uint32_t features;      /* of the kernel, when the watch was opened */
    int32_t used_slots;     /* slots from here on have never been in use */
    int32_t free_slot;      /* first of the list */
    int32_t used_parents;
    int32_t free_parent;
    int32_t first_undrained;
    int32_t last_undrained;
    int32_t next_eviction; /* slot from which on to look for a descriptor to give up */
    bool is_told;          /* undrained_told has been raised */
    uint8_t unused[3];
};
_Static_assert(sizeof(pp_watch) % PP__HANDLE_ALIGNMENT == 0, "slots begin at a cache line");

enum {
    PP__WATCH_BYTES_PER_SLOT = (int32_t)(sizeof(pp__slot) + sizeof(pp__parent) + sizeof(int32_t)),
};

static inline pp__slot *pp__slot_at(pp_watch *w, int32_t index)
{
    return (pp__slot *)(void *)(w + 1) + index;
}

static inline pp__parent *pp__parent_at(pp_watch *w, int32_t index)
{
    return (pp__parent *)(void *)pp__slot_at(w, w->head.figures.capacity) + index;
}

/* First parent of the bucket that a PID falls into. */
static inline int32_t *pp__parent_bucket(pp_watch *w, int32_t pid)
{
    int32_t capacity = w->head.figures.capacity;
    return (int32_t *)(void *)pp__parent_at(w, capacity) + pid % capacity;
}

static inline bool pp__watch_wants(const pp_watch *w, uint64_t fields)
{
    return (w->head.fields & fields) != 0;
}

/* Can it hold processes, or has it to look up all of them? */
static inline bool pp__watch_can_hold(const pp_watch *w)
{
    return (w->features & PP__HOLDING) == PP__HOLDING;
}

static inline bool pp__watch_has(const pp_watch *w, uint32_t feature)
{
    return (w->features & feature) != 0;
}

static inline pp_identity pp__slot_identity(const pp__slot *slot)
{
    return (pp_identity){
        .pid = slot->pid, .token_kind = slot->token_kind, .start_token = slot->start_token};
}

#endif
