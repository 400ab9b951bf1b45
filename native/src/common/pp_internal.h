/*
 * The seam between what is the same on every operating system and what is not.
 *
 *   procprobe.h      the contract: records, codes, masks, functions
 *      |
 *   common/          checks every argument, loops over arrays, names codes, states the layout
 *      |             calls only what is declared here under pp_os_
 *   linux/ ...       one folder per system with the same file names: system.c, list.c, query.c,
 *      |             family.c, resources.c, text.c, watch.c, table.c, signal.c; reads, and never
 *      |             checks arguments again
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

/*
 * Readings into out, which the caller has zeroed but for the pid, and the status of those rows that
 * are to be left as they are.
 */
void pp_os_query_rows(const pp_identity *who, int32_t count, uint64_t fields, uint64_t now_ns,
                      pp_sample *out);

/* Monotonic clock in nanoseconds: the same one as System.nanoTime() and CLOCK_MONOTONIC. */
uint64_t pp_os_now_ns(void);

/* The public functions of the same names, their pointers and numbers found good. */
int32_t pp_os_list_pids(int32_t *pids, int32_t capacity);
/* levels  how many generations: 1 is the children */
int32_t pp_os_list_family(const pp_identity *who, int32_t levels, pp_identity *out,
                          int32_t capacity);
/* *out is zeroed but for the pid and the time. */
void pp_os_query_resources(const pp_identity *who, uint64_t wanted, pp_resources *out);
int32_t pp_os_system_facts(pp_system *out);
int32_t pp_os_system_mechanism(int32_t index, uint8_t *text, int32_t capacity);
int32_t pp_os_text_name(const pp_identity *who, uint8_t *text, int32_t capacity);
int32_t pp_os_text_executable(const pp_identity *who, uint8_t *text, int32_t capacity);
int32_t pp_os_text_command_line(const pp_identity *who, uint8_t *text, int32_t capacity);
int32_t pp_os_text_environment(const pp_identity *who, const uint8_t *name, int32_t name_length,
                               uint8_t *text, int32_t capacity);
int32_t pp_os_text_cgroup(const pp_identity *who, uint8_t *text, int32_t capacity);

/*
 * What every watch and table begins with, whatever the system behind it keeps. The magic number
 * tells memory that is one from memory that was one and from any other.
 */
typedef struct pp__handle_head {
    _Atomic uint64_t magic;
    uint64_t fields;
    pp_watch_figures figures; /* of a table: those of the watch in it, but for the capacity */
} pp__handle_head;

/* "procprob" and letters in the place of the last two */
#define PP__WATCH_OPEN 0x70726f6370725757ULL
#define PP__TABLE_OPEN 0x70726f6370725454ULL
#define PP__HANDLE_MOVED 0x70726f6370724d4dULL
#define PP__HANDLE_CLOSED 0x70726f6370724343ULL

#define PP__HANDLE_ALIGNMENT 64

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

int32_t pp_os_table_bytes(int32_t capacity);
int32_t pp_os_table_open(pp_table *table, int32_t descriptor_budget);
void pp_os_table_move(pp_table *from, pp_table *to, int32_t capacity);
void pp_os_table_close(pp_table *table);
int32_t pp_os_table_refresh(pp_table *table, uint64_t memory_max_age_ns, pp_sample *rows,
                            pp_node *nodes, uint8_t *names, int32_t capacity);
int32_t pp_os_table_gone(pp_table *table, pp_exit *out, int32_t capacity);
void pp_os_table_stats(const pp_table *table, pp_watch_figures *out);

/* who has a token, and is neither the first process nor this one. */
int32_t pp_os_signal_send(const pp_identity *who, int32_t signal);

/* The PID of this process. */
int32_t pp_os_own_pid(void);

#endif
