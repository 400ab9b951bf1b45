/*
 * What macOS says of a process, as fields of a row.
 */
#ifndef PP_MACOS_ROW_H
#define PP_MACOS_ROW_H

#include "process.h"

#include <stdbool.h>
#include <stdint.h>

#define PP__FIELDS_MEMORY (PP_FIELD_RESIDENT | PP_FIELD_PRIVATE | PP_FIELD_VIRTUAL)
#define PP__FIELDS_CPU (PP_FIELD_CPU_TOTAL | PP_FIELD_CPU_USER | PP_FIELD_CPU_SYSTEM)

enum { PP__NAME_BYTES = 32 };

/* What a table wants beside the fields, and gets from the calls that are made anyway. */
typedef struct pp__more {
    uint8_t name[PP__NAME_BYTES];
    int32_t name_length;
    int64_t start_us;
    bool is_traced;       /* its parent may be a debugger that has taken it over */
    bool has_exit_status; /* of a zombie */
    int32_t exit_status;
} pp__more;

/* Keeps the first refusal. */
void pp__row_note_refusal(pp_sample *out, const pp__refusal *refusal);

/*
 * The fields of a living or of an exited process, but for its identity. PP_OK with what is known;
 * PP_GONE when a call no longer knows it; another status when nothing can be read.
 *
 * more  may be null
 */
int32_t pp__row_read_living(int32_t pid, uint64_t fields, pp_sample *out, pp__more *more);
int32_t pp__row_read_exited(int32_t pid, uint64_t fields, pp_sample *out, pp__more *more);

/* proc_pidinfo() of its name; PP_OK, PP_GONE or a refusal. */
int32_t pp__row_read_name(int32_t pid, pp__more *more, pp__refusal *refusal);

#endif
