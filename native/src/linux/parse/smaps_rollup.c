#include "smaps_rollup.h"

#include "cursor.h"

bool pp__parse_smaps_rollup(const uint8_t *text, int32_t length, pp__smaps_rollup *out)
{
    pp__cursor lines = {.at = text, .end = text + length};
    uint64_t clean = 0;
    uint64_t dirty = 0;
    uint64_t huge = 0; /* the line is absent from kernels without huge pages */
    (void)pp__cursor_kilobytes(lines, "Private_Hugetlb", &huge);
    if (!pp__cursor_kilobytes(lines, "Private_Clean", &clean) ||
        !pp__cursor_kilobytes(lines, "Private_Dirty", &dirty) ||
        !pp__cursor_kilobytes(lines, "Pss", &out->proportional_bytes) ||
        !pp__cursor_kilobytes(lines, "Swap", &out->swap_bytes) || dirty > UINT64_MAX - clean ||
        huge > UINT64_MAX - clean - dirty) {
        return false;
    }
    out->unique_bytes = clean + dirty + huge;
    return true;
}
