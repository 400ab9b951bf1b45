/*
 * Memory that ends at a page nobody may touch: reading or writing one byte too far ends the test.
 */
#ifndef PP_TEST_GUARDED_H
#define PP_TEST_GUARDED_H

#include <stddef.h>
#include <stdint.h>

typedef struct guarded {
    uint8_t *begin; /* also preceded by such a page */
    uint8_t *end;
} guarded;

/* Room for at least this many bytes. */
guarded guarded_new(size_t bytes);
void guarded_free(guarded *memory);

/* The last length bytes. */
uint8_t *guarded_last(const guarded *memory, size_t length);

/* Copies bytes to the end. Where they begin there. */
uint8_t *guarded_put(const guarded *memory, const void *bytes, size_t length);

#endif
