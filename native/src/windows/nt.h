/*
 * What ntdll.dll answers, declared here because the SDK calls half of these members reserved. The
 * layouts are those of 64-bit Windows, the same since Windows 7; the numbers of information classes
 * and statuses are those of the SDK's winternl.h and ntstatus.h.
 */
#ifndef PP_WINDOWS_NT_H
#define PP_WINDOWS_NT_H

#include <stddef.h>
#include <stdint.h>

#define PP__NT_INFO_LENGTH_MISMATCH ((int32_t)0xc0000004U)
#define PP__NT_BUFFER_OVERFLOW ((int32_t)0x80000005U)
#define PP__NT_BUFFER_TOO_SMALL ((int32_t)0xc0000023U)
#define PP__NT_ACCESS_DENIED ((int32_t)0xc0000022U)
#define PP__NT_NO_MEMORY ((int32_t)0xc0000017U)
#define PP__NT_INSUFFICIENT_RESOURCES ((int32_t)0xc000009aU)
#define PP__NT_NO_SUCH_CLASS ((int32_t)0xc0000003U)
#define PP__NT_NOT_IMPLEMENTED ((int32_t)0xc0000002U)
#define PP__NT_PROCESS_IS_TERMINATING ((int32_t)0xc000010aU)

/* Classes of NtQuerySystemInformation and of NtQueryInformationProcess. */
enum {
    PP__NT_SYSTEM_TIME_OF_DAY = 3,
    PP__NT_SYSTEM_PROCESSES = 5,

    PP__NT_PROCESS_BASIC = 0,
    PP__NT_PROCESS_VM_COUNTERS = 3,
    PP__NT_PROCESS_IS_CRITICAL = 29,
    PP__NT_PROCESS_COMMAND_LINE = 60,
};

/* UTF-16 without a terminator; the length is in bytes. */
typedef struct pp__nt_text {
    uint16_t length;
    uint16_t capacity;
    const uint16_t *units;
} pp__nt_text;

/* One process of PP__NT_SYSTEM_PROCESSES; its threads follow it at once. Times are of 100 ns. */
typedef struct pp__nt_process {
    uint32_t next; /* bytes from here to the next one; 0 for the last */
    uint32_t thread_count;
    int64_t private_working_set;
    uint32_t hard_faults;
    uint32_t most_threads;
    uint64_t cycles;
    int64_t created;
    int64_t user_time;
    int64_t kernel_time;
    pp__nt_text name;
    int32_t base_priority;
    uintptr_t pid;
    uintptr_t parent_pid;
    uint32_t handles;
    uint32_t session;
    uintptr_t key;
    size_t most_virtual;
    size_t virtual_size;
    uint32_t page_faults;
    size_t most_working_set;
    size_t working_set;
    size_t quotas[4];
    size_t pagefile_usage;
    size_t most_pagefile_usage;
    size_t private_pages; /* in bytes, all the same */
    int64_t io[6];
} pp__nt_process;

typedef struct pp__nt_thread {
    int64_t kernel_time;
    int64_t user_time;
    int64_t created;
    uint32_t wait_time;
    const void *start;
    uintptr_t pid;
    uintptr_t tid;
    int32_t priority;
    int32_t base_priority;
    uint32_t switches;
    uint32_t state;
    uint32_t wait_reason;
} pp__nt_thread;

typedef struct pp__nt_basic {
    int32_t exit_status;
    const void *environment_block;
    uintptr_t affinity;
    int32_t base_priority;
    uintptr_t pid;
    uintptr_t parent_pid;
} pp__nt_basic;

typedef struct pp__nt_vm_counters {
    size_t most_virtual;
    size_t virtual_size;
    uint32_t page_faults;
    size_t most_working_set;
    size_t working_set;
    size_t quotas[4];
    size_t pagefile_usage;
    size_t most_pagefile_usage;
} pp__nt_vm_counters;

typedef struct pp__nt_time_of_day {
    int64_t boot_time;
    int64_t now;
    int64_t time_zone_bias;
    uint32_t time_zone_id;
    uint32_t reserved;
    uint64_t boot_time_bias;
    uint64_t sleep_time_bias;
} pp__nt_time_of_day;

_Static_assert(sizeof(void *) == 8, "only 64-bit Windows is served");
_Static_assert(sizeof(pp__nt_text) == 16, "UNICODE_STRING is 16 bytes");
_Static_assert(sizeof(pp__nt_process) == 256, "SYSTEM_PROCESS_INFORMATION is 256 bytes");
_Static_assert(offsetof(pp__nt_process, name) == 56, "ImageName");
_Static_assert(offsetof(pp__nt_process, pid) == 80, "UniqueProcessId");
_Static_assert(offsetof(pp__nt_process, virtual_size) == 120, "VirtualSize");
_Static_assert(offsetof(pp__nt_process, working_set) == 144, "WorkingSetSize");
_Static_assert(offsetof(pp__nt_process, pagefile_usage) == 184, "PagefileUsage");
_Static_assert(offsetof(pp__nt_process, private_pages) == 200, "PrivatePageCount");
_Static_assert(sizeof(pp__nt_thread) == 80, "SYSTEM_THREAD_INFORMATION is 80 bytes");
_Static_assert(offsetof(pp__nt_thread, state) == 68, "ThreadState");
_Static_assert(sizeof(pp__nt_basic) == 48, "PROCESS_BASIC_INFORMATION is 48 bytes");
_Static_assert(sizeof(pp__nt_vm_counters) == 88, "VM_COUNTERS is 88 bytes");
_Static_assert(sizeof(pp__nt_time_of_day) == 48, "SYSTEM_TIMEOFDAY_INFORMATION is 48 bytes");

#endif
