/*
 * Watches in memory full of rubbish that ends at a page nobody may touch, and what must be true of
 * all that they give out.
 */
#ifndef PP_TEST_WATCHES_H
#define PP_TEST_WATCHES_H

#include "guarded.h"
#include "procprobe.h"

enum { WATCH_ALIGNMENT = 64, WATCH_MOST_ROWS = 256 };

/* All that a watch can tell in a row. */
#define WATCH_FIELDS PP_FIELDS_ALL

typedef struct watching {
    pp_watch *watch;
    guarded memory;
    uint64_t fields;
} watching;

/* Opens a watch; the opening is expected to succeed. */
watching watching_start(int32_t capacity, uint64_t fields, int32_t descriptor_budget);

/* Closes it. */
void watching_end(watching *it);

/* Moves it into other memory for more slots; the old memory is given back. */
void watching_move(watching *it, int32_t capacity);

/* Where a watch of that many slots begins so that its last byte is the last of the memory. */
pp_watch *watch_memory(const guarded *memory, int32_t capacity);

/* Tracks whoever holds the PID, and expects that it works. The slot. */
int64_t watching_add(const watching *it, int32_t pid);

void watching_remove(const watching *it, int64_t slot);

/*
 * Polls into memory that has room for just the rows, and checks each of them and their order.
 * Returns how many there are; all are in rows, which has room for WATCH_MOST_ROWS.
 */
int32_t watching_poll(const watching *it, int64_t memory_max_age_ns, pp_sample *rows);

/* Polls, and gives the row of one slot. */
pp_sample watching_row(const watching *it, int64_t memory_max_age_ns, int64_t slot);

/* Asks for exits into memory that has room for just so many, and checks each of them. */
int32_t watching_exits(const watching *it, pp_exit *exits, int32_t capacity);

/* Asks until it gives out the exit of that slot, which it expects to be the only one. */
pp_exit watching_exit_of(const watching *it, int64_t slot);

pp_watch_figures watching_figures(const watching *it);

#endif
