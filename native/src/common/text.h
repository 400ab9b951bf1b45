/*
 * Text built into memory of the caller, without a terminator and without ever writing past its end.
 */
#ifndef PP_COMMON_TEXT_H
#define PP_COMMON_TEXT_H

#include <stdbool.h>
#include <stdint.h>

typedef struct pp__text {
    uint8_t *bytes;
    int32_t capacity;
    int32_t length; /* bytes written */
    bool cut;       /* something did not fit */
} pp__text;

pp__text pp__text_into(uint8_t *bytes, int32_t capacity);

/* Appends bytes; what does not fit is left out and remembered in cut. */
void pp__text_append_bytes(pp__text *text, const uint8_t *bytes, int32_t length);

/* Appends ASCII up to its terminating zero. */
void pp__text_append(pp__text *text, const char *ascii);

void pp__text_append_number(pp__text *text, uint64_t number);

/* The length, or PP_TOO_SMALL when something was cut. */
int32_t pp__text_result(const pp__text *text);

#endif
