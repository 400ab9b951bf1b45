#include "apple.h"
#include "kernel.h"
#include "parse/uuid.h"
#include "pp_internal.h"

#include <unistd.h>

/* A number of 4 or 8 bytes, as the system has it. */
static bool read_number(const char *name, uint64_t *out)
{
    uint64_t bytes = 0;
    size_t length = sizeof bytes;
    bool is_there = sysctlbyname(name, &bytes, &length, NULL, 0) == 0 &&
                    (length == sizeof(uint32_t) || length == sizeof bytes);
    *out = is_there ? bytes : 0;
    return is_there;
}

/* The upper bytes stay zero where four are answered, on the little-endian systems that are served. */
static uint32_t small_number(const char *name)
{
    uint64_t number = 0;
    return read_number(name, &number) && number <= INT32_MAX ? (uint32_t)number : 0;
}

/*
 * What can be had without swapping: free pages, cached files, and what programs let go if need be. They
 * are pages of the kernel, of 16 KiB on Apple Silicon, where a caller under Rosetta has some of 4 KiB.
 */
static void read_memory(pp_system *out)
{
    uint64_t total = 0;
    uint64_t page_bytes = 0;
    uint64_t free_pages = 0;
    uint64_t file_pages = 0;
    uint64_t purgeable_pages = 0;
    if (!read_number("hw.memsize", &total) || !read_number("vm.pagesize", &page_bytes) ||
        !read_number("vm.page_free_count", &free_pages) ||
        !read_number("vm.page_pageable_external_count", &file_pages) ||
        !read_number("vm.page_purgeable_count", &purgeable_pages)) {
        return;
    }
    uint64_t available = (free_pages + file_pages + purgeable_pages) * page_bytes;
    out->memory_total_bytes = total;
    out->memory_available_bytes = available < total ? available : total;
    out->valid |= PP_SYSTEM_MEMORY;
}

static void read_swap(pp_system *out)
{
    struct xsw_usage swap = {.xsu_total = 0};
    size_t length = sizeof swap;
    if (sysctlbyname("vm.swapusage", &swap, &length, NULL, 0) == 0 && length == sizeof swap) {
        out->swap_total_bytes = swap.xsu_total;
        out->swap_free_bytes = swap.xsu_avail;
        out->valid |= PP_SYSTEM_SWAP;
    }
}

static void read_boot(pp_system *out)
{
    uint8_t text[64];
    size_t length = sizeof text;
    out->boot_time_ns = pp__kernel_boot_time_ns();
    out->valid |= out->boot_time_ns != 0 ? PP_SYSTEM_BOOT_TIME : 0;
    if (sysctlbyname("kern.bootsessionuuid", text, &length, NULL, 0) == 0 &&
        length <= sizeof text &&
        pp__parse_uuid(text, (int32_t)length, &out->boot_id_high, &out->boot_id_low)) {
        out->valid |= PP_SYSTEM_BOOT_ID;
    } else {
        out->boot_id_high = 0;
        out->boot_id_low = 0;
    }
}

/* No thread is bound to CPUs here. */
static void read_cpus(pp_system *out)
{
    uint32_t active = small_number("hw.activecpu");
    if (active > 0) {
        out->cpus_online = active;
        out->cpus_usable = active;
        out->valid |= PP_SYSTEM_CPUS;
    }
}

int32_t pp_os_system_facts(pp_system *out)
{
    uint64_t ticks = pp__kernel_ticks_per_second();
    out->page_bytes = small_number("hw.pagesize");
    out->ticks_per_second = ticks <= UINT32_MAX ? (uint32_t)ticks : 0;
    out->token_kind = PP_TOKEN_UNIQUE_ID;
    out->uid = geteuid();
    out->valid |= PP_SYSTEM_UID;
    read_boot(out);
    read_cpus(out);
    read_memory(out);
    read_swap(out);
    return PP_OK;
}
