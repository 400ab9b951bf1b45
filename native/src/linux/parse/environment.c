#include "environment.h"

pp__environment_search pp__environment_search_for(const uint8_t *name, int32_t name_length)
{
    return (pp__environment_search){.name = name, .name_length = name_length};
}

static void take_name_byte(pp__environment_search *search, uint8_t byte)
{
    if (search->matched == search->name_length && byte == '=') {
        search->in_value = true;
    } else if (search->matched >= 0 && search->matched < search->name_length &&
               byte == search->name[search->matched]) {
        search->matched++;
    } else {
        search->matched = -1;
    }
}

bool pp__environment_search_piece(pp__environment_search *search, const uint8_t *piece,
                                  int32_t length, pp__text *value)
{
    for (int32_t i = 0; i < length && !search->found; i++) {
        if (piece[i] == 0) {
            search->found = search->in_value;
            search->matched = 0;
        } else if (search->in_value) {
            pp__text_append_bytes(value, &piece[i], 1);
        } else {
            take_name_byte(search, piece[i]);
        }
    }
    return search->found;
}
