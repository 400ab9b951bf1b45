/*
 * The memory of a watch: a head, then a slot for each process, then the distinct parents with the
 * table that finds them by PID. Everything refers to everything else by index, so that the whole
 * can be moved.
 */
#ifndef PP_WINDOWS_WATCH_SET_H
#define PP_WINDOWS_WATCH_SET_H

#include "pp_internal.h"
#include "row.h"

#include <stdalign.h>

enum { PP__NO_INDEX = -1 };

enum pp__slot_state {
    PP__SLOT_FREE,
    PP__SLOT_HELD,      /* lives, and a handle stands for it */
    PP__SLOT_LOOKED_UP, /* lives, and nothing is held: every look at it is a query */
    PP__SLOT_GONE,      /* its end has been noticed, and nothing is held any more */
};

typedef struct pp__slot {
    int32_t pid;
    uint8_t state;        /* enum pp__slot_state */
    bool has_cpu;         /* cpu_ns and sampled_at_ns are of the poll before */
    bool is_undrained;    /* ended, and in the list that pp_watch_exits() gives out */
    bool has_exit_status; /* exit_status is known */
    bool is_denied;       /* may not be waited for, so it cannot be held */
    bool is_parentless;   /* has no parent, and will never have one */
    uint8_t unused[2];
    int32_t exit_status;
    HANDLE process;    /* of PP__SLOT_HELD */
    HANDLE wait;       /* tells pp_watch_await() of its end, of PP__SLOT_HELD */
    uint64_t created;  /* FILETIME: its identity */
    uint64_t cpu_ns;   /* once it has ended: all that it used, when has_cpu */
    uint64_t cycles;   /* when its memory was read; 0 when they cannot be read */
    pp__memory memory; /* valid is 0 when there is no reading of an earlier poll */
    uint64_t memory_at_ns;
    uint64_t sampled_at_ns;
    uint64_t noticed_at_ns;
    uint32_t generation; /* how many tenants the slot has had */
    int32_t parent;      /* index of a parent, or PP__NO_INDEX */
    int32_t row;         /* of the poll under way; PP__NO_INDEX when it has none */
    int32_t next;        /* in the list of free slots or of undrained exits */
    int32_t previous;    /* in the latter */
} pp__slot;

/* A slot for its n-th tenant. */
static inline pp__slot pp__slot_empty(uint32_t generation)
{
    return (pp__slot){.generation = generation,
                      .parent = PP__NO_INDEX,
                      .next = PP__NO_INDEX,
                      .previous = PP__NO_INDEX};
}

/* A process that is the parent of tracked ones. */
typedef struct pp__parent {
    int32_t pid;
    int32_t children; /* slots that refer to it; 0 in the list of free ones */
    uint64_t created;
    HANDLE process; /* null once it has ended */
    int32_t next;   /* in its bucket, or in the list of free ones */
    int32_t unused;
} pp__parent;

struct pp_watch {
    alignas(PP__HANDLE_ALIGNMENT) pp__handle_head head;
    HANDLE ended;          /* event: a process has ended since it was last looked who has */
    HANDLE undrained_told; /* event: the list of undrained exits is not empty */
    HANDLE woken;          /* event that one wait takes: pp_watch_wake() */
    pp__snapshot snapshot; /* of the poll under way */
    int32_t used_slots;    /* slots from here on have never been in use */
    int32_t free_slot;     /* first of the list */
    int32_t used_parents;
    int32_t free_parent;
    int32_t first_undrained;
    int32_t last_undrained;
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

/* First parent of the bucket that a PID falls into; PIDs are multiples of 4. */
static inline int32_t *pp__parent_bucket(pp_watch *w, int32_t pid)
{
    int32_t capacity = w->head.figures.capacity;
    return (int32_t *)(void *)pp__parent_at(w, capacity) + pid / 4 % capacity;
}

static inline bool pp__watch_wants(const pp_watch *w, uint64_t fields)
{
    return (w->head.fields & fields) != 0;
}

/* Handles may be held beside those that there are. */
static inline bool pp__watch_has_room(const pp_watch *w)
{
    const pp_watch_figures *figures = &w->head.figures;
    return figures->kept_pidfd + figures->parents < figures->descriptor_budget;
}

static inline pp_identity pp__slot_identity(const pp__slot *slot)
{
    return (pp_identity){
        .pid = slot->pid, .token_kind = PP_TOKEN_CREATION_TIME, .start_token = slot->created};
}

static inline pp__process pp__slot_process(const pp__slot *slot)
{
    return (pp__process){.handle = slot->process, .created = slot->created, .can_wait = true};
}

#endif
