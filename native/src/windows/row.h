/*
 * What Windows says of a process, as fields of a row: through a handle of it, or as a line of a
 * snapshot.
 */
#ifndef PP_WINDOWS_ROW_H
#define PP_WINDOWS_ROW_H

#include "process.h"

#include <stdbool.h>
#include <stdint.h>

#define PP__FIELDS_MEMORY                                                                          \
    (PP_FIELD_RESIDENT | PP_FIELD_PRIVATE | PP_FIELD_VIRTUAL | PP_FIELD_UNIQUE)
#define PP__FIELDS_CPU (PP_FIELD_CPU_TOTAL | PP_FIELD_CPU_USER | PP_FIELD_CPU_SYSTEM)

/* Fields that only a snapshot tells. */
#define PP__FIELDS_SNAPSHOT (PP_FIELD_STATE | PP_FIELD_THREADS)

/* A reading of memory that may be kept: valid says which members are known. */
typedef struct pp__memory {
    uint64_t valid;
    uint64_t resident_bytes;
    uint64_t private_bytes;
    uint64_t virtual_bytes;
    uint64_t unique_bytes;
} pp__memory;

typedef struct pp__cpu {
    uint64_t user_ns;
    uint64_t system_ns;
} pp__cpu;

/* Keeps the first refusal. */
void pp__row_note_refusal(pp_sample *out, uint32_t call, int32_t error);

void pp__row_take_identity(uint64_t created, uint64_t fields, pp_sample *out);

/* Those of the memory fields that are wanted; refusals are noted in out. */
pp__memory pp__row_read_memory(const pp__process *it, uint64_t fields, pp_sample *out);
void pp__row_take_memory(const pp__memory *memory, uint64_t fields, pp_sample *out);

/* False when the system does not tell. */
bool pp__row_read_cpu(const pp__process *it, int32_t pid, pp__snapshot *snapshot, pp__cpu *cpu,
                      pp_sample *out);
void pp__row_take_cpu(const pp__cpu *cpu, uint64_t fields, pp_sample *out);

/* State and threads: what is the same whether or not the process could be opened. */
void pp__row_take_threads(const pp__entry *entry, uint64_t fields, pp_sample *out);

/* All that a snapshot knows, but for the parent. */
void pp__row_take_entry(const pp__entry *entry, uint64_t fields, pp_sample *out);

#endif
