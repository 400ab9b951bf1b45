#include "emulation.h"

#include "wine.h"

#include <windows.h>

bool is_emulated(void)
{
    return false; /* qemu-user runs programs of Linux */
}

bool is_wine(void)
{
    return GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "wine_get_version") != NULL;
}
