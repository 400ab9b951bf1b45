/*
 * The seam between what is the same on every operating system and what is not.
 *
 *   procprobe.h      the contract: records, codes, masks, functions
 *      |
 *   common/          checks every argument, loops over arrays, names codes, states the layout
 *      |             calls only what is declared here under pp_os_
 *   linux/ ...       one folder per system with the same file names: system.c, list.c, query.c,
 *      |             text.c, watch.c; reads, and never checks arguments again
 *   linux/parse/     bytes in, numbers out: bounded, free of locale, no system call; fuzz targets
 *   linux/arch/      how a system call is made, and the numbers that differ by architecture
 *
 * CMake picks the folders; no source file asks which system it is on.
 *
 * Everything here has hidden visibility. Names: pp__ is internal to the library, pp_os_ is what
 * each system implements. Nothing allocates, logs, aborts or keeps mutable state, but for facts of
 * the kernel that cannot change while the process runs (see linux/kernel.h).
 */
#ifndef PP_INTERNAL_H
#define PP_INTERNAL_H

#include "procprobe.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

/* Rows of a batch that share one reading of the clock: a clock call costs as much as a memory read.
 */
#define PP__ROWS_PER_CLOCK_READING 16

#define PP__NS_PER_S 1000000000LL

/* A reading into *out, which the caller has zeroed but for pid. who->pid is above 0. */
void pp_os_query(const pp_identity *who, uint64_t fields, uint64_t now_ns, pp_sample *out);

/* Monotonic clock in nanoseconds: the same one as System.nanoTime() and CLOCK_MONOTONIC. */
uint64_t pp_os_now_ns(void);

/* The public functions of the same names, their pointers and numbers found good. */
int32_t pp_os_list_pids(int32_t *pids, int32_t capacity);
int32_t pp_os_system_facts(pp_system *out);
int32_t pp_os_system_mechanism(int32_t index, uint8_t *text, int32_t capacity);
int32_t pp_os_text_name(const pp_identity *who, uint8_t *text, int32_t capacity);
int32_t pp_os_text_executable(const pp_identity *who, uint8_t *text, int32_t capacity);
int32_t pp_os_text_command_line(const pp_identity *who, uint8_t *text, int32_t capacity);
int32_t pp_os_text_environment(const pp_identity *who, const uint8_t *name, int32_t name_length,
                               uint8_t *text, int32_t capacity);

/*
 * What every watch begins with, whatever the system behind it keeps. The magic number tells memory
 * that is a watch from memory that was one and from any other.
 */
typedef struct pp__watch_head {
    _Atomic uint64_t magic;
    uint64_t fields;
    pp_watch_figures figures;
} pp__watch_head;

/* "procprob" and a letter in the place of the last one */
#define PP__WATCH_OPEN 0x70726f6370726f4fULL
#define PP__WATCH_MOVED 0x70726f6370726f4dULL
#define PP__WATCH_CLOSED 0x70726f6370726f43ULL

#define PP__WATCH_ALIGNMENT 64

/*
 * The public functions of the same names, for an open watch and good arguments. open finds zeroed
 * figures but for the capacity, and a negative budget only where the default is meant.
 */
int32_t pp_os_watch_bytes(int32_t capacity);
int32_t pp_os_watch_open(pp_watch *watch, int32_t descriptor_budget);
void pp_os_watch_move(pp_watch *from, pp_watch *to, int32_t capacity);
void pp_os_watch_close(pp_watch *watch);
int32_t pp_os_watch_add(pp_watch *watch, const pp_identity *who, int64_t *slot);
int32_t pp_os_watch_remove(pp_watch *watch, int64_t slot);
int32_t pp_os_watch_poll(pp_watch *watch, uint64_t memory_max_age_ns, pp_sample *out);
int32_t pp_os_watch_exits(pp_watch *watch, pp_exit *out, int32_t capacity);
int32_t pp_os_watch_await(const pp_watch *watch, int64_t timeout_ns);
int32_t pp_os_watch_wake(const pp_watch *watch);
void pp_os_watch_stats(const pp_watch *watch, pp_watch_figures *out);

#endif
