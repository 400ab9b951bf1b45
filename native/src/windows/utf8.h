/*
 * UTF-16, as Windows has its names, into UTF-8.
 */
#ifndef PP_WINDOWS_UTF8_H
#define PP_WINDOWS_UTF8_H

#include "text.h"

/*
 * Appends up to so many units. A surrogate without its other half, which names may hold, becomes
 * the replacement character. What does not fit is cut, possibly in the middle of a character, as the
 * header promises of a text that is too long.
 */
void pp__utf8_append(pp__text *text, const uint16_t *units, int32_t count);

/* As much as fits without cutting a character in two. */
int32_t pp__utf8_fit(uint8_t *bytes, int32_t capacity, const uint16_t *units, int32_t count);

#endif
