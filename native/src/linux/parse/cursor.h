/*
 * Reading numbers from bytes that may be anything: never past the end, without locale, without
 * overflow.
 */
#ifndef PP_LINUX_PARSE_CURSOR_H
#define PP_LINUX_PARSE_CURSOR_H

#include <stdbool.h>
#include <stdint.h>

typedef struct pp__cursor {
    const uint8_t *at;
    const uint8_t *end;
} pp__cursor;

/* Skips blanks and tabs, then reads a decimal number. False when there is none or it does not fit.
 */
bool pp__cursor_unsigned(pp__cursor *cursor, uint64_t *number);
bool pp__cursor_signed(pp__cursor *cursor, int64_t *number);

/* Skips blanks and tabs, then everything up to the next blank, tab or line end. False when nothing.
 */
bool pp__cursor_skip_word(pp__cursor *cursor);

/* In text of lines "key: value", puts the cursor behind the colon of the first line with this key.
 */
bool pp__cursor_find_key(pp__cursor *cursor, const char *key);

/* The same, then reads a number that ends the line: one that is cut off is another one. */
bool pp__cursor_value(pp__cursor text, const char *key, uint64_t *number);

/* The same for "<number> kB", as bytes. */
bool pp__cursor_kilobytes(pp__cursor text, const char *key, uint64_t *bytes);

#endif
