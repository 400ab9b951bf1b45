/*
 * The child on Windows, which cannot fork: what it starts is this program anew, and the command line
 * says what that is to do. All of it is in a job whose only handle the child holds: with the child
 * the system ends them all.
 */
#include "os.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

enum { MOST_LINE = 256, STACK_BYTES = 256 * 1024, NS_PER_UNIT = 100, MOST_TRIES = 10 };

/* What a process that is started is to do, before numbers that say more. */
#define WAIT L"--wait"
#define CHURN L"--churn"
#define PASS L"--pass"
#define GROW L"--grow"
#define BEAR L"--bear"

typedef struct started {
    HANDLE process; /* null when it could not be started */
    int64_t pid;
} started;

/* With this handle and no other: whoever had one of the streams would keep it open. */
static BOOL create_with(wchar_t *line, HANDLE inherited, PROCESS_INFORMATION *made)
{
    if (inherited == NULL) {
        STARTUPINFOW plain = {.cb = sizeof plain};
        return CreateProcessW(NULL, line, NULL, NULL, FALSE, 0, NULL, NULL, &plain, made);
    }
    _Alignas(16) unsigned char room[256];
    SIZE_T bytes = sizeof room;
    STARTUPINFOEXW start = {.StartupInfo.cb = sizeof start};
    start.lpAttributeList = (LPPROC_THREAD_ATTRIBUTE_LIST)(void *)room;
    BOOL is_started =
        InitializeProcThreadAttributeList(start.lpAttributeList, 1, 0, &bytes) &&
        UpdateProcThreadAttribute(start.lpAttributeList, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST,
                                  &inherited, sizeof inherited, NULL, NULL) &&
        CreateProcessW(NULL, line, NULL, NULL, TRUE, EXTENDED_STARTUPINFO_PRESENT, NULL, NULL,
                       &start.StartupInfo, made);
    DeleteProcThreadAttributeList(start.lpAttributeList);
    return is_started;
}

/* Wine fails by an internal error in one of some thousands; the next one goes well. */
static BOOL create(wchar_t *line, HANDLE inherited, PROCESS_INFORMATION *made)
{
    BOOL is_made = FALSE;
    for (int tries = 0; tries < MOST_TRIES && !is_made; tries++) {
        is_made = create_with(line, inherited, made);
        if (!is_made && GetLastError() != ERROR_INTERNAL_ERROR) {
            return FALSE;
        }
    }
    return is_made;
}

static started start(const wchar_t *task, HANDLE inherited)
{
    wchar_t path[MAX_PATH];
    wchar_t line[MAX_PATH + MOST_LINE];
    PROCESS_INFORMATION made;
    DWORD length = GetModuleFileNameW(NULL, path, MAX_PATH);
    if (length == 0 || length == MAX_PATH) {
        return (started){.process = NULL, .pid = -1};
    }
    swprintf(line, sizeof line / sizeof line[0], L"\"%ls\" %ls", path, task);
    if (!create(line, inherited, &made)) {
        return (started){.process = NULL, .pid = -1};
    }
    CloseHandle(made.hThread);
    return (started){.process = made.hProcess, .pid = (int64_t)made.dwProcessId};
}

/* The PID of what was started, of which no handle is kept. */
static int64_t start_only(const wchar_t *task, HANDLE inherited)
{
    started it = start(task, inherited);
    if (it.process != NULL) {
        CloseHandle(it.process);
    }
    return it.pid;
}

static void await_end(const started *it)
{
    if (it->process != NULL) {
        WaitForSingleObject(it->process, INFINITE);
        CloseHandle(it->process);
    }
}

/* ------------------------------------------------------------------------------------- tasks -- */

static bool report(HANDLE to, int64_t pid)
{
    char line[MOST_LINE];
    DWORD written = 0;
    int length = snprintf(line, sizeof line, "%lld %lu\n", (long long)pid, GetCurrentProcessId());
    return WriteFile(to, line, (DWORD)length, &written, NULL) && written == (DWORD)length;
}

static _Noreturn void wait_for_end(void)
{
    Sleep(INFINITE);
    ExitProcess(EXIT_SUCCESS);
}

static _Noreturn void churn(void)
{
    while (true) {
        started passer = start(PASS, NULL);
        await_end(&passer);
    }
}

/* Whoever is started begins anew, one level lower. */
static bool start_level(int64_t depth, int64_t width, HANDLE to)
{
    wchar_t task[MOST_LINE];
    bool are_started = true;
    swprintf(task, MOST_LINE, GROW L" %lld %lld %lld", (long long)depth - 1, (long long)width,
             (long long)(intptr_t)to);
    for (int64_t i = 0; i < width && are_started; i++) {
        int64_t pid = start_only(task, to);
        are_started = pid > 0 && report(to, pid);
    }
    return are_started;
}

static _Noreturn void live_in_tree(int64_t depth, int64_t width, HANDLE to)
{
    if (depth > 0) {
        (void)start_level(depth, width, to); /* what is missing is missed by who counts */
    }
    CloseHandle(to);
    wait_for_end();
}

static _Noreturn void leave_orphan(HANDLE to)
{
    int64_t orphan = start_only(WAIT, NULL);
    ExitProcess(orphan > 0 && report(to, orphan) ? EXIT_SUCCESS : EXIT_FAILURE);
}

static bool is_task(const char *name, const wchar_t *task)
{
    char text[MOST_LINE];
    snprintf(text, sizeof text, "%ls", task);
    return strcmp(name, text) == 0;
}

static int64_t number(int index)
{
    return index < __argc ? strtoll(__argv[index], NULL, 10) : 0;
}

static HANDLE handle(int index)
{
    return (HANDLE)(intptr_t)number(index);
}

/* Does not return where there is one. */
static void do_task(const char *name)
{
    if (is_task(name, WAIT)) {
        wait_for_end();
    } else if (is_task(name, CHURN)) {
        churn();
    } else if (is_task(name, PASS)) {
        ExitProcess(EXIT_SUCCESS);
    } else if (is_task(name, GROW)) {
        live_in_tree(number(2), number(3), handle(4));
    } else if (is_task(name, BEAR)) {
        leave_orphan(handle(2));
    }
}

bool os_begin(void)
{
    if (__argc > 1) {
        do_task(__argv[1]);
    }
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {.BasicLimitInformation.LimitFlags =
                                                       JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE};
    HANDLE job = CreateJobObjectW(NULL, NULL);
    return job != NULL &&
           SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits,
                                   sizeof limits) &&
           AssignProcessToJobObject(job, GetCurrentProcess());
}

/* ------------------------------------------------------------------------------- the process -- */

int64_t os_pid(void)
{
    return (int64_t)GetCurrentProcessId();
}

static int64_t ns_of(FILETIME time)
{
    return (int64_t)((uint64_t)time.dwHighDateTime << 32 | time.dwLowDateTime) * NS_PER_UNIT;
}

int64_t os_cpu_ns(void)
{
    FILETIME created;
    FILETIME exited;
    FILETIME kernel = {.dwLowDateTime = 0};
    FILETIME user = {.dwLowDateTime = 0};
    (void)GetProcessTimes(GetCurrentProcess(), &created, &exited, &kernel, &user);
    return ns_of(kernel) + ns_of(user);
}

void *os_allocate(size_t bytes)
{
    return VirtualAlloc(NULL, bytes, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
}

void os_give_back(void *memory, size_t bytes)
{
    (void)bytes;
    VirtualFree(memory, 0, MEM_RELEASE);
}

size_t os_page_bytes(void)
{
    SYSTEM_INFO info;
    GetSystemInfo(&info);
    return info.dwPageSize;
}

/* ----------------------------------------------------------------------------------- threads -- */

static DWORD WINAPI wait_for_nothing(void *unused)
{
    (void)unused;
    Sleep(INFINITE);
    return 0;
}

static bool start_thread(LPTHREAD_START_ROUTINE life, void *argument)
{
    HANDLE thread =
        CreateThread(NULL, STACK_BYTES, life, argument, STACK_SIZE_PARAM_IS_A_RESERVATION, NULL);
    if (thread != NULL) {
        CloseHandle(thread);
    }
    return thread != NULL;
}

bool os_start_threads(int64_t count)
{
    bool are_started = true;
    for (int64_t i = 0; i < count && are_started; i++) {
        are_started = start_thread(wait_for_nothing, NULL);
    }
    return are_started;
}

static void (*then)(void);

static DWORD WINAPI outlive_first_thread(void *first_thread)
{
    WaitForSingleObject(first_thread, INFINITE);
    CloseHandle(first_thread);
    then();
    return 0;
}

bool os_end_first_thread(void (*go_on)(void))
{
    HANDLE self = NULL;
    then = go_on;
    if (!DuplicateHandle(GetCurrentProcess(), GetCurrentThread(), GetCurrentProcess(), &self,
                         SYNCHRONIZE, FALSE, 0) ||
        !start_thread(outlive_first_thread, self)) {
        return false;
    }
    ExitThread(0);
}

/* --------------------------------------------------------------------------------- processes -- */

int64_t os_spawn(void)
{
    return start_only(WAIT, NULL);
}

int64_t os_churn(void)
{
    return start_only(CHURN, NULL);
}

/* Both ends of a pipe; those who are started get the writing one. */
static bool open_reports(HANDLE *from, HANDLE *to)
{
    return CreatePipe(from, to, NULL, 0) &&
           SetHandleInformation(*to, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
}

/* Reads the reports of all who hold the writing end, until the last has closed it. */
static int64_t read_reports(HANDLE from, os_tell *tell)
{
    char line[MOST_LINE];
    size_t length = 0;
    int64_t count = 0;
    DWORD got = 0;
    while (length < sizeof line - 1 && ReadFile(from, line + length, 1, &got, NULL) && got == 1) {
        if (line[length++] != '\n') {
            continue;
        }
        line[length] = 0;
        char *parent = NULL;
        int64_t pid = strtoll(line, &parent, 10);
        tell(pid, strtoll(parent, NULL, 10));
        count++;
        length = 0;
    }
    CloseHandle(from);
    return count;
}

static int64_t size_of_tree(int64_t depth, int64_t width)
{
    int64_t size = 1;
    for (int64_t level = 0; level < depth; level++) {
        size = size * width + 1;
    }
    return size;
}

bool os_grow_tree(int64_t depth, int64_t width, os_tell *tell)
{
    HANDLE from = NULL;
    HANDLE to = NULL;
    wchar_t task[MOST_LINE];
    if (!open_reports(&from, &to)) {
        return false;
    }
    swprintf(task, MOST_LINE, GROW L" %lld %lld %lld", (long long)depth, (long long)width,
             (long long)(intptr_t)to);
    int64_t root = start_only(task, to);
    bool is_started = root > 0 && report(to, root);
    CloseHandle(to);
    return read_reports(from, tell) == size_of_tree(depth, width) && is_started;
}

bool os_make_orphan(os_tell *tell)
{
    HANDLE from = NULL;
    HANDLE to = NULL;
    wchar_t task[MOST_LINE];
    if (!open_reports(&from, &to)) {
        return false;
    }
    swprintf(task, MOST_LINE, BEAR L" %lld", (long long)(intptr_t)to);
    started parent = start(task, to);
    CloseHandle(to);
    await_end(&parent);
    return read_reports(from, tell) == 1;
}

int64_t os_make_zombie(int code)
{
    (void)code;
    return -1; /* whoever has ended is gone */
}

int64_t os_reap_one(void)
{
    return 0;
}

/* -------------------------------------------------------------------------------------- ends -- */

bool os_ignore_terminate(void)
{
    return false;
}

bool os_terminate_slowly(int64_t ms)
{
    (void)ms;
    return false;
}

/* As by a wild pointer, but without the window or the debugger that would come with it. */
_Noreturn void os_crash(void)
{
    TerminateProcess(GetCurrentProcess(), EXCEPTION_ACCESS_VIOLATION);
    abort();
}
