#include "offers.h"

#include "children.h"
#include "kernel.h"
#include "procprobe.h"
#include "wine.h"

/* Windows 10 22H2 and later tell the private working set: only they can be asked whether they do. */
static bool offers_unique(void)
{
    pp_sample row;
    return !is_wine() && pp_query_pid(own_process(), PP_FIELD_UNIQUE, &row) == PP_OK &&
           row.valid == PP_FIELD_UNIQUE;
}

uint64_t offered_fields(void)
{
    uint64_t fields = PP_FIELD_IDENTITY | PP_FIELD_ALIVE | PP_FIELD_PARENT | PP_FIELD_RESIDENT |
                      PP_FIELD_PRIVATE | PP_FIELD_THREADS | PP_FIELD_START_TIME;
    if (pp__kernel_has(PP__NT_PROCESS)) {
        fields |= PP_FIELD_VIRTUAL;
    }
    if (pp__kernel_has(PP__OWN_TIMES) || pp__kernel_has(PP__BULK)) {
        fields |= PP_FIELD_CPU_TOTAL | PP_FIELD_CPU_USER | PP_FIELD_CPU_SYSTEM;
    }
    if (pp__kernel_has(PP__BULK) && !is_wine()) {
        fields |= PP_FIELD_STATE; /* Wine says 0 of the state of every thread */
    }
    return fields | (offers_unique() ? PP_FIELD_UNIQUE : 0);
}

bool offers_zombies(void)
{
    return false;
}

bool offers_new_parents(void)
{
    return false;
}

bool offers_command_lines(void)
{
    return pp__kernel_has(PP__COMMAND_LINE);
}

bool offers_environments(void)
{
    return false;
}
