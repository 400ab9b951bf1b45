/*
 * The names of the codes, from the two X-macros of the header.
 */
#include "pp_internal.h"
#include "text.h"

#define PP__CHECK_STATUS(name, number, meaning)                                                    \
    _Static_assert(PP_##name == (number), "PP_" #name " and PP_STATUS_MAP disagree");
PP_STATUS_MAP(PP__CHECK_STATUS)

static int32_t answer(const char *ascii, uint8_t *text, int32_t capacity)
{
    if (capacity < 0 || (text == NULL && capacity > 0)) {
        return PP_INVALID;
    }
    if (ascii == NULL) {
        return PP_NOT_FOUND;
    }
    pp__text out = pp__text_into(text, capacity);
    pp__text_append(&out, ascii);
    return pp__text_result(&out);
}

int32_t pp_status_name(int32_t status, uint8_t *text, int32_t capacity)
{
    const char *name = NULL;
    switch (status) {
#define PP__NAME(name_, number, meaning)                                                           \
    case number:                                                                                   \
        name = #name_;                                                                             \
        break;
        PP_STATUS_MAP(PP__NAME)
    default:
        break;
    }
    return answer(name, text, capacity);
}

int32_t pp_status_meaning(int32_t status, uint8_t *text, int32_t capacity)
{
    const char *meaning = NULL;
    switch (status) {
#define PP__MEANING(name, number, meaning_)                                                        \
    case number:                                                                                   \
        meaning = meaning_;                                                                        \
        break;
        PP_STATUS_MAP(PP__MEANING)
    default:
        break;
    }
    return answer(meaning, text, capacity);
}

int32_t pp_status_call_name(int32_t call, uint8_t *text, int32_t capacity)
{
    const char *name = NULL;
    switch (call) {
#define PP__CALL_NAME(name_, number, call_)                                                        \
    case number:                                                                                   \
        name = call_;                                                                              \
        break;
        PP_CALL_MAP(PP__CALL_NAME)
    default:
        break;
    }
    return answer(name, text, capacity);
}
