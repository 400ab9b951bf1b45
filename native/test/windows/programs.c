#include "programs.h"

#include "harness.h"

#include <stdio.h>
#include <wchar.h>

enum { MOST_TRIES = 10 };

static bool is_left_to_starter;

void programs_end_with_starter(void)
{
    is_left_to_starter = true;
}

/* The only handle of the job is ours: with us end all that are in it, and all that they start. */
static void end_with_this_process(void)
{
    static HANDLE job;
    if (job != NULL || is_left_to_starter) {
        return;
    }
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {.BasicLimitInformation.LimitFlags =
                                                       JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE};
    job = CreateJobObjectW(NULL, NULL);
    MUST(job != NULL);
    MUST(SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits));
    MUST(AssignProcessToJobObject(job, GetCurrentProcess()));
}

void program_path(wchar_t *path)
{
    DWORD length = GetModuleFileNameW(NULL, path, MAX_PATH);
    MUST(length > 0 && length < MAX_PATH);
}

/* The whole command line: this program and its arguments. */
static wchar_t *line_of(const wchar_t *arguments)
{
    static wchar_t line[MAX_PATH + PROGRAM_MOST_UNITS];
    wchar_t path[MAX_PATH];
    program_path(path);
    MUST(swprintf(line, sizeof line / sizeof line[0], L"\"%ls\" %ls", path, arguments) > 0);
    return line;
}

static program create(const wchar_t *arguments, BOOL inherit, DWORD flags, STARTUPINFOW *start)
{
    PROCESS_INFORMATION made;
    DWORD error = ERROR_INTERNAL_ERROR;
    end_with_this_process();
    fflush(stdout);
    /* Wine says that of one start in some thousands; the next one goes well. */
    for (int tries = 0; tries < MOST_TRIES && error == ERROR_INTERNAL_ERROR; tries++) {
        BOOL is_made = CreateProcessW(NULL, line_of(arguments), NULL, NULL, inherit, flags, NULL,
                                      NULL, start, &made);
        error = is_made ? ERROR_SUCCESS : GetLastError();
    }
    if (error != ERROR_SUCCESS) {
        printf("  CreateProcessW: error %lu\n", error);
    }
    MUST(error == ERROR_SUCCESS);
    CloseHandle(made.hThread);
    return (program){.process = made.hProcess, .pid = (int32_t)made.dwProcessId};
}

static program create_with(const wchar_t *arguments, HANDLE *handles, DWORD count)
{
    _Alignas(16) unsigned char room[256];
    SIZE_T bytes = sizeof room;
    STARTUPINFOEXW start = {.StartupInfo.cb = sizeof start};
    start.lpAttributeList = (LPPROC_THREAD_ATTRIBUTE_LIST)(void *)room;
    MUST(InitializeProcThreadAttributeList(start.lpAttributeList, 1, 0, &bytes));
    MUST(UpdateProcThreadAttribute(start.lpAttributeList, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST,
                                   handles, count * sizeof handles[0], NULL, NULL));
    program made = create(arguments, TRUE, EXTENDED_STARTUPINFO_PRESENT, &start.StartupInfo);
    DeleteProcThreadAttributeList(start.lpAttributeList);
    return made;
}

program program_start(const wchar_t *arguments, HANDLE *handles, DWORD count)
{
    STARTUPINFOW start = {.cb = sizeof start};
    return count == 0 ? create(arguments, TRUE, 0, &start) : create_with(arguments, handles, count);
}

program program_start_suspended(const wchar_t *arguments)
{
    STARTUPINFOW start = {.cb = sizeof start};
    return create(arguments, FALSE, CREATE_SUSPENDED, &start);
}

DWORD program_finish(const program *it)
{
    DWORD code = 0;
    MUST(WaitForSingleObject(it->process, INFINITE) == WAIT_OBJECT_0);
    MUST(GetExitCodeProcess(it->process, &code));
    CloseHandle(it->process);
    return code;
}
