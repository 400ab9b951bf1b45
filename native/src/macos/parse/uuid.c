#include "uuid.h"

enum { DIGITS = 32, DIGITS_OF_HALF = 16, NO_DIGIT = 16 };

static uint32_t digit_of(uint8_t byte)
{
    return byte >= '0' && byte <= '9' ? (uint32_t)(byte - '0')
         : byte >= 'a' && byte <= 'f' ? (uint32_t)(byte - 'a' + 10)
         : byte >= 'A' && byte <= 'F' ? (uint32_t)(byte - 'A' + 10)
                                      : NO_DIGIT;
}

bool pp__parse_uuid(const uint8_t *text, int32_t length, uint64_t *high, uint64_t *low)
{
    uint64_t halves[2] = {0, 0};
    int32_t digits = 0;
    for (int32_t i = 0; i < length && text[i] != 0; i++) {
        uint32_t digit = digit_of(text[i]);
        if (digit == NO_DIGIT && text[i] == '-') {
            continue;
        }
        if (digit == NO_DIGIT || digits == DIGITS) {
            return false;
        }
        uint64_t *half = &halves[digits / DIGITS_OF_HALF];
        *half = *half << 4 | digit;
        digits++;
    }
    *high = halves[0];
    *low = halves[1];
    return digits == DIGITS;
}
