#include "row.h"

#include "query_plan.h"

void pp__row_take_memory(const pp__statm *statm, uint64_t fields, pp_sample *out)
{
    uint64_t memory = fields & PP__FIELDS_MEMORY;
    out->resident_bytes = (memory & PP_FIELD_RESIDENT) != 0 ? statm->resident_bytes : 0;
    out->shared_bytes = (memory & PP_FIELD_SHARED) != 0 ? statm->shared_bytes : 0;
    out->virtual_bytes = (memory & PP_FIELD_VIRTUAL) != 0 ? statm->virtual_bytes : 0;
    /* The kernel sums its counters one after the other: shared may be ahead of resident. */
    if ((memory & PP_FIELD_PRIVATE) != 0 && statm->resident_bytes > statm->shared_bytes) {
        out->private_bytes = statm->resident_bytes - statm->shared_bytes;
    }
    out->valid |= memory;
}
