#include "statm.h"

#include "cursor.h"

static bool next_pages(pp__cursor *cursor, uint32_t page_bytes, uint64_t *bytes)
{
    uint64_t pages = 0;
    /* Not by a division: three of them are a tenth of what a poll spends on a row by itself. */
    return pp__cursor_unsigned(cursor, &pages) && !__builtin_mul_overflow(pages, page_bytes, bytes);
}

bool pp__parse_statm(const uint8_t *text, int32_t length, uint32_t page_bytes, pp__statm *out)
{
    pp__cursor cursor = {.at = text, .end = text + length};
    return next_pages(&cursor, page_bytes, &out->virtual_bytes)  /* field 1 */
        && next_pages(&cursor, page_bytes, &out->resident_bytes) /* field 2 */
        && next_pages(&cursor, page_bytes, &out->shared_bytes)   /* field 3 */
        && cursor.at < cursor.end; /* or its last digits may be missing */
}
