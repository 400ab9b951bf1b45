#include "check_arguments.h"

#include "harness.h"
#include "parse/arguments.h"

static void check_span(pp__span span, const uint8_t *bytes, int32_t length)
{
    EXPECT(span.length >= 0 && span.bytes >= bytes);
    EXPECT(span.bytes + span.length <= bytes + length);
}

/* Each of its strings has an end. */
static void check_strings(pp__span span, const uint8_t *bytes, int32_t length)
{
    check_span(span, bytes, length);
    EXPECT(span.length == 0 || span.bytes[span.length - 1] == 0);
}

void check_arguments(const uint8_t *bytes, int32_t length)
{
    static const uint8_t name[] = {'A'};
    pp__arguments found;
    if (!pp__parse_arguments(bytes, length, &found)) {
        return;
    }
    check_strings(found.arguments, bytes, length);
    check_strings(found.environment, bytes, length);
    pp__span value;
    if (pp__parse_variable(found.environment, name, 1, &value)) {
        check_span(value, found.environment.bytes, found.environment.length);
        EXPECT(value.bytes[-1] == '=' && value.bytes[-2] == 'A' && value.bytes[value.length] == 0);
    }
}
