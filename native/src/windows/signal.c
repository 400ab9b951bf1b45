/*
 * Windows has one of the signals: the end at once. The check and the end are through one handle,
 * which is of one process for good: whatever happens between the two, nobody else is ended.
 */
#include "kernel.h"
#include "nt.h"
#include "pp_internal.h"
#include "process.h"

/* SIGKILL; and the exit code of who is ended by it, that which Java's and libuv's way gives. */
enum { CHECK_ONLY = 0, KILL = 9, EXIT_CODE_OF_KILLED = 1 };

static int32_t ask_whether_critical(HANDLE process, uint32_t *answer)
{
    uint32_t length = 0;
    return pp__nt_query_process(process, PP__NT_PROCESS_IS_CRITICAL, answer, sizeof *answer,
                                &length);
}

/*
 * The end of a critical process is the end of the system: it stops with a bug check. PP_REFUSED for
 * one of these, PP_OK for all others, and PP_DENIED when the system knows them and does not tell.
 */
static int32_t check_critical(const pp__process *it, int32_t pid)
{
    uint32_t answer = 0;
    int32_t status = ask_whether_critical(it->handle, &answer);
    if (status == PP__NT_ACCESS_DENIED) {
        /* Windows 7 wants a further right for it. The number is its own while the handle is held. */
        HANDLE more = OpenProcess(PROCESS_QUERY_INFORMATION, FALSE, (DWORD)pid);
        if (more != NULL) {
            status = ask_whether_critical(more, &answer);
            (void)CloseHandle(more);
        }
    }
    bool is_unknown = status == PP__NT_NO_SUCH_CLASS || status == PP__NT_NOT_IMPLEMENTED;
    return status < 0 && !is_unknown ? PP_DENIED : status >= 0 && answer != 0 ? PP_REFUSED : PP_OK;
}

/* PP_GONE of one that is just ending. */
static int32_t terminate(const pp__process *it)
{
    int32_t nt = pp__nt_terminate_process(it->handle, EXIT_CODE_OF_KILLED);
    if (nt != PP__NT_NOT_IMPLEMENTED) {
        return nt >= 0                             ? PP_OK
             : nt == PP__NT_PROCESS_IS_TERMINATING ? PP_GONE
                                                   : pp__status_of_nt(nt);
    }
    if (TerminateProcess(it->handle, EXIT_CODE_OF_KILLED)) {
        return PP_OK;
    }
    DWORD error = GetLastError();
    int32_t status = pp__status_of_error(error);
    return status == PP_GONE ? PP_OS_ERROR : status;
}

/*
 * One that is just ending has an exit code and refuses another one, while a wait for its handle still
 * times out: TerminateProcess calls that a lack of rights. Its end is on the way, as was wanted.
 */
static int32_t end(const pp__process *it)
{
    int32_t status = terminate(it);
    if (status == PP_OK) {
        return PP_OK;
    }
    if (pp__process_has_ended(it)) {
        return PP_GONE;
    }
    DWORD code = STILL_ACTIVE;
    (void)GetExitCodeProcess(it->handle, &code);
    return status == PP_GONE || code != STILL_ACTIVE ? PP_OK : status;
}

/* Who it is comes before what may be done to it. */
static int32_t open_to_send(const pp_identity *who, int32_t signal, pp__process *process)
{
    int32_t status = PP_DENIED;
    if (signal == KILL) {
        status = pp__process_open_verified(who, PROCESS_TERMINATE, process);
    }
    if (signal != KILL || status == PP_DENIED) {
        status = pp__process_open_verified(who, 0, process);
        if (signal == KILL && status == PP_OK) {
            pp__process_close(process);
            status = PP_DENIED;
        }
    }
    return status;
}

int32_t pp_os_own_pid(void)
{
    return (int32_t)GetCurrentProcessId();
}

int32_t pp_os_signal_send(const pp_identity *who, int32_t signal)
{
    if (who->pid == PP__SYSTEM_PID) {
        return PP_REFUSED;
    }
    pp__process process;
    int32_t status = open_to_send(who, signal, &process);
    if (status != PP_OK) {
        return status;
    }
    status = check_critical(&process, who->pid);
    if (signal == KILL && status == PP_OK) {
        status = end(&process);
    } else if (signal != KILL && status != PP_REFUSED) {
        status = signal == CHECK_ONLY ? PP_OK : PP_UNSUPPORTED;
    }
    pp__process_close(&process);
    return status;
}
