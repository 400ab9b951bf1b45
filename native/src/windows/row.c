#include "row.h"

#include "calls.h"
#include "kernel.h"
#include "pp_internal.h"

#include <psapi.h>

/*
 * PROCESS_MEMORY_COUNTERS_EX2: what the SDK's header may not know yet. A system that does not know it
 * fills in as much as it knows, and leaves the rest as it was, or refuses it.
 */
typedef struct counters {
    PROCESS_MEMORY_COUNTERS_EX known;
    size_t private_working_set;
    uint64_t shared_commit;
} counters;
_Static_assert(sizeof(counters) == 96, "PROCESS_MEMORY_COUNTERS_EX2 is 96 bytes");

void pp__row_note_refusal(pp_sample *out, uint32_t call, int32_t error)
{
    if (out->os_error == 0 && error != 0) {
        out->os_error = error;
        out->failed_call = call;
    }
}

void pp__row_take_identity(uint64_t created, uint64_t fields, pp_sample *out)
{
    if ((fields & PP_FIELD_IDENTITY) != 0 && created != 0) {
        out->token_kind = PP_TOKEN_CREATION_TIME;
        out->start_token = created;
        out->valid |= PP_FIELD_IDENTITY;
    }
    if ((fields & PP_FIELD_START_TIME) != 0) {
        out->start_time_ns = pp__kernel_unix_ns(created);
        out->valid |= out->start_time_ns != 0 ? PP_FIELD_START_TIME : 0;
    }
}

/* ------------------------------------------------------------------------------------ memory -- */

static void set(pp__memory *memory, uint64_t *member, uint64_t field, uint64_t bytes)
{
    if (bytes != 0) { /* nobody has none: what a system does not know it leaves at zero */
        *member = bytes;
        memory->valid |= field;
    }
}

static void read_counters(const pp__process *it, pp__memory *memory, pp_sample *out)
{
    counters c = {.known.cb = sizeof c};
    PROCESS_MEMORY_COUNTERS *known = (PROCESS_MEMORY_COUNTERS *)(void *)&c;
    if (!K32GetProcessMemoryInfo(it->handle, known, sizeof c) &&
        !K32GetProcessMemoryInfo(it->handle, known, sizeof c.known)) {
        pp__row_note_refusal(out, PP_CALL_READ, (int32_t)GetLastError());
        return;
    }
    /* One and the same by the documentation; some systems fill in one of them only. */
    size_t committed = c.known.PrivateUsage != 0 ? c.known.PrivateUsage : c.known.PagefileUsage;
    set(memory, &memory->resident_bytes, PP_FIELD_RESIDENT, c.known.WorkingSetSize);
    set(memory, &memory->private_bytes, PP_FIELD_PRIVATE, committed);
    set(memory, &memory->unique_bytes, PP_FIELD_UNIQUE, c.private_working_set);
}

static void read_virtual(const pp__process *it, pp__memory *memory, pp_sample *out)
{
    if (!pp__kernel_has(PP__NT_PROCESS)) {
        return;
    }
    pp__nt_vm_counters c;
    uint32_t length = 0;
    int32_t status =
        pp__nt_query_process(it->handle, PP__NT_PROCESS_VM_COUNTERS, &c, sizeof c, &length);
    if (status >= 0) {
        set(memory, &memory->virtual_bytes, PP_FIELD_VIRTUAL, c.virtual_size);
    } else {
        pp__row_note_refusal(out, PP_CALL_READ, status);
    }
}

pp__memory pp__row_read_memory(const pp__process *it, uint64_t fields, pp_sample *out)
{
    pp__memory memory = {.valid = 0};
    if ((fields & PP__FIELDS_MEMORY & ~PP_FIELD_VIRTUAL) != 0) {
        read_counters(it, &memory, out);
    }
    if ((fields & PP_FIELD_VIRTUAL) != 0) {
        read_virtual(it, &memory, out);
    }
    return memory;
}

void pp__row_take_memory(const pp__memory *memory, uint64_t fields, pp_sample *out)
{
    uint64_t taken = memory->valid & fields;
    out->resident_bytes = (taken & PP_FIELD_RESIDENT) != 0 ? memory->resident_bytes : 0;
    out->private_bytes = (taken & PP_FIELD_PRIVATE) != 0 ? memory->private_bytes : 0;
    out->virtual_bytes = (taken & PP_FIELD_VIRTUAL) != 0 ? memory->virtual_bytes : 0;
    out->unique_bytes = (taken & PP_FIELD_UNIQUE) != 0 ? memory->unique_bytes : 0;
    out->valid |= taken;
}

/* --------------------------------------------------------------------------------------- CPU -- */

static uint64_t ns_of(FILETIME time)
{
    return ((uint64_t)time.dwHighDateTime << 32 | time.dwLowDateTime) * PP__NS_PER_UNIT;
}

static pp__cpu cpu_of(const pp__nt_process *details)
{
    return (pp__cpu){.user_ns = (uint64_t)details->user_time * PP__NS_PER_UNIT,
                     .system_ns = (uint64_t)details->kernel_time * PP__NS_PER_UNIT};
}

bool pp__row_read_cpu(const pp__process *it, int32_t pid, pp__snapshot *snapshot, pp__cpu *cpu,
                      pp_sample *out)
{
    *cpu = (pp__cpu){.user_ns = 0};
    if (pp__kernel_has(PP__OWN_TIMES)) {
        FILETIME created;
        FILETIME exited;
        FILETIME in_kernel;
        FILETIME in_user;
        if (!GetProcessTimes(it->handle, &created, &exited, &in_kernel, &in_user)) {
            pp__row_note_refusal(out, PP_CALL_CPU_CLOCK, (int32_t)GetLastError());
            return false;
        }
        *cpu = (pp__cpu){.user_ns = ns_of(in_user), .system_ns = ns_of(in_kernel)};
        return true;
    }
    if (!pp__kernel_has(PP__BULK)) {
        return false;
    }
    const pp__entry *entry = pp__snapshot_find_made(snapshot, pid, it->created);
    if (entry == NULL || entry->details == NULL) {
        pp__row_note_refusal(out, PP_CALL_READ, snapshot->error);
        return false;
    }
    *cpu = cpu_of(entry->details);
    return true;
}

void pp__row_take_cpu(const pp__cpu *cpu, uint64_t fields, pp_sample *out)
{
    uint64_t taken = fields & PP__FIELDS_CPU;
    out->cpu_total_ns = (taken & PP_FIELD_CPU_TOTAL) != 0 ? cpu->user_ns + cpu->system_ns : 0;
    out->cpu_user_ns = (taken & PP_FIELD_CPU_USER) != 0 ? cpu->user_ns : 0;
    out->cpu_system_ns = (taken & PP_FIELD_CPU_SYSTEM) != 0 ? cpu->system_ns : 0;
    out->valid |= taken;
}

/* ----------------------------------------------------------------------------------- entries -- */

void pp__row_take_threads(const pp__entry *entry, uint64_t fields, pp_sample *out)
{
    if ((fields & PP_FIELD_THREADS) != 0) {
        out->threads = entry->threads;
        out->valid |= PP_FIELD_THREADS;
    }
    if ((fields & PP_FIELD_STATE) != 0) {
        out->state = pp__entry_state(entry);
        out->valid |= out->state != PP_STATE_UNKNOWN ? PP_FIELD_STATE : 0;
    }
}

void pp__row_take_entry(const pp__entry *entry, uint64_t fields, pp_sample *out)
{
    pp__row_take_threads(entry, fields, out);
    const pp__nt_process *details = entry->details;
    if (details == NULL) {
        return;
    }
    pp__row_take_identity(entry->created, fields, out);
    if ((fields & PP_FIELD_ALIVE) != 0) {
        out->alive = 1;
        out->valid |= PP_FIELD_ALIVE;
    }
    pp__memory memory = {.valid = 0};
    size_t committed =
        details->private_pages != 0 ? details->private_pages : details->pagefile_usage;
    set(&memory, &memory.resident_bytes, PP_FIELD_RESIDENT, details->working_set);
    set(&memory, &memory.private_bytes, PP_FIELD_PRIVATE, committed);
    set(&memory, &memory.virtual_bytes, PP_FIELD_VIRTUAL, details->virtual_size);
    set(&memory, &memory.unique_bytes, PP_FIELD_UNIQUE, (uint64_t)details->private_working_set);
    pp__row_take_memory(&memory, fields, out);
    pp__cpu cpu = cpu_of(details);
    pp__row_take_cpu(&cpu, fields, out);
}
