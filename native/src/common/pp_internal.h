/*
 * The seam between what is the same on every operating system and what is not.
 *
 *   procprobe.h      the contract: records, codes, masks, functions
 *      |
 *   common/          checks every argument, loops over arrays, names codes, states the layout
 *      |             calls only what is declared here under pp_os_
 *   linux/ ...       one folder per system with the same file names: system.c, list.c, query.c,
 *      |             text.c; reads, and never checks arguments again
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

#endif
