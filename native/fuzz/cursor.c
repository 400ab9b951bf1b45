/* What the other parsers are made of: numbers, words and keys in any text. */
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    check_cursor(bytes, (int32_t)length);
    return 0;
}
