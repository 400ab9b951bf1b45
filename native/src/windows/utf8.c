#include "utf8.h"

enum { MOST_BYTES = 4, REPLACEMENT = 0xfffd };

static bool is_between(uint32_t value, uint32_t least, uint32_t most)
{
    return value >= least && value <= most;
}

/* The character that begins here, and past it. */
static uint32_t next_character(const uint16_t **at, const uint16_t *end)
{
    uint32_t unit = *(*at)++;
    if (!is_between(unit, 0xd800, 0xdfff)) {
        return unit;
    }
    if (unit >= 0xdc00 || *at == end || !is_between(**at, 0xdc00, 0xdfff)) {
        return REPLACEMENT;
    }
    return 0x10000 + ((unit - 0xd800) << 10) + (uint32_t)(*(*at)++ - 0xdc00);
}

static int32_t encode(uint32_t character, uint8_t *out)
{
    if (character < 0x80) {
        out[0] = (uint8_t)character;
        return 1;
    }
    if (character < 0x800) {
        out[0] = (uint8_t)(0xc0 | character >> 6);
        out[1] = (uint8_t)(0x80 | (character & 0x3f));
        return 2;
    }
    if (character < 0x10000) {
        out[0] = (uint8_t)(0xe0 | character >> 12);
        out[1] = (uint8_t)(0x80 | (character >> 6 & 0x3f));
        out[2] = (uint8_t)(0x80 | (character & 0x3f));
        return 3;
    }
    out[0] = (uint8_t)(0xf0 | character >> 18);
    out[1] = (uint8_t)(0x80 | (character >> 12 & 0x3f));
    out[2] = (uint8_t)(0x80 | (character >> 6 & 0x3f));
    out[3] = (uint8_t)(0x80 | (character & 0x3f));
    return 4;
}

void pp__utf8_append(pp__text *text, const uint16_t *units, int32_t count)
{
    const uint16_t *at = units;
    const uint16_t *end = units + count;
    while (at < end && !text->cut) {
        uint8_t bytes[MOST_BYTES];
        int32_t length = encode(next_character(&at, end), bytes);
        pp__text_append_bytes(text, bytes, length);
    }
}

int32_t pp__utf8_fit(uint8_t *bytes, int32_t capacity, const uint16_t *units, int32_t count)
{
    const uint16_t *at = units;
    const uint16_t *end = units + count;
    int32_t filled = 0;
    while (at < end) {
        uint8_t next[MOST_BYTES];
        int32_t length = encode(next_character(&at, end), next);
        if (length > capacity - filled) {
            break;
        }
        for (int32_t i = 0; i < length; i++) {
            bytes[filled++] = next[i];
        }
    }
    return filled;
}
