/*
 * Random trees of real processes, in a PID namespace of which the calling process is the first one.
 * Who has made whom, who has ended, and who has been given to which parent since is known from
 * those who did it, and not from /proc.
 *
 * A process of its own, the gardener, makes and ends them while the caller does something else.
 */
#ifndef PP_TEST_FOREST_H
#define PP_TEST_FOREST_H

#include "randoms.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum {
    FOREST_FIRST_PID = 1000,
    FOREST_DEEPEST = 30, /* the first process of a tree is at depth 0 */
    FOREST_TREES = 4,
    FOREST_MOST = 512, /* processes */
};

/* Parents that are no members; the first process reaps, see forest_reap(). */
enum { FOREST_GARDENER = -1, FOREST_FIRST_PROCESS = -2 };

enum forest_state { FOREST_LIVES, FOREST_ZOMBIE, FOREST_GONE };

typedef struct forest_member {
    int32_t tree;
    int32_t parent; /* who makes it: an earlier member, or FOREST_GARDENER */
    int32_t depth;
    int32_t children;      /* how many it makes */
    bool ignores_children; /* nobody becomes a zombie below it */
    bool adopts;           /* the descendants whose parents end, as a subreaper */
    _Atomic int32_t pid;
    _Atomic bool is_doomed; /* about to be ended, or ended */
    /* What follows may be looked at while nothing is under way. */
    int32_t parent_now;
    enum forest_state state;
} forest_member;

typedef struct forest {
    int32_t trees;
    int32_t count;
    forest_member members[FOREST_MOST];
} forest;

/* What the gardener can be told to do. */
enum forest_work {
    FOREST_GROW,  /* what forest_plan() has planned */
    FOREST_THIN,  /* end some, one after the other */
    FOREST_CLEAR, /* end all that are left */
};

/*
 * Starts the gardener, with whom the forest is shared. When numbers are to be used again, each
 * forest grows from FOREST_FIRST_PID on.
 */
forest *forest_begin(uint64_t seed, bool uses_numbers_again);

/* Draws trees that are to be grown next. */
void forest_plan(randoms *from, int32_t trees);

void forest_order(enum forest_work work);

/* Whether what was ordered is done: then nothing changes until the next order. */
bool forest_is_quiet(void);

/* Asks for the status of all that have ended as children of the first process. */
void forest_reap(void);

int32_t forest_gardener(void);

/* The size of the address space of a member that lives and does nothing: each has its own. */
uint64_t forest_virtual_bytes(int32_t member);

/* The member with this number, or -1. */
int32_t forest_member_of(int32_t pid);

/* Nothing may be growing. */
void forest_end(void);

#endif
