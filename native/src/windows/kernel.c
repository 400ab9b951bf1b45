#include "kernel.h"

#include "nt.h"
#include "pp_internal.h"
#include "win.h"

static const uint64_t UNITS_FROM_1601_TO_1970 = 116444736000000000ULL;
static const int64_t NS_PER_MS = 1000000;

static _Atomic int64_t boot_time_ns;

typedef void (*any_function)(void);

/* Functions of ntdll.dll, which every process has at one place for good. */
static _Atomic(any_function) query_system;
static _Atomic(any_function) query_process;
static _Atomic(any_function) terminate_process;

typedef LONG(NTAPI *query_system_function)(ULONG class, void *out, ULONG bytes, ULONG *length);
typedef LONG(NTAPI *query_process_function)(HANDLE process, ULONG class, void *out, ULONG bytes,
                                            ULONG *length);
typedef LONG(NTAPI *terminate_process_function)(HANDLE process, LONG exit_code);

static any_function look_up(const char *name)
{
    HMODULE ntdll = GetModuleHandleW(L"ntdll.dll");
    return ntdll == NULL ? NULL : (any_function)GetProcAddress(ntdll, name);
}

static any_function function(_Atomic(any_function) *kept, const char *name)
{
    any_function address = atomic_load_explicit(kept, memory_order_relaxed);
    if (address == NULL) {
        address = look_up(name);
        atomic_store_explicit(kept, address, memory_order_relaxed);
    }
    return address;
}

int32_t pp__nt_query_system(uint32_t class, void *out, uint32_t bytes, uint32_t *length)
{
    any_function address = function(&query_system, "NtQuerySystemInformation");
    ULONG needed = 0;
    int32_t status = address == NULL ? PP__NT_NOT_IMPLEMENTED
                                     : ((query_system_function)address)(class, out, bytes, &needed);
    *length = needed;
    return status;
}

int32_t pp__nt_query_process(void *process, uint32_t class, void *out, uint32_t bytes,
                             uint32_t *length)
{
    any_function address = function(&query_process, "NtQueryInformationProcess");
    ULONG needed = 0;
    int32_t status = address == NULL
                       ? PP__NT_NOT_IMPLEMENTED
                       : ((query_process_function)address)(process, class, out, bytes, &needed);
    *length = needed;
    return status;
}

int32_t pp__nt_terminate_process(void *process, int32_t exit_code)
{
    any_function address = function(&terminate_process, "NtTerminateProcess");
    return address == NULL ? PP__NT_NOT_IMPLEMENTED
                           : ((terminate_process_function)address)(process, exit_code);
}

const char *pp__kernel_wine_version(void)
{
    typedef const char *(__cdecl * version_function)(void);
    any_function address = look_up("wine_get_version");
    return address == NULL ? NULL : ((version_function)address)();
}

/* ---------------------------------------------------------------------------------- features -- */

/* Too small a buffer is an answer that only a working call gives. */
static int32_t check_bulk(void)
{
    pp__nt_process one;
    uint32_t length = 0;
    int32_t status = pp__nt_query_system(PP__NT_SYSTEM_PROCESSES, &one, sizeof one, &length);
    return status == PP__NT_INFO_LENGTH_MISMATCH ? 0 : status;
}

static int32_t check_process(void)
{
    pp__nt_basic basic;
    uint32_t length = 0;
    int32_t status = pp__nt_query_process(GetCurrentProcess(), PP__NT_PROCESS_BASIC, &basic,
                                          sizeof basic, &length);
    return status < 0 ? status : basic.pid != GetCurrentProcessId() ? PP__NT_NOT_IMPLEMENTED : 0;
}

/* Wine answers with the CPU time of the asking process, whatever process it is asked of. */
static int32_t check_own_times(void)
{
    return pp__kernel_wine_version() == NULL ? 0 : PP__NT_NOT_IMPLEMENTED;
}

static int32_t check_cycles(void)
{
    ULONG64 cycles = 0;
    if (!QueryProcessCycleTime(GetCurrentProcess(), &cycles)) {
        return (int32_t)GetLastError();
    }
    return cycles != 0 ? 0 : PP__NT_NOT_IMPLEMENTED;
}

static int32_t check_command_line(void)
{
    pp__nt_text text;
    uint32_t length = 0;
    int32_t status = pp__nt_query_process(GetCurrentProcess(), PP__NT_PROCESS_COMMAND_LINE, &text,
                                          sizeof text, &length);
    bool is_too_small = status == PP__NT_INFO_LENGTH_MISMATCH || status == PP__NT_BUFFER_OVERFLOW ||
                        status == PP__NT_BUFFER_TOO_SMALL;
    return is_too_small || status >= 0 ? 0 : status;
}

bool pp__kernel_try(int32_t *errors)
{
    errors[0] = check_bulk();
    errors[1] = check_process();
    errors[2] = check_own_times();
    errors[3] = check_cycles();
    errors[4] = check_command_line();
    return true;
}

/* ------------------------------------------------------------------------------------- times -- */

int64_t pp__kernel_unix_ns(uint64_t filetime)
{
    const uint64_t most = (uint64_t)INT64_MAX / PP__NS_PER_UNIT;
    if (filetime < UNITS_FROM_1601_TO_1970 || filetime - UNITS_FROM_1601_TO_1970 > most) {
        return 0;
    }
    return (int64_t)(filetime - UNITS_FROM_1601_TO_1970) * PP__NS_PER_UNIT;
}

int64_t pp__kernel_boot_time_ns(void)
{
    int64_t ns = atomic_load_explicit(&boot_time_ns, memory_order_relaxed);
    if (ns != 0) {
        return ns;
    }
    pp__nt_time_of_day times = {.boot_time = 0};
    uint32_t length = 0;
    int32_t status = pp__nt_query_system(PP__NT_SYSTEM_TIME_OF_DAY, &times, sizeof times, &length);
    if (status >= 0 && times.boot_time > 0) {
        ns = pp__kernel_unix_ns((uint64_t)times.boot_time);
    } else {
        FILETIME now;
        GetSystemTimeAsFileTime(&now);
        uint64_t units = (uint64_t)now.dwHighDateTime << 32 | now.dwLowDateTime;
        ns = pp__kernel_unix_ns(units) - (int64_t)GetTickCount64() * NS_PER_MS;
    }
    atomic_store_explicit(&boot_time_ns, ns, memory_order_relaxed);
    return ns;
}

/* The counter behind System.nanoTime(); the product of the two would overflow after some hours. */
uint64_t pp_os_now_ns(void)
{
    LARGE_INTEGER count;
    LARGE_INTEGER frequency;
    (void)QueryPerformanceCounter(&count); /* neither fails since Windows XP */
    (void)QueryPerformanceFrequency(&frequency);
    uint64_t ticks = (uint64_t)count.QuadPart;
    uint64_t per_second = (uint64_t)frequency.QuadPart;
    return ticks / per_second * PP__NS_PER_S + ticks % per_second * PP__NS_PER_S / per_second;
}
