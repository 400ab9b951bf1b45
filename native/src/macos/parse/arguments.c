#include "arguments.h"

enum { COUNT_BYTES = 4, BOUNDARY = 8 };

/* The place behind the string that begins here, with its zero; length when there is none. */
static int32_t skip_string(const uint8_t *bytes, int32_t length, int32_t at)
{
    while (at < length && bytes[at] != 0) {
        at++;
    }
    return at < length ? at + 1 : length;
}

static int32_t skip_zeros(const uint8_t *bytes, int32_t length, int32_t at)
{
    while (at < length && bytes[at] == 0) {
        at++;
    }
    return at;
}

/* Of 64-bit processes, of which there are no others. Zeros behind the boundary are empty arguments. */
static int32_t skip_path(const uint8_t *bytes, int32_t length)
{
    int32_t end = skip_string(bytes, length, COUNT_BYTES) - COUNT_BYTES;
    int32_t boundary = COUNT_BYTES + (end + BOUNDARY - 1) / BOUNDARY * BOUNDARY;
    int32_t zeros_end = skip_zeros(bytes, length, COUNT_BYTES + end);
    return boundary < zeros_end ? boundary : zeros_end;
}

bool pp__parse_arguments(const uint8_t *bytes, int32_t length, pp__arguments *out)
{
    *out = (pp__arguments){.arguments = {.bytes = bytes}, .environment = {.bytes = bytes}};
    if (length < COUNT_BYTES) {
        return false;
    }
    uint32_t count = (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
                     (uint32_t)bytes[3] << 24;
    int32_t at = skip_path(bytes, length);
    const int32_t begin = at;
    for (uint32_t i = 0; i < count; i++) {
        if (at == length) {
            return false;
        }
        at = skip_string(bytes, length, at);
    }
    if (at > begin && bytes[at - 1] != 0) {
        return false; /* cut in the middle of the last one */
    }
    out->arguments = (pp__span){.bytes = bytes + begin, .length = at - begin};
    const int32_t environment = at;
    while (at < length && bytes[at] != 0) {
        int32_t next = skip_string(bytes, length, at);
        if (bytes[next - 1] != 0) {
            break; /* the system's own answer is cut: half a variable is none */
        }
        at = next;
    }
    out->environment = (pp__span){.bytes = bytes + environment, .length = at - environment};
    return true;
}

bool pp__parse_variable(pp__span environment, const uint8_t *name, int32_t name_length,
                        pp__span *value)
{
    for (int32_t at = 0; at < environment.length;) {
        int32_t end = skip_string(environment.bytes, environment.length, at);
        int32_t matched = 0;
        while (matched < name_length && at + matched < end &&
               environment.bytes[at + matched] == name[matched]) {
            matched++;
        }
        if (matched == name_length && at + matched < end &&
            environment.bytes[at + matched] == '=') {
            int32_t begin = at + matched + 1;
            *value = (pp__span){.bytes = environment.bytes + begin, .length = end - 1 - begin};
            return true;
        }
        at = end;
    }
    return false;
}
