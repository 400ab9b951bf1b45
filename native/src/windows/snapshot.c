#include "snapshot.h"

#include "kernel.h"
#include "pp_internal.h"
#include "win.h"

#include <tlhelp32.h>

/* Processes start while they are listed: each try has more room than the one before needed. */
enum { MOST_TRIES = 8, MEMORY_STEP = 1 << 16 };

/* The raw answer gets this part of the memory, and the entries behind it the rest. */
enum { RAW_PARTS = 3, ALL_PARTS = 4 };
_Static_assert(sizeof(pp__entry) * RAW_PARTS <= sizeof(pp__nt_process) * (ALL_PARTS - RAW_PARTS),
               "there is room for an entry for every process of an answer");

/* Room for at least so many bytes; what was there before is lost. */
static bool make_room(pp__snapshot *it, size_t bytes)
{
    if (it->memory != NULL && it->bytes >= bytes) {
        return true;
    }
    size_t wanted = (bytes + MEMORY_STEP - 1) / MEMORY_STEP * MEMORY_STEP;
    if (it->memory != NULL) {
        (void)VirtualFree(it->memory, 0, MEM_RELEASE);
    }
    it->memory = wanted > PP__SNAPSHOT_MOST_BYTES
                   ? NULL
                   : VirtualAlloc(NULL, wanted, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    it->bytes = it->memory == NULL ? 0 : wanted;
    return it->memory != NULL;
}

static int32_t fail(pp__snapshot *it, int32_t status, int32_t error)
{
    it->status = status;
    it->error = error;
    return status;
}

/* ------------------------------------------------------------------------------------ sorting -- */

static void swap(pp__entry *one, pp__entry *other)
{
    pp__entry kept = *one;
    *one = *other;
    *other = kept;
}

static void sift_down(pp__entry *heap, int32_t root, int32_t count)
{
    for (int32_t child = 2 * root + 1; child < count; child = 2 * root + 1) {
        if (child + 1 < count && heap[child + 1].pid > heap[child].pid) {
            child++;
        }
        if (heap[root].pid >= heap[child].pid) {
            return;
        }
        swap(&heap[root], &heap[child]);
        root = child;
    }
}

/* A heap needs neither recursion nor memory. */
static void sort_by_pid(pp__entry *entries, int32_t count)
{
    for (int32_t root = count / 2 - 1; root >= 0; root--) {
        sift_down(entries, root, count);
    }
    for (int32_t last = count - 1; last > 0; last--) {
        swap(&entries[0], &entries[last]);
        sift_down(entries, 0, last);
    }
}

/* --------------------------------------------------------------------------------------- bulk -- */

/* PID 0, which stands for idle CPUs, is no process. */
static void take_bulk(pp__snapshot *it, uint32_t raw_bytes)
{
    size_t at = 0;
    size_t next = 0;
    it->entries = (pp__entry *)(void *)(it->memory + it->bytes / ALL_PARTS * RAW_PARTS);
    do {
        at += next;
        const pp__nt_process *process = (const pp__nt_process *)(const void *)(it->memory + at);
        if (process->pid > 0 && process->pid <= INT32_MAX) {
            it->entries[it->count++] =
                (pp__entry){.pid = (int32_t)process->pid,
                            .parent_pid = (int32_t)process->parent_pid,
                            .created = process->created > 0 ? (uint64_t)process->created : 0,
                            .name = process->name.units,
                            .name_units = process->name.length / 2,
                            .threads = process->thread_count,
                            .details = process};
        }
        next = process->next;
    } while (next != 0 && at + next + sizeof(pp__nt_process) <= raw_bytes);
}

static int32_t read_bulk(pp__snapshot *it)
{
    size_t needed = PP__SNAPSHOT_FIRST_BYTES;
    for (int32_t tries = 0; tries < MOST_TRIES; tries++) {
        if (!make_room(it, needed)) {
            return fail(it, PP_AGAIN, ERROR_NOT_ENOUGH_MEMORY);
        }
        uint32_t room = (uint32_t)(it->bytes / ALL_PARTS * RAW_PARTS);
        uint32_t length = 0;
        int32_t status = pp__nt_query_system(PP__NT_SYSTEM_PROCESSES, it->memory, room, &length);
        if (status >= 0) {
            take_bulk(it, length <= room ? length : room);
            return PP_OK;
        }
        if (status != PP__NT_INFO_LENGTH_MISMATCH) {
            return fail(it, PP_OS_ERROR, status);
        }
        size_t raw = length > room ? length : room;
        needed = (raw + raw / 4) * ALL_PARTS / RAW_PARTS;
    }
    return fail(it, PP_AGAIN, PP__NT_INFO_LENGTH_MISMATCH);
}

/* --------------------------------------------------------------------------------- Toolhelp32 -- */

/* Entries grow from the front of the memory, and their names from its end. */
typedef struct filling {
    pp__snapshot *it;
    uint8_t *names;
} filling;

static bool take_listed(filling *f, const PROCESSENTRY32W *listed)
{
    pp__snapshot *it = f->it;
    if (listed->th32ProcessID == 0 || listed->th32ProcessID > INT32_MAX) {
        return true;
    }
    int32_t units = 0;
    while (units < MAX_PATH && listed->szExeFile[units] != 0) {
        units++;
    }
    size_t name_bytes = (size_t)units * sizeof(uint16_t);
    uint8_t *entries_end = (uint8_t *)(it->entries + it->count + 1);
    if (entries_end + name_bytes > f->names) {
        return false;
    }
    f->names -= name_bytes;
    uint16_t *name = (uint16_t *)(void *)f->names;
    for (int32_t i = 0; i < units; i++) {
        name[i] = listed->szExeFile[i];
    }
    it->entries[it->count++] = (pp__entry){.pid = (int32_t)listed->th32ProcessID,
                                           .parent_pid = (int32_t)listed->th32ParentProcessID,
                                           .name = name,
                                           .name_units = units,
                                           .threads = listed->cntThreads};
    return true;
}

/* ERROR_SUCCESS at the end of the list; ERROR_MORE_DATA when the memory is too small for it. */
static DWORD take_all_listed(pp__snapshot *it, HANDLE list)
{
    filling f = {.it = it, .names = it->memory + it->bytes};
    PROCESSENTRY32W listed;
    listed.dwSize = sizeof listed;
    it->entries = (pp__entry *)(void *)it->memory;
    it->count = 0;
    BOOL more = Process32FirstW(list, &listed);
    while (more) {
        if (!take_listed(&f, &listed)) {
            return ERROR_MORE_DATA;
        }
        more = Process32NextW(list, &listed);
    }
    DWORD error = GetLastError();
    return error == ERROR_NO_MORE_FILES && it->count > 0 ? ERROR_SUCCESS : error;
}

static int32_t read_toolhelp(pp__snapshot *it)
{
    size_t needed = PP__SNAPSHOT_FIRST_BYTES;
    DWORD error = ERROR_BAD_LENGTH;
    for (int32_t tries = 0; tries < MOST_TRIES; tries++) {
        if (!make_room(it, needed)) {
            return fail(it, PP_AGAIN, ERROR_NOT_ENOUGH_MEMORY);
        }
        HANDLE list = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
        if (list == INVALID_HANDLE_VALUE) {
            error = GetLastError();
        } else {
            error = take_all_listed(it, list);
            (void)CloseHandle(list);
        }
        if (error == ERROR_SUCCESS) {
            return PP_OK;
        }
        if (error == ERROR_MORE_DATA) {
            needed = it->bytes * 2;
        } else if (error != ERROR_BAD_LENGTH) {
            break;
        }
    }
    bool is_passing = error == ERROR_BAD_LENGTH || error == ERROR_MORE_DATA ||
                      error == ERROR_NOT_ENOUGH_MEMORY || error == ERROR_NO_SYSTEM_RESOURCES;
    int32_t status = error == ERROR_ACCESS_DENIED ? PP_DENIED : is_passing ? PP_AGAIN : PP_OS_ERROR;
    return fail(it, status, (int32_t)error);
}

/* ----------------------------------------------------------------------------------- snapshot -- */

int32_t pp__snapshot_take(pp__snapshot *it)
{
    it->is_taken = true;
    it->status = PP_OK;
    it->error = 0;
    it->count = 0;
    int32_t status = pp__kernel_has(PP__BULK) ? read_bulk(it) : read_toolhelp(it);
    if (status != PP_OK) {
        it->count = 0;
    }
    sort_by_pid(it->entries, it->count);
    return status;
}

void pp__snapshot_expire(pp__snapshot *it)
{
    it->is_taken = false;
    it->count = 0;
}

void pp__snapshot_free(pp__snapshot *it)
{
    if (it->memory != NULL) {
        (void)VirtualFree(it->memory, 0, MEM_RELEASE);
    }
    *it = (pp__snapshot){.memory = NULL};
}

const pp__entry *pp__snapshot_find(pp__snapshot *it, int32_t pid)
{
    if (!it->is_taken) {
        (void)pp__snapshot_take(it);
    }
    int32_t from = 0;
    int32_t to = it->count;
    while (from < to) {
        int32_t middle = from + (to - from) / 2;
        if (it->entries[middle].pid < pid) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from < it->count && it->entries[from].pid == pid ? &it->entries[from] : NULL;
}

const pp__entry *pp__snapshot_find_made(pp__snapshot *it, int32_t pid, uint64_t created)
{
    bool was_taken = it->is_taken;
    const pp__entry *entry = pp__snapshot_find(it, pid);
    bool is_another = entry != NULL && created != 0 && entry->created != created;
    if (was_taken && it->may_renew && (entry == NULL || is_another)) {
        pp__snapshot_expire(it);
        entry = pp__snapshot_find(it, pid);
        is_another = entry != NULL && created != 0 && entry->created != created;
    }
    /* Toolhelp32 does not tell when a process was made. */
    return is_another && entry->created != 0 ? NULL : entry;
}

/* ThreadState and WaitReason as in the documentation of the class Win32_Thread. */
enum { READY = 1, RUNNING = 2, STANDBY = 3, WAITING = 5, TRANSITION = 6, DEFERRED_READY = 7 };
enum { FOR_SUSPENSION = 5, FOR_SUSPENSION_TOO = 12 };

uint32_t pp__entry_state(const pp__entry *entry)
{
    if (entry->details == NULL) {
        return PP_STATE_UNKNOWN;
    }
    const pp__nt_thread *threads = (const pp__nt_thread *)(const void *)(entry->details + 1);
    bool is_known = false;
    bool is_suspended = true;
    for (uint32_t i = 0; i < entry->threads; i++) {
        switch (threads[i].state) {
        case READY:
        case RUNNING:
        case STANDBY:
        case TRANSITION:
        case DEFERRED_READY:
            return PP_STATE_RUNNING;
        case WAITING:
            is_known = true;
            is_suspended &= threads[i].wait_reason == FOR_SUSPENSION ||
                            threads[i].wait_reason == FOR_SUSPENSION_TOO;
            break;
        default:
            break; /* Wine says 0 of every thread: nothing is known of it */
        }
    }
    return !is_known ? PP_STATE_UNKNOWN : is_suspended ? PP_STATE_STOPPED : PP_STATE_SLEEPING;
}
