#include "kernel.h"
#include "pp_internal.h"
#include "win.h"

static void read_memory(pp_system *out)
{
    MEMORYSTATUSEX status = {.dwLength = sizeof status};
    if (GlobalMemoryStatusEx(&status)) {
        out->memory_total_bytes = status.ullTotalPhys;
        out->memory_available_bytes = status.ullAvailPhys;
        out->valid |= PP_SYSTEM_MEMORY;
    }
}

static uint32_t count_bits(uintptr_t mask)
{
    uint32_t bits = 0;
    for (; mask != 0; mask &= mask - 1) {
        bits++;
    }
    return bits;
}

/* The mask is 0 for a process whose threads are in several groups of CPUs: it may use them all. */
static void read_cpus(pp_system *out)
{
    DWORD_PTR usable = 0;
    DWORD_PTR all = 0;
    DWORD active = GetActiveProcessorCount(ALL_PROCESSOR_GROUPS);
    if (active > 0 && GetProcessAffinityMask(GetCurrentProcess(), &usable, &all)) {
        out->cpus_online = active;
        out->cpus_usable = usable == 0 ? active : count_bits(usable);
        out->valid |= PP_SYSTEM_CPUS;
    }
}

/* CPU time is charged by the ticks of the clock, mostly 64 in a second. */
static uint32_t ticks_per_second(void)
{
    DWORD adjustment = 0;
    DWORD units_per_tick = 0;
    BOOL is_disabled = FALSE;
    (void)GetSystemTimeAdjustment(&adjustment, &units_per_tick, &is_disabled);
    return units_per_tick == 0 ? 0 : PP__UNITS_PER_S / units_per_tick;
}

int32_t pp_os_system_facts(pp_system *out)
{
    SYSTEM_INFO info;
    GetSystemInfo(&info);
    out->page_bytes = info.dwPageSize;
    out->ticks_per_second = ticks_per_second();
    out->token_kind = PP_TOKEN_CREATION_TIME;
    out->boot_time_ns = pp__kernel_boot_time_ns();
    out->valid |= out->boot_time_ns != 0 ? PP_SYSTEM_BOOT_TIME : 0;
    read_cpus(out);
    read_memory(out);
    return PP_OK;
}
