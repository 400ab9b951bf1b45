/*
 * Which of many handles are signalled, 64 to a call.
 */
#ifndef PP_WINDOWS_WATCH_WAIT_H
#define PP_WINDOWS_WATCH_WAIT_H

#include "win.h"

#include <stdint.h>

/* The handle of an index, or null when there is none to be looked at. */
typedef HANDLE pp__wait_handle(void *context, int32_t index);

/* The handle of this index is signalled: from here on it may be closed. */
typedef void pp__wait_take(void *context, int32_t index);

/* Looks at the handles of all indexes below count, and waits for none. */
void pp__wait_for_none(int32_t count, pp__wait_handle *handle_of, pp__wait_take *take,
                       void *context);

#endif
