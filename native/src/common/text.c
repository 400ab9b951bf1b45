#include "text.h"

#include "procprobe.h"

pp__text pp__text_into(uint8_t *bytes, int32_t capacity)
{
    return (pp__text){.bytes = bytes, .capacity = capacity, .length = 0, .cut = false};
}

void pp__text_append_bytes(pp__text *text, const uint8_t *bytes, int32_t length)
{
    for (int32_t i = 0; i < length; i++) {
        if (text->length == text->capacity) {
            text->cut = true;
            return;
        }
        text->bytes[text->length++] = bytes[i];
    }
}

void pp__text_append(pp__text *text, const char *ascii)
{
    int32_t length = 0;
    while (ascii[length] != 0) {
        length++;
    }
    pp__text_append_bytes(text, (const uint8_t *)ascii, length);
}

void pp__text_append_number(pp__text *text, uint64_t number)
{
    uint8_t digits[20]; /* of 2^64 - 1 */
    int32_t first = (int32_t)sizeof digits;
    do {
        digits[--first] = (uint8_t)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    pp__text_append_bytes(text, digits + first, (int32_t)sizeof digits - first);
}

int32_t pp__text_result(const pp__text *text)
{
    return text->cut ? PP_TOO_SMALL : text->length;
}
