/*
 * Where the system enters a library that has no C library to be prepared.
 */
#include "win.h"

BOOL WINAPI DllMainCRTStartup(HINSTANCE library, DWORD reason, void *reserved);

/* Nothing is to be prepared, and no thread to be told of. */
BOOL WINAPI DllMainCRTStartup(HINSTANCE library, DWORD reason, void *reserved)
{
    (void)reserved;
    if (reason == DLL_PROCESS_ATTACH) {
        (void)DisableThreadLibraryCalls(library);
    }
    return TRUE;
}
