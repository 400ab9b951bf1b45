#include "process.h"

#include "kernel.h"
#include "pp_internal.h"

int32_t pp__status_of_error(DWORD error)
{
    switch (error) {
    case ERROR_INVALID_PARAMETER: /* no process has this number */
        return PP_GONE;
    case ERROR_SUCCESS: /* seen of OpenProcess: whether it is there, tells the list */
    case ERROR_ACCESS_DENIED:
        return PP_DENIED;
    case ERROR_NOT_ENOUGH_MEMORY:
    case ERROR_OUTOFMEMORY:
    case ERROR_NO_SYSTEM_RESOURCES:
    case ERROR_COMMITMENT_LIMIT:
    case ERROR_TOO_MANY_OPEN_FILES:
        return PP_AGAIN;
    case ERROR_NOT_SUPPORTED:
    case ERROR_CALL_NOT_IMPLEMENTED:
        return PP_UNSUPPORTED;
    default:
        return PP_OS_ERROR;
    }
}

int32_t pp__status_of_nt(int32_t status)
{
    switch (status) {
    case PP__NT_ACCESS_DENIED:
        return PP_DENIED;
    case PP__NT_NO_MEMORY:
    case PP__NT_INSUFFICIENT_RESOURCES:
        return PP_AGAIN;
    case PP__NT_NO_SUCH_CLASS:
    case PP__NT_NOT_IMPLEMENTED:
        return PP_UNSUPPORTED;
    default:
        return PP_OS_ERROR;
    }
}

static uint64_t units_of(FILETIME time)
{
    return (uint64_t)time.dwHighDateTime << 32 | time.dwLowDateTime;
}

int32_t pp__process_open(int32_t pid, DWORD more, pp__process *out, DWORD *error)
{
    *out = (pp__process){.handle = NULL, .can_wait = true};
    *error = ERROR_SUCCESS;
    if (!pp__process_is_pid(pid)) {
        return PP_GONE;
    }
    const DWORD least = PROCESS_QUERY_LIMITED_INFORMATION | more;
    out->handle = OpenProcess(least | SYNCHRONIZE, FALSE, (DWORD)pid);
    *error = out->handle == NULL ? GetLastError() : ERROR_SUCCESS;
    if (out->handle == NULL && *error == ERROR_ACCESS_DENIED) {
        out->can_wait = false;
        out->handle = OpenProcess(least, FALSE, (DWORD)pid);
        *error = out->handle == NULL ? GetLastError() : ERROR_SUCCESS;
    }
    if (out->handle == NULL) {
        return pp__status_of_error(*error);
    }
    FILETIME created;
    FILETIME exited;
    FILETIME in_kernel;
    FILETIME in_user;
    if (!GetProcessTimes(out->handle, &created, &exited, &in_kernel, &in_user)) {
        *error = GetLastError();
        pp__process_close(out);
        int32_t status = pp__status_of_error(*error);
        return status == PP_GONE ? PP_OS_ERROR : status;
    }
    out->created = units_of(created);
    return PP_OK;
}

void pp__process_close(pp__process *it)
{
    if (it->handle != NULL) {
        (void)CloseHandle(it->handle);
        it->handle = NULL;
    }
}

bool pp__process_has_ended(const pp__process *it)
{
    if (it->can_wait) {
        return WaitForSingleObject(it->handle, 0) == WAIT_OBJECT_0;
    }
    DWORD code = STILL_ACTIVE;
    FILETIME created;
    FILETIME exited = {.dwLowDateTime = 0};
    FILETIME in_kernel;
    FILETIME in_user;
    (void)GetExitCodeProcess(it->handle, &code);
    (void)GetProcessTimes(it->handle, &created, &exited, &in_kernel, &in_user);
    return code != STILL_ACTIVE || units_of(exited) != 0;
}

int32_t pp__process_denied_or_gone(int32_t pid, pp__snapshot *snapshot)
{
    bool is_listed = pp__snapshot_find(snapshot, pid) != NULL;
    return is_listed || snapshot->status != PP_OK ? PP_DENIED : PP_GONE;
}

int32_t pp__process_check_token(const pp_identity *who, uint64_t created)
{
    if (who->token_kind == PP_TOKEN_NONE) {
        return PP_OK;
    }
    if (who->token_kind != PP_TOKEN_CREATION_TIME || created == 0) {
        return PP_UNKNOWN_IDENTITY;
    }
    return who->start_token == created ? PP_OK : PP_REPLACED;
}

int32_t pp__process_open_verified(const pp_identity *who, DWORD more, pp__process *out)
{
    DWORD error = ERROR_SUCCESS;
    int32_t status = pp__process_open(who->pid, more, out, &error);
    if (status == PP_DENIED) {
        pp__snapshot snapshot = {.memory = NULL};
        status = pp__process_denied_or_gone(who->pid, &snapshot);
        pp__snapshot_free(&snapshot);
        return status;
    }
    if (status == PP_OK && pp__process_has_ended(out)) {
        status = PP_GONE;
    }
    if (status == PP_OK) {
        status = pp__process_check_token(who, out->created);
    }
    if (status != PP_OK) {
        pp__process_close(out);
    }
    return status;
}

bool pp__entry_is_parent(const pp__entry *parent, const pp__entry *child)
{
    return parent->pid == child->parent_pid && parent->pid != child->pid &&
           pp__process_may_be_parent(parent->pid, parent->created, child->created);
}

/* PP_OK with the number that the system keeps, whoever has it now. */
static int32_t read_parent_number(const pp__process *it, int32_t pid, pp__snapshot *snapshot,
                                  int32_t *parent_pid, DWORD *error)
{
    if (pp__kernel_has(PP__NT_PROCESS)) {
        pp__nt_basic basic;
        uint32_t length = 0;
        int32_t status =
            pp__nt_query_process(it->handle, PP__NT_PROCESS_BASIC, &basic, sizeof basic, &length);
        *parent_pid = status >= 0 && basic.parent_pid <= INT32_MAX ? (int32_t)basic.parent_pid : 0;
        *error = status >= 0 ? ERROR_SUCCESS : (DWORD)status;
        return status >= 0 ? PP_OK : pp__status_of_nt(status);
    }
    const pp__entry *entry = pp__snapshot_find(snapshot, pid);
    *parent_pid = entry == NULL ? 0 : entry->parent_pid;
    *error = (DWORD)snapshot->error;
    return snapshot->status != PP_OK ? snapshot->status : entry == NULL ? PP_GONE : PP_OK;
}

int32_t pp__process_first_parent(const pp__process *it, int32_t pid, pp__snapshot *snapshot,
                                 int32_t *parent_pid, DWORD *error)
{
    int32_t number = 0;
    *parent_pid = 0;
    int32_t status = read_parent_number(it, pid, snapshot, &number, error);
    if (status != PP_OK || number == pid || !pp__process_is_pid(number)) {
        return status;
    }
    pp__process parent;
    status = pp__process_open(number, 0, &parent, error);
    if (status == PP_OK) {
        bool is_there = !pp__process_has_ended(&parent);
        bool may_be = pp__process_may_be_parent(number, parent.created, it->created);
        *parent_pid = is_there && may_be ? number : 0;
        pp__process_close(&parent);
        return PP_OK;
    }
    if (status == PP_DENIED) {
        const pp__entry *entry = pp__snapshot_find(snapshot, number);
        bool is_there = entry != NULL;
        *parent_pid =
            is_there && pp__process_may_be_parent(number, entry->created, it->created) ? number : 0;
        status = snapshot->status;
        *error = (DWORD)snapshot->error;
    }
    *error = status == PP_OK || status == PP_GONE ? ERROR_SUCCESS : *error;
    return status == PP_GONE ? PP_OK : status;
}
