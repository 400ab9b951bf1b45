#include "cursor.h"

static void skip_blanks(pp__cursor *cursor)
{
    while (cursor->at < cursor->end && (*cursor->at == ' ' || *cursor->at == '\t')) {
        cursor->at++;
    }
}

bool pp__cursor_unsigned(pp__cursor *cursor, uint64_t *number)
{
    skip_blanks(cursor);
    const uint8_t *first = cursor->at;
    const uint8_t *at = first; /* in a register: the compiler cannot know that it is not aliased */
    uint64_t value = 0;
    bool fits = true;
    for (; at < cursor->end && *at >= '0' && *at <= '9'; at++) {
        fits &= !__builtin_mul_overflow(value, 10, &value);
        fits &= !__builtin_add_overflow(value, (uint64_t)(*at - '0'), &value);
    }
    cursor->at = at;
    *number = value;
    return fits && at > first;
}

bool pp__cursor_signed(pp__cursor *cursor, int64_t *number)
{
    skip_blanks(cursor);
    bool negative = cursor->at < cursor->end && *cursor->at == '-';
    if (negative) {
        cursor->at++;
    }
    uint64_t magnitude = 0;
    if (cursor->at == cursor->end || *cursor->at == ' ' || *cursor->at == '\t' ||
        !pp__cursor_unsigned(cursor, &magnitude) || magnitude > INT64_MAX) {
        return false;
    }
    *number = negative ? -(int64_t)magnitude : (int64_t)magnitude;
    return true;
}

bool pp__cursor_skip_word(pp__cursor *cursor)
{
    skip_blanks(cursor);
    const uint8_t *first = cursor->at;
    while (cursor->at < cursor->end && *cursor->at != ' ' && *cursor->at != '\t' &&
           *cursor->at != '\n') {
        cursor->at++;
    }
    return cursor->at > first;
}

bool pp__cursor_find_key(pp__cursor *cursor, const char *key)
{
    const uint8_t *line = cursor->at;
    while (line < cursor->end) {
        const uint8_t *at = line;
        const char *expected = key;
        while (at < cursor->end && *expected != 0 && *at == (uint8_t)*expected) {
            at++;
            expected++;
        }
        if (*expected == 0 && at < cursor->end && *at == ':') {
            cursor->at = at + 1;
            return true;
        }
        while (at < cursor->end && *at != '\n') {
            at++;
        }
        line = at < cursor->end ? at + 1 : at;
    }
    return false;
}

bool pp__cursor_value(pp__cursor text, const char *key, uint64_t *number)
{
    return pp__cursor_find_key(&text, key) && pp__cursor_unsigned(&text, number) &&
           text.at < text.end && *text.at == '\n';
}

bool pp__cursor_kilobytes(pp__cursor text, const char *key, uint64_t *bytes)
{
    uint64_t kilobytes = 0;
    if (!pp__cursor_find_key(&text, key) || !pp__cursor_unsigned(&text, &kilobytes) ||
        text.at == text.end || kilobytes > UINT64_MAX / 1024) {
        return false;
    }
    *bytes = kilobytes * 1024;
    return true;
}
