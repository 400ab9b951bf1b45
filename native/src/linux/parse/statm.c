#include "statm.h"

#include "cursor.h"

static bool next_pages(pp__cursor *cursor, uint32_t page_bytes, uint64_t *bytes)
{
    uint64_t pages = 0;
    if (!pp__cursor_unsigned(cursor, &pages) || pages > UINT64_MAX / page_bytes) {
        return false;
    }
    *bytes = pages * page_bytes;
    return true;
}

bool pp__parse_statm(const uint8_t *text, int32_t length, uint32_t page_bytes, pp__statm *out)
{
    pp__cursor cursor = {.at = text, .end = text + length};
    return next_pages(&cursor, page_bytes, &out->virtual_bytes)  /* field 1 */
        && next_pages(&cursor, page_bytes, &out->resident_bytes) /* field 2 */
        && next_pages(&cursor, page_bytes, &out->shared_bytes)   /* field 3 */
        && cursor.at < cursor.end; /* or its last digits may be missing */
}
