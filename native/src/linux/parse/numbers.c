#include "numbers.h"

/* Above every number that counts, and far enough from overflowing. */
static const uint64_t TOO_LARGE = 1ULL << 32;

bool pp__numbers_take(pp__numbers *numbers, const uint8_t *piece, int32_t length,
                      bool (*take)(void *context, int32_t number), void *context)
{
    for (int32_t i = 0; i < length; i++) {
        if (piece[i] >= '0' && piece[i] <= '9') {
            uint64_t value = numbers->value * 10 + (uint64_t)(piece[i] - '0');
            numbers->value = value < TOO_LARGE ? value : TOO_LARGE;
            continue;
        }
        uint64_t value = numbers->value;
        numbers->value = 0;
        if (value > 0 && value <= INT32_MAX && !take(context, (int32_t)value)) {
            return false;
        }
    }
    return true;
}
