/*
 * Memory for answers that may be larger than any stack: pages of mmap(2), given back by who took them.
 */
#ifndef PP_MACOS_PAGES_H
#define PP_MACOS_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct pp__pages {
    uint8_t *memory; /* null when there are none */
    size_t bytes;
} pp__pages;

/* Room for at least so many bytes; what was there before is lost. False when there is no memory. */
bool pp__pages_take(pp__pages *it, size_t bytes);

void pp__pages_free(pp__pages *it);

#endif
