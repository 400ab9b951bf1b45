/*
 * A command line of Windows, which is one string, into the arguments that a program of Microsoft's C
 * library makes of it.
 */
#ifndef PP_WINDOWS_PARSE_COMMAND_LINE_H
#define PP_WINDOWS_PARSE_COMMAND_LINE_H

#include <stdint.h>

/*
 * Splits it in place: each argument is followed by a zero unit. How many units there are now; at
 * most count + 1, and so much room must be there.
 *
 * The first argument is the program: up to a blank, or between quotes, backslashes being plain. In
 * all others 2n backslashes before a quote are n, and the quote begins or ends a part with blanks;
 * 2n + 1 before a quote are n and a plain quote; a quote after a quoted part's end quote is plain,
 * and the part goes on.
 */
int32_t pp__command_line_split(uint16_t *units, int32_t count);

#endif
