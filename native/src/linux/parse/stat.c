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

/* Puts the cursor behind field 3, whose letter it gives. */
static bool skip_name(const uint8_t *text, int32_t length, pp__cursor *cursor, uint8_t *state)
{
    /* The name, field 2, may hold anything, also ") R 1 (": only the last parenthesis ends it. */
    int32_t close = length - 1;
    while (close >= 0 && text[close] != ')') {
        close--;
    }
    if (close < 0 || length - close < 4 || text[close + 1] != ' ' || text[close + 3] != ' ') {
        return false;
    }
    *state = text[close + 2];
    *cursor = (pp__cursor){.at = text + close + 3, .end = text + length};
    return true;
}

bool pp__parse_stat(const uint8_t *text, int32_t length, pp__stat *out)
{
    pp__cursor cursor;
    uint8_t letter = 0;
    if (!skip_name(text, length, &cursor, &letter)) {
        return false;
    }
    out->state = state_of(letter);                          /* field 3 */
    return next_int32(&cursor, &out->parent_pid)            /* field 4 */
        && next_int32(&cursor, &out->process_group)         /* field 5 */
        && next_int32(&cursor, &out->session)               /* field 6 */
        && skip(&cursor, 2)                                 /* fields 7 and 8: terminal */
        && pp__cursor_unsigned(&cursor, &out->flags)        /* field 9 */
        && skip(&cursor, 4)                                 /* fields 10 to 13: faults */
        && pp__cursor_unsigned(&cursor, &out->user_ticks)   /* field 14 */
        && pp__cursor_unsigned(&cursor, &out->system_ticks) /* field 15 */
        && skip(&cursor, 4)                                 /* fields 16 to 19: children, nice */
        && next_uint32(&cursor, &out->threads)              /* field 20 */
        && skip(&cursor, 1)                                 /* field 21: always 0 */
        && pp__cursor_unsigned(&cursor, &out->start_ticks)  /* field 22 */
        && cursor.at < cursor.end;                          /* or its last digits may be missing */
}

bool pp__parse_stat_wait_status(const uint8_t *text, int32_t length, int32_t *wait_status)
{
    pp__cursor cursor;
    uint8_t letter = 0;
    return skip_name(text, length, &cursor, &letter) /* field 3 */
        && skip(&cursor, 48)                         /* fields 4 to 51 */
        && next_int32(&cursor, wait_status)          /* field 52 */
        && cursor.at < cursor.end;                   /* or its last digits may be missing */
}
