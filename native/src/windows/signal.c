/*
 * Windows has one of the signals: the end at once. The check and the end are through one handle,
 * which is of one process for good: whatever happens between the two, nobody else is ended.
 */
#include "kernel.h"
#include "nt.h"
#include "pp_internal.h"
#include "process.h"

/* SIGKILL; and the exit code of who is ended by it, that which Java's and libuv's way gives. */
enum { CHECK_ONLY = 0, KILL = 9, EXIT_CODE_OF_KILLED = 1, SYSTEM_PID = 4 };

/* The end of one of these is the end of the system: it stops with a bug check. */
static bool is_critical(const pp__process *it)
{
    uint32_t answer = 0;
    uint32_t length = 0;
    int32_t status = pp__nt_query_process(it->handle, PP__NT_PROCESS_IS_CRITICAL, &answer,
                                          sizeof answer, &length);
    return status >= 0 && answer != 0;
}

static int32_t end(const pp__process *it)
{
    if (TerminateProcess(it->handle, EXIT_CODE_OF_KILLED)) {
        return PP_OK;
    }
    /* One that is just ending refuses as one does that may not be ended. */
    DWORD error = GetLastError();
    int32_t status = pp__status_of_error(error);
    return pp__process_has_ended(it) ? PP_GONE : status == PP_GONE ? PP_OS_ERROR : status;
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
    if (who->pid == SYSTEM_PID) {
        return PP_REFUSED;
    }
    pp__process process;
    int32_t status = open_to_send(who, signal, &process);
    if (status != PP_OK) {
        return status;
    }
    if (signal == KILL) {
        status = is_critical(&process) ? PP_REFUSED : end(&process);
    } else if (signal != CHECK_ONLY) {
        status = PP_UNSUPPORTED;
    }
    pp__process_close(&process);
    return status;
}
