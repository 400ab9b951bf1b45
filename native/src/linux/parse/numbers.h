/*
 * Numbers with blanks between them, in text that comes in pieces of any size: proc_tid_children(5).
 */
#ifndef PP_LINUX_PARSE_NUMBERS_H
#define PP_LINUX_PARSE_NUMBERS_H

#include <stdbool.h>
#include <stdint.h>

/* All zero at the beginning of the text. */
typedef struct pp__numbers {
    uint64_t value; /* of the digits of a number whose end has not come yet */
} pp__numbers;

/*
 * Gives each number from 1 to INT32_MAX whose end is in this piece to take, which returns false to
 * end the walk. A number ends with the byte after it: the kernel writes a blank after the last, too.
 * False when take has ended the walk.
 */
bool pp__numbers_take(pp__numbers *numbers, const uint8_t *piece, int32_t length,
                      bool (*take)(void *context, int32_t number), void *context);

#endif
