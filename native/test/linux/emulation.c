#include "emulation.h"

#include <stdio.h>
#include <string.h>

bool is_emulated(void)
{
    /* The name of the emulator, since this file is not among those that qemu-user makes up. */
    char name[32] = "";
    FILE *file = fopen("/proc/self/comm", "re");
    if (file != NULL) {
        (void)!fgets(name, sizeof name, file);
        fclose(file);
    }
    return strncmp(name, "qemu-", 5) == 0;
}
