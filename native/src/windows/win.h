/*
 * The system's header, without what nothing here needs, for the oldest Windows that is served: 7.
 */
#ifndef PP_WINDOWS_WIN_H
#define PP_WINDOWS_WIN_H

#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#ifndef NOMINMAX
#define NOMINMAX
#endif
#ifndef _WIN32_WINNT
#define _WIN32_WINNT 0x0601
#endif
#include <windows.h>

#endif
