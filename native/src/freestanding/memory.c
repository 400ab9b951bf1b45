/*
 * The four functions that a compiler may call on its own account even in freestanding code (GCC
 * manual, "Standards"). Hidden, so that the library neither needs nor offers them. Not part of
 * hosted builds.
 */
#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t length);
void *memmove(void *to, const void *from, size_t length);
void *memset(void *to, int byte, size_t length);
int memcmp(const void *left, const void *right, size_t length);

void *memcpy(void *restrict to, const void *restrict from, size_t length)
{
    return memmove(to, from, length);
}

void *memmove(void *to, const void *from, size_t length)
{
    unsigned char *out = to;
    const unsigned char *in = from;
    if (out < in) {
        for (size_t i = 0; i < length; i++) {
            out[i] = in[i];
        }
    } else {
        for (size_t i = length; i > 0; i--) {
            out[i - 1] = in[i - 1];
        }
    }
    return to;
}

void *memset(void *to, int byte, size_t length)
{
    unsigned char *out = to;
    for (size_t i = 0; i < length; i++) {
        out[i] = (unsigned char)byte;
    }
    return to;
}

int memcmp(const void *left, const void *right, size_t length)
{
    const unsigned char *l = left;
    const unsigned char *r = right;
    for (size_t i = 0; i < length; i++) {
        if (l[i] != r[i]) {
            return l[i] < r[i] ? -1 : 1;
        }
    }
    return 0;
}
