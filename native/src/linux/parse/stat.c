#include "stat.h"

#include "cursor.h"
#include "procprobe.h"

static uint32_t state_of(uint8_t letter)
{
    switch (letter) {
    case 'R':
        return PP_STATE_RUNNING;
    case 'S':
        return PP_STATE_SLEEPING;
    case 'D':
        return PP_STATE_BLOCKED;
    case 'T':
        return PP_STATE_STOPPED;
    case 't':
        return PP_STATE_TRACED;
    case 'Z':
        return PP_STATE_ZOMBIE;
    case 'X':
    case 'x':
        return PP_STATE_DEAD;
    case 'I':
        return PP_STATE_IDLE;
    default:
        /* Letters of old kernels (K, W, P) and those of kernels to come: there, but not named. */
        return PP_STATE_UNKNOWN;
    }
}

static bool next_int32(pp__cursor *cursor, int32_t *number)
{
    int64_t value = 0;
    if (!pp__cursor_signed(cursor, &value) || value < INT32_MIN || value > INT32_MAX) {
        return false;
    }
    *number = (int32_t)value;
    return true;
}

static bool next_uint32(pp__cursor *cursor, uint32_t *number)
{
    uint64_t value = 0;
    if (!pp__cursor_unsigned(cursor, &value) || value > UINT32_MAX) {
        return false;
    }
    *number = (uint32_t)value;
    return true;
}

static bool skip(pp__cursor *cursor, int32_t words)
{
    for (int32_t i = 0; i < words; i++) {
        if (!pp__cursor_skip_word(cursor)) {
            return false;
        }
    }
    return true;
}

bool pp__parse_stat(const uint8_t *text, int32_t length, pp__stat *out)
{
    /* The name, field 2, may hold anything, also ") R 1 (": only the last parenthesis ends it. */
    int32_t close = length - 1;
    while (close >= 0 && text[close] != ')') {
        close--;
    }
    if (close < 0 || length - close < 4 || text[close + 1] != ' ' || text[close + 3] != ' ') {
        return false;
    }
    out->state = state_of(text[close + 2]); /* field 3 */
    pp__cursor cursor = {.at = text + close + 3, .end = text + length};
    return next_int32(&cursor, &out->parent_pid)            /* field 4 */
        && next_int32(&cursor, &out->process_group)         /* field 5 */
        && next_int32(&cursor, &out->session)               /* field 6 */
        && skip(&cursor, 7)                                 /* fields 7 to 13: terminal, faults */
        && pp__cursor_unsigned(&cursor, &out->user_ticks)   /* field 14 */
        && pp__cursor_unsigned(&cursor, &out->system_ticks) /* field 15 */
        && skip(&cursor, 4)                                 /* fields 16 to 19: children, nice */
        && next_uint32(&cursor, &out->threads)              /* field 20 */
        && skip(&cursor, 1)                                 /* field 21: always 0 */
        && pp__cursor_unsigned(&cursor, &out->start_ticks)  /* field 22 */
        && cursor.at < cursor.end;                          /* or its last digits may be missing */
}
