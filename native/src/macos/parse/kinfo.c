#include "kinfo.h"

/* Both architectures that are served are little-endian. */
static uint64_t number_at(const uint8_t *bytes, int32_t at, int32_t length)
{
    uint64_t number = 0;
    for (int32_t i = length - 1; i >= 0; i--) {
        number = number << 8 | bytes[at + i];
    }
    return number;
}

static uint32_t word_at(const uint8_t *bytes, int32_t at)
{
    return (uint32_t)number_at(bytes, at, 4);
}

int32_t pp__parse_name_length(const uint8_t *bytes, int32_t capacity)
{
    int32_t length = 0;
    while (length < capacity && bytes[length] != 0) {
        length++;
    }
    return length;
}

int64_t pp__parse_time_us(int64_t seconds, int64_t microseconds)
{
    const int64_t us_per_s = 1000000;
    /* Nanoseconds are made of it, which end in the year 2262. */
    const int64_t most_seconds = INT64_MAX / us_per_s / 1000 - 1;
    bool is_time =
        seconds > 0 && seconds <= most_seconds && microseconds >= 0 && microseconds < us_per_s;
    return is_time ? seconds * us_per_s + microseconds : 0;
}

bool pp__parse_kinfo(const uint8_t *bytes, int32_t length, pp__kinfo *out)
{
    *out = (pp__kinfo){.pid = 0};
    if (length != PP__KINFO_BYTES) {
        return false;
    }
    out->pid = (int32_t)word_at(bytes, PP__KINFO_PID);
    out->parent_pid = (int32_t)word_at(bytes, PP__KINFO_PARENT);
    out->group = (int32_t)word_at(bytes, PP__KINFO_GROUP);
    out->uid = word_at(bytes, PP__KINFO_UID);
    out->flags = word_at(bytes, PP__KINFO_FLAGS);
    out->state = bytes[PP__KINFO_STATE];
    out->wait_status = (int32_t)number_at(bytes, PP__KINFO_WAIT_STATUS, 2);
    out->start_us = pp__parse_time_us((int64_t)number_at(bytes, PP__KINFO_START_S, 8),
                                      (int32_t)word_at(bytes, PP__KINFO_START_US));
    out->name_length = pp__parse_name_length(bytes + PP__KINFO_NAME, PP__KINFO_NAME_BYTES);
    for (int32_t i = 0; i < out->name_length; i++) {
        out->name[i] = bytes[PP__KINFO_NAME + i];
    }
    return out->pid >= 0 && out->parent_pid >= 0;
}
