#include "cgroup.h"
#include "kernel.h"
#include "parse/cursor.h"
#include "pp_internal.h"
#include "procfs.h"
#include "sys.h"

/* A list of CPUs is longest when every other one is offline. */
enum { MEMINFO_TEXT_BYTES = 2048, SMALL_TEXT_BYTES = 256, CPU_LIST_TEXT_BYTES = 16384 };

static void read_memory(pp_system *out)
{
    uint8_t text[MEMINFO_TEXT_BYTES];
    int32_t length = pp__procfs_read_file("/proc/meminfo", text, (int32_t)sizeof text);
    if (length < 0) {
        return;
    }
    pp__cursor lines = {.at = text, .end = text + length};
    if (pp__cursor_kilobytes(lines, "MemTotal", &out->memory_total_bytes) &&
        pp__cursor_kilobytes(lines, "MemAvailable", &out->memory_available_bytes)) {
        out->valid |= PP_SYSTEM_MEMORY;
    }
    if (pp__cursor_kilobytes(lines, "SwapTotal", &out->swap_total_bytes) &&
        pp__cursor_kilobytes(lines, "SwapFree", &out->swap_free_bytes)) {
        out->valid |= PP_SYSTEM_SWAP;
    }
}

static int32_t hex_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9' ? byte - '0'
         : byte >= 'a' && byte <= 'f' ? byte - 'a' + 10
                                      : -1;
}

static void read_boot_id(pp_system *out)
{
    uint8_t text[SMALL_TEXT_BYTES];
    int32_t length =
        pp__procfs_read_file("/proc/sys/kernel/random/boot_id", text, (int32_t)sizeof text);
    uint64_t halves[2] = {0, 0};
    int32_t digits = 0;
    for (int32_t i = 0; i < length && digits < 32; i++) {
        int32_t digit = hex_digit(text[i]);
        if (digit >= 0) {
            halves[digits / 16] = halves[digits / 16] << 4 | (uint64_t)digit;
            digits++;
        }
    }
    if (digits == 32) {
        out->boot_id_high = halves[0];
        out->boot_id_low = halves[1];
        out->valid |= PP_SYSTEM_BOOT_ID;
    }
}

static void read_pid_max(pp_system *out)
{
    uint8_t text[SMALL_TEXT_BYTES];
    int32_t length = pp__procfs_read_file("/proc/sys/kernel/pid_max", text, (int32_t)sizeof text);
    pp__cursor cursor = {.at = text, .end = text + (length > 0 ? length : 0)};
    uint64_t number = 0;
    if (pp__cursor_unsigned(&cursor, &number) && number <= INT32_MAX) {
        out->pid_max = (int32_t)number;
        out->valid |= PP_SYSTEM_PID_MAX;
    }
}

/* Counts the CPUs in a list such as "0-3,8": cpulist format of the kernel's admin guide. */
static uint32_t count_cpus(pp__cursor list)
{
    uint64_t cpus = 0;
    uint64_t first = 0;
    while (pp__cursor_unsigned(&list, &first)) {
        uint64_t last = first;
        if (list.at < list.end && *list.at == '-') {
            list.at++;
            if (!pp__cursor_unsigned(&list, &last) || last < first) {
                return 0;
            }
        }
        if (last - first >= UINT32_MAX - cpus) {
            return 0;
        }
        cpus += last - first + 1;
        if (list.at < list.end && *list.at == ',') {
            list.at++;
        }
    }
    return (uint32_t)cpus;
}

static void read_cpus(pp_system *out)
{
    uint8_t text[CPU_LIST_TEXT_BYTES];
    int32_t usable = pp__sys_cpus_usable();
    int32_t length =
        pp__procfs_read_file("/sys/devices/system/cpu/online", text, (int32_t)sizeof text);
    uint32_t online = length > 0 ? count_cpus((pp__cursor){.at = text, .end = text + length}) : 0;
    if (usable > 0) {
        out->cpus_usable = (uint32_t)usable;
        /* Without /sys: at least those that may be used are online. */
        out->cpus_online = online > 0 ? online : (uint32_t)usable;
        out->valid |= PP_SYSTEM_CPUS;
    }
}

int32_t pp_os_system_facts(pp_system *out)
{
    out->page_bytes = pp__kernel_page_bytes();
    out->ticks_per_second = PP__TICKS_PER_SECOND;
    out->token_kind = pp__kernel_token_kind();
    out->uid = pp__sys_geteuid();
    out->valid |= PP_SYSTEM_UID;
    read_cpus(out);
    int32_t status = pp__kernel_check_procfs();
    if (status != PP_OK) {
        return status;
    }
    out->boot_time_ns = pp__kernel_boot_time_ns();
    if (out->boot_time_ns != 0) {
        out->valid |= PP_SYSTEM_BOOT_TIME;
    }
    read_boot_id(out);
    read_memory(out);
    read_pid_max(out);
    pp__cgroup_read_limits(out);
    return PP_OK;
}
