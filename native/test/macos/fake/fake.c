#include "fake.h"

#include "parse/kinfo.h"
#include "parse/state.h"

#include <dlfcn.h>
#include <errno.h>
#include <libproc.h>
#include <mach/mach_time.h>
#include <mach/message.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/event.h>
#include <sys/mman.h>
#include <sys/proc.h>
#include <sys/sysctl.h>
#include <unistd.h>

enum { MOST_PROCESSES = 64, MOST_PLANS = 16, UNIQUE_FLAVOUR = 17, US_PER_S = 1000000 };

/* Of a caller under Rosetta, while those of the kernel are greater. */
enum { CALLER_PAGE_BYTES = 4096, KERNEL_PAGE_BYTES = 16384 };

static const int64_t BEGINNING_US = 1700000000LL * US_PER_S;

static fake_process processes[MOST_PROCESSES];
static uint64_t last_id;

fake_system fake;
fake_delivery fake_delivered;
uint64_t fake_now_ns;
int32_t fake_open_descriptors;
int32_t fake_mapped;

/* ------------------------------------------------------------------------------------- plans -- */

typedef struct plan {
    enum fake_call call;
    int32_t after; /* 0 when it is the next one's turn */
    int32_t times; /* 0 when it is over */
    int32_t error;
    int32_t bytes; /* of a cut answer; -1 for a whole one */
    void (*happens)(void);
} plan;

static plan plans[MOST_PLANS];
static int32_t counts[FAKE_CALLS];

static void add_plan(plan it)
{
    for (int32_t i = 0; i < MOST_PLANS; i++) {
        if (plans[i].times == 0) {
            plans[i] = it;
            return;
        }
    }
    abort();
}

void fake_fail(enum fake_call call, int32_t after, int32_t times, int32_t error)
{
    add_plan((plan){.call = call, .after = after, .times = times, .error = error, .bytes = -1});
}

void fake_cut(enum fake_call call, int32_t after, int32_t times, int32_t bytes)
{
    add_plan((plan){.call = call, .after = after, .times = times, .bytes = bytes});
}

void fake_before(enum fake_call call, int32_t after, int32_t times, void (*happens)(void))
{
    add_plan((plan){.call = call, .after = after, .times = times, .bytes = -1, .happens = happens});
}

int32_t fake_count(enum fake_call call)
{
    return counts[call];
}

/* A code of errno, set, or 0; *bytes receives how long the answer is to be, or stays. */
static int32_t step(enum fake_call call, int32_t *bytes)
{
    int32_t error = 0;
    counts[call]++;
    for (int32_t i = 0; i < MOST_PLANS; i++) {
        plan *it = &plans[i];
        if (it->times == 0 || it->call != call || it->after-- > 0) {
            continue;
        }
        it->after = 0;
        it->times--;
        error = it->error != 0 ? it->error : error;
        *bytes = it->bytes >= 0 ? it->bytes : *bytes;
        if (it->happens != NULL) {
            it->happens();
        }
    }
    if (error != 0) {
        errno = error;
    }
    return error;
}

static bool fails(enum fake_call call)
{
    int32_t unused = -1;
    return step(call, &unused) != 0;
}

/* ------------------------------------------------------------------------------------- queues -- */

enum { MOST_QUEUES = 16, MOST_NOTES = 32, FIRST_QUEUE = 1000 };

typedef struct note {
    bool is_there;
    bool is_active;
    uintptr_t ident;
    int16_t filter;
    uint16_t flags;
    uint32_t fflags; /* what is to be told, and for processes what is so far */
    uint32_t told;
    intptr_t data;
} note;

static struct queue {
    bool is_open;
    note notes[MOST_NOTES];
} queues[MOST_QUEUES];

static note *find_note(struct queue *q, uintptr_t ident, int16_t filter)
{
    for (int32_t i = 0; i < MOST_NOTES; i++) {
        note *it = &q->notes[i];
        if (it->is_there && it->ident == ident && it->filter == filter) {
            return it;
        }
    }
    return NULL;
}

static bool is_active(const note *it)
{
    if (it->filter != EVFILT_READ) {
        return it->is_there && it->is_active;
    }
    bool found = false;
    const struct queue *inner = &queues[it->ident - FIRST_QUEUE];
    for (int32_t i = 0; i < MOST_NOTES; i++) {
        found = found || (inner->notes[i].is_there && inner->notes[i].is_active);
    }
    return it->is_there && found;
}

static void tell_end(int32_t pid, int32_t wait_status)
{
    for (int32_t i = 0; i < MOST_QUEUES; i++) {
        note *it = find_note(&queues[i], (uintptr_t)pid, EVFILT_PROC);
        if (it != NULL) {
            it->is_active = true;
            it->told |= it->fflags & (NOTE_EXIT | NOTE_EXITSTATUS);
            it->data = (it->fflags & NOTE_EXITSTATUS) != 0 ? wait_status & 0xffff : 0;
        }
    }
}

/* A process is told of no more, but who has not asked for it hears nothing of that. */
static void tell_reaping(int32_t pid)
{
    for (int32_t i = 0; i < MOST_QUEUES; i++) {
        note *it = find_note(&queues[i], (uintptr_t)pid, EVFILT_PROC);
        if (it != NULL && (it->fflags & NOTE_REAP) != 0) {
            it->is_active = true;
            it->told |= NOTE_REAP;
        }
    }
}

/* ---------------------------------------------------------------------------------- processes -- */

fake_process *fake_find(int32_t pid)
{
    for (int32_t i = 0; i < MOST_PROCESSES; i++) {
        if (processes[i].id != 0 && processes[i].pid == pid) {
            return &processes[i];
        }
    }
    return NULL;
}

static bool is_found(const fake_process *it)
{
    return it != NULL && (it->life == FAKE_LIVES || it->life == FAKE_EXITING);
}

fake_process *fake_start(int32_t pid, int32_t parent_pid)
{
    const fake_process *parent = fake_find(parent_pid);
    for (int32_t i = 0; i < MOST_PROCESSES; i++) {
        if (processes[i].id != 0) {
            continue;
        }
        last_id++;
        processes[i] = (fake_process){.pid = pid,
                                      .parent_pid = parent_pid,
                                      .uid = FAKE_UID,
                                      .id = last_id,
                                      .forked_by = parent != NULL ? parent->id : 0,
                                      .version = (uint32_t)last_id * 7,
                                      .group = parent_pid,
                                      .session = parent_pid,
                                      .state = SRUN,
                                      .start_us = BEGINNING_US + (int64_t)last_id * 1000,
                                      .comm = "worker",
                                      .name = "a worker with a long name",
                                      .resident_bytes = 10 << 20,
                                      .virtual_bytes = 400ULL << 30,
                                      .footprint_bytes = 8 << 20,
                                      .user_ticks = 24000,
                                      .system_ticks = 12000,
                                      .threads = 3,
                                      .descriptors = 5,
                                      .path = "/usr/local/bin/worker"};
        return &processes[i];
    }
    abort();
}

void fake_exit(int32_t pid, int32_t wait_status)
{
    fake_process *it = fake_find(pid);
    tell_end(pid, wait_status);
    it->life = FAKE_ZOMBIE;
    it->wait_status = wait_status;
    for (int32_t i = 0; i < MOST_PROCESSES; i++) {
        if (processes[i].parent_pid == pid) {
            processes[i].parent_pid = 1;
        }
    }
}

void fake_reap(int32_t pid)
{
    fake_process *it = fake_find(pid);
    if (it->life != FAKE_ZOMBIE) {
        fake_exit(pid, it->wait_status);
    }
    tell_reaping(pid);
    *it = (fake_process){.pid = 0};
}

void fake_exec(int32_t pid)
{
    fake_find(pid)->version += 1000;
}

void fake_begin(void)
{
    memset(processes, 0, sizeof processes);
    memset(plans, 0, sizeof plans);
    memset(counts, 0, sizeof counts);
    memset(queues, 0, sizeof queues);
    fake_open_descriptors = 0;
    fake_delivered = (fake_delivery){.pid = 0};
    fake = (fake_system){.has_token_signal = true,
                         .has_frequency = true,
                         .identifies_zombies = true,
                         .numerator = 125,
                         .denominator = 3};
    last_id = 0;
    fake_process *kernel = fake_start(0, 0);
    kernel->uid = 0;
    kernel->comm = "kernel_task";
    fake_process *first = fake_start(1, 0);
    first->uid = 0;
    first->comm = "launchd";
    first->forked_by = 0;
    (void)fake_start(FAKE_OWN_PID, 1);
}

/* ---------------------------------------------------------------------------------- proc_info -- */

static void copy_text(char *to, size_t room, const char *text)
{
    size_t length = text == NULL ? 0 : strlen(text);
    memset(to, 0, room);
    memcpy(to, text == NULL ? "" : text, length < room ? length : room);
}

static uint32_t flags_of(const fake_process *it)
{
    return (it->is_traced ? (uint32_t)PROC_FLAG_TRACED : 0) |
           (it->life != FAKE_LIVES ? (uint32_t)PROC_FLAG_INEXIT : 0);
}

static void fill_full(const fake_process *it, struct proc_bsdinfo *out)
{
    *out = (struct proc_bsdinfo){.pbi_flags = flags_of(it),
                                 .pbi_status = (uint32_t)it->state,
                                 .pbi_xstatus = (uint32_t)it->wait_status,
                                 .pbi_pid = (uint32_t)it->pid,
                                 .pbi_ppid = (uint32_t)it->parent_pid,
                                 .pbi_uid = it->uid,
                                 .pbi_pgid = (uint32_t)it->group,
                                 .pbi_start_tvsec = (uint64_t)it->start_us / US_PER_S,
                                 .pbi_start_tvusec = (uint64_t)it->start_us % US_PER_S};
    copy_text(out->pbi_comm, sizeof out->pbi_comm, it->comm);
    copy_text(out->pbi_name, sizeof out->pbi_name, it->name);
}

static void fill_task(const fake_process *it, struct proc_taskinfo *out)
{
    *out = (struct proc_taskinfo){.pti_virtual_size = it->virtual_bytes,
                                  .pti_resident_size = it->resident_bytes,
                                  .pti_total_user = it->user_ticks,
                                  .pti_total_system = it->system_ticks,
                                  .pti_threadnum = it->threads,
                                  .pti_numrunning = it->running};
}

typedef struct unique {
    uint8_t uuid[16];
    uint64_t id, forked_by;
    int32_t version, first_parent_version;
    uint64_t reserved[2];
} unique;

typedef union answer {
    struct proc_taskallinfo all;
    struct proc_bsdinfo full;
    struct proc_bsdshortinfo brief;
    unique who;
} answer;

/* The bytes of the answer; 0 for a flavour that is not known. */
static int32_t fill(const fake_process *it, int flavour, answer *out)
{
    memset(out, 0, sizeof *out);
    switch (flavour) {
    case PROC_PIDTASKALLINFO:
        fill_full(it, &out->all.pbsd);
        fill_task(it, &out->all.ptinfo);
        return sizeof out->all;
    case PROC_PIDTBSDINFO:
        fill_full(it, &out->full);
        return sizeof out->full;
    case PROC_PIDT_SHORTBSDINFO:
        out->brief = (struct proc_bsdshortinfo){.pbsi_pid = (uint32_t)it->pid,
                                                .pbsi_ppid = (uint32_t)it->parent_pid,
                                                .pbsi_pgid = (uint32_t)it->group,
                                                .pbsi_status = (uint32_t)it->state,
                                                .pbsi_flags = flags_of(it),
                                                .pbsi_uid = it->uid};
        copy_text(out->brief.pbsi_comm, sizeof out->brief.pbsi_comm, it->comm);
        return sizeof out->brief;
    case UNIQUE_FLAVOUR:
        out->who =
            (unique){.id = it->id, .forked_by = it->forked_by, .version = (int32_t)it->version};
        return sizeof out->who;
    default:
        return 0;
    }
}

static int fail_with(int error, int result)
{
    errno = error;
    return result;
}

static int list_descriptors(const fake_process *it, void *out, int bytes)
{
    const int each = (int)sizeof(struct proc_fdinfo);
    if (it->uid != FAKE_UID) {
        return fail_with(EPERM, 0);
    }
    if (out == NULL) {
        return (it->descriptors + 20) * each;
    }
    memset(out, 0, (size_t)bytes);
    int length = it->descriptors * each;
    return length < bytes ? length : bytes;
}

int proc_pidinfo(int pid, int flavour, uint64_t arg, void *out, int bytes)
{
    int32_t length = -1;
    if (step(flavour == UNIQUE_FLAVOUR ? FAKE_UNIQUE : FAKE_PIDINFO, &length) != 0) {
        return 0;
    }
    const fake_process *it = fake_find(pid);
    bool is_reached = is_found(it) || (it != NULL && it->life == FAKE_ZOMBIE && arg != 0 &&
                                       fake.identifies_zombies && flavour != PROC_PIDTASKALLINFO);
    if (!is_reached) {
        return fail_with(ESRCH, 0);
    }
    if (flavour == PROC_PIDLISTFDS) {
        return length >= 0 ? length : list_descriptors(it, out, bytes);
    }
    bool is_for_all = flavour == UNIQUE_FLAVOUR || flavour == PROC_PIDT_SHORTBSDINFO;
    if (!is_for_all && it->uid != FAKE_UID) {
        return fail_with(EPERM, 0);
    }
    answer a;
    int32_t full = fill(it, flavour, &a);
    if (full == 0 || bytes < full) {
        return fail_with(full == 0 ? EINVAL : ENOMEM, 0);
    }
    memcpy(out, &a, (size_t)full);
    return length >= 0 ? length : full;
}

int proc_pid_rusage(int pid, int flavour, rusage_info_t *out)
{
    if (fails(FAKE_RUSAGE)) {
        return -1;
    }
    const fake_process *it = fake_find(pid);
    if (it == NULL || it->life == FAKE_LEAVING || flavour != RUSAGE_INFO_V0) {
        return fail_with(ESRCH, -1);
    }
    if (it->uid != FAKE_UID) {
        return fail_with(EPERM, -1);
    }
    struct rusage_info_v0 usage = {.ri_user_time = it->user_ticks,
                                   .ri_system_time = it->system_ticks,
                                   .ri_resident_size = it->resident_bytes,
                                   .ri_phys_footprint = it->footprint_bytes};
    if (it->life == FAKE_ZOMBIE) {
        usage.ri_phys_footprint = 0;
        usage.ri_proc_exit_abstime = 1;
    }
    memcpy(out, &usage, sizeof usage);
    return 0;
}

int proc_pidpath(int pid, void *out, uint32_t bytes)
{
    if (fails(FAKE_PIDPATH)) {
        return 0;
    }
    const fake_process *it = fake_find(pid);
    if (!is_found(it) || it->path == NULL) {
        return fail_with(is_found(it) ? ENOENT : ESRCH, 0);
    }
    copy_text(out, bytes, it->path);
    return (int)strlen(it->path);
}

/* ------------------------------------------------------------------------------------- sysctl -- */

static void fill_kinfo(const fake_process *it, struct kinfo_proc *out)
{
    memset(out, 0, sizeof *out);
    out->kp_proc.p_un.__p_starttime =
        (struct timeval){.tv_sec = it->start_us / US_PER_S, .tv_usec = it->start_us % US_PER_S};
    out->kp_proc.p_flag = (it->is_traced ? P_TRACED : 0) | (it->life != FAKE_LIVES ? P_WEXIT : 0);
    out->kp_proc.p_stat = (char)(it->life == FAKE_ZOMBIE ? SZOMB : it->state);
    out->kp_proc.p_pid = it->pid;
    uint32_t status = (uint32_t)it->wait_status;
    out->kp_proc.p_xstat = (uint16_t)(status < UINT16_MAX ? status : UINT16_MAX);
    copy_text(out->kp_proc.p_comm, 16, it->comm);
    out->kp_eproc.e_ucred.cr_uid = it->uid;
    out->kp_eproc.e_ppid = it->parent_pid;
    out->kp_eproc.e_pgid = it->group;
}

static int tell_one(int32_t pid, void *out, size_t *length)
{
    int32_t cut = -1;
    if (step(FAKE_KINFO, &cut) != 0) {
        return -1;
    }
    const fake_process *it = fake_find(pid);
    size_t full = it == NULL ? 0 : sizeof(struct kinfo_proc);
    if (it != NULL) {
        fill_kinfo(it, out);
    }
    *length = cut >= 0 ? (size_t)cut : full;
    return 0;
}

/* The living first, then the zombies, the newest before the others. */
static int tell_all(void *out, size_t *length)
{
    int32_t cut = -1;
    if (step(out == NULL ? FAKE_KINFO_SIZE : FAKE_KINFO_ALL, &cut) != 0) {
        return -1;
    }
    size_t needed = 0;
    size_t room = out == NULL ? 0 : *length;
    for (int32_t i = 2 * MOST_PROCESSES - 1; i >= 0; i--) {
        const fake_process *it = &processes[i % MOST_PROCESSES];
        bool is_turn = (it->life != FAKE_ZOMBIE) == (i >= MOST_PROCESSES);
        if (it->id == 0 || !is_turn) {
            continue;
        }
        if (needed + sizeof(struct kinfo_proc) <= room) {
            struct kinfo_proc info;
            fill_kinfo(it, &info);
            memcpy((char *)out + needed, &info, sizeof info);
        }
        needed += sizeof(struct kinfo_proc);
    }
    *length = cut >= 0 ? (size_t)cut : needed;
    return out != NULL && needed > room ? fail_with(ENOMEM, -1) : 0;
}

static int tell_arguments(int32_t pid, void *out, size_t *length)
{
    int32_t cut = -1;
    if (step(FAKE_ARGUMENTS, &cut) != 0) {
        return -1;
    }
    const fake_process *it = fake_find(pid);
    if (!is_found(it) || it->uid != FAKE_UID || it->arguments == NULL) {
        return fail_with(EINVAL, -1);
    }
    memcpy(out, it->arguments, it->arguments_length);
    *length = cut >= 0 ? (size_t)cut : it->arguments_length;
    return 0;
}

static int answer_bytes(const void *bytes, size_t count, void *out, size_t *length)
{
    int32_t cut = -1;
    if (step(FAKE_SYSCTL, &cut) != 0) {
        return -1;
    }
    memcpy(out, bytes, count);
    *length = cut >= 0 ? (size_t)cut : fake.is_broken ? 1 : count;
    return 0;
}

int sysctl(int *names, unsigned int count, void *out, size_t *length, void *new, size_t new_length)
{
    (void)new;
    (void)new_length;
    if (names[1] == KERN_PROC) {
        return count == 4 ? tell_one(names[3], out, length) : tell_all(out, length);
    }
    if (names[1] == KERN_PROCARGS2) {
        return tell_arguments(names[2], out, length);
    }
    if (names[1] == KERN_BOOTTIME) {
        const struct timeval boot = {.tv_sec = BEGINNING_US / US_PER_S, .tv_usec = 5};
        return answer_bytes(&boot, sizeof boot, out, length);
    }
    const int most = 1 << 18;
    return answer_bytes(&most, sizeof most, out, length);
}

int sysctlbyname(const char *name, void *out, size_t *length, void *new, size_t new_length)
{
    (void)new;
    (void)new_length;
    static const struct {
        const char *name;
        uint32_t bytes;
        uint64_t number;
    } numbers[] = {
        {"hw.memsize", 8, 16ULL << 30},        {"hw.pagesize", 8, CALLER_PAGE_BYTES},
        {"vm.pagesize", 4, KERNEL_PAGE_BYTES}, {"hw.activecpu", 4, 8},
        {"vm.page_free_count", 4, 1000},       {"vm.page_pageable_external_count", 4, 2000},
        {"vm.page_purgeable_count", 4, 30},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (strcmp(name, numbers[i].name) == 0) {
            return answer_bytes(&numbers[i].number, numbers[i].bytes, out, length);
        }
    }
    if (strcmp(name, "hw.tbfrequency") == 0 && fake.has_frequency) {
        const uint64_t frequency = FAKE_TICKS_PER_SECOND;
        return answer_bytes(&frequency, sizeof frequency, out, length);
    }
    if (strcmp(name, "vm.swapusage") == 0) {
        const struct xsw_usage swap = {.xsu_total = 4ULL << 30, .xsu_avail = 1ULL << 30};
        return answer_bytes(&swap, sizeof swap, out, length);
    }
    if (strcmp(name, "kern.bootsessionuuid") == 0) {
        static const char text[] = "00112233-4455-6677-8899-AABBCCDDEEFF";
        return answer_bytes(text, sizeof text, out, length);
    }
    return fail_with(ENOENT, -1);
}

/* ------------------------------------------------------------------------------------- kqueue -- */

int kqueue(void)
{
    if (fails(FAKE_KQUEUE)) {
        return -1;
    }
    for (int i = 0; i < MOST_QUEUES; i++) {
        if (!queues[i].is_open) {
            queues[i] = (struct queue){.is_open = true};
            fake_open_descriptors++;
            return FIRST_QUEUE + i;
        }
    }
    abort();
}

int fake_close(int descriptor)
{
    queues[descriptor - FIRST_QUEUE].is_open = false;
    fake_open_descriptors--;
    return 0;
}

static int attach(struct queue *q, const struct kevent *change)
{
    if (change->filter == EVFILT_PROC) {
        const fake_process *it = fake_find((int)change->ident);
        if (!is_found(it)) {
            return fail_with(ESRCH, -1);
        }
        if ((change->fflags & NOTE_EXITSTATUS) != 0 && it->uid != FAKE_UID) {
            return fail_with(EACCES, -1);
        }
    }
    for (int32_t i = 0; i < MOST_NOTES; i++) {
        if (!q->notes[i].is_there) {
            q->notes[i] = (note){.is_there = true,
                                 .is_active = (change->fflags & NOTE_TRIGGER) != 0,
                                 .ident = change->ident,
                                 .filter = change->filter,
                                 .flags = change->flags,
                                 .fflags = change->fflags};
            return 0;
        }
    }
    abort();
}

static int apply(struct queue *q, const struct kevent *change)
{
    note *it = find_note(q, change->ident, change->filter);
    if ((change->flags & EV_DELETE) != 0) {
        if (it == NULL) {
            return fail_with(ENOENT, -1);
        }
        it->is_there = false;
        return 0;
    }
    if (it == NULL) {
        return (change->flags & EV_ADD) != 0 ? attach(q, change) : fail_with(ENOENT, -1);
    }
    it->is_active = it->is_active || (change->fflags & NOTE_TRIGGER) != 0;
    return 0;
}

static int take(struct queue *q, struct kevent *events, int room)
{
    int count = 0;
    for (int32_t i = 0; i < MOST_NOTES && count < room; i++) {
        note *it = &q->notes[i];
        if (!is_active(it)) {
            continue;
        }
        bool is_process = it->filter == EVFILT_PROC;
        events[count++] = (struct kevent){.ident = it->ident,
                                          .filter = it->filter,
                                          .flags = it->flags,
                                          .fflags = is_process ? it->told : it->fflags,
                                          .data = it->data};
        uint32_t last = (it->fflags & NOTE_REAP) != 0 ? NOTE_REAP : NOTE_EXIT;
        it->is_there = !is_process || (it->told & last) == 0;
        it->told = 0;
        it->is_active = it->is_active && !is_process && (it->flags & EV_CLEAR) == 0;
    }
    return count;
}

int kevent(int queue, const struct kevent *changes, int change_count, struct kevent *events,
           int event_count, const struct timespec *timeout)
{
    if (fails(FAKE_KEVENT)) {
        return -1;
    }
    if (timeout != NULL && (timeout->tv_sec < 0 || timeout->tv_sec > 100000000)) {
        return fail_with(EINVAL, -1);
    }
    struct queue *q = &queues[queue - FIRST_QUEUE];
    for (int i = 0; i < change_count; i++) {
        if (apply(q, &changes[i]) < 0) {
            return -1;
        }
    }
    int count = take(q, events, event_count);
    if (count == 0 && timeout != NULL) {
        fake_now_ns += (uint64_t)timeout->tv_sec * 1000000000U + (uint64_t)timeout->tv_nsec;
    }
    return count;
}

/* ----------------------------------------------------------------------------------- the rest -- */

uint64_t clock_gettime_nsec_np(int clock)
{
    (void)clock;
    fake_now_ns += 1000;
    return fake_now_ns;
}

int mach_timebase_info(mach_timebase_info_data_t *out)
{
    *out = (mach_timebase_info_data_t){.numer = fake.numerator, .denom = fake.denominator};
    return 0;
}

int fake_getpid(void)
{
    return FAKE_OWN_PID;
}

unsigned int fake_geteuid(void)
{
    return FAKE_UID;
}

int fake_getsid(int pid)
{
    if (fails(FAKE_GETSID)) {
        return -1;
    }
    const fake_process *it = fake_find(pid);
    return is_found(it) ? it->session : fail_with(ESRCH, -1);
}

static int deliver(const fake_process *it, int signal)
{
    if (it->uid != FAKE_UID) {
        return EPERM;
    }
    fake_delivered = (fake_delivery){
        .pid = it->pid, .id = it->id, .signal = signal, .count = fake_delivered.count + 1};
    return 0;
}

int fake_kill(int pid, int signal)
{
    if (fails(FAKE_KILL)) {
        return -1;
    }
    const fake_process *it = fake_find(pid);
    int error = it == NULL ? ESRCH : deliver(it, signal);
    return error == 0 ? 0 : fail_with(error, -1);
}

static int signal_by_token(audit_token_t *token, int signal)
{
    int32_t unused = -1;
    int32_t error = step(FAKE_TOKEN_SIGNAL, &unused);
    const fake_process *it = fake_find((int)token->val[5]);
    if (error != 0 || signal <= 0 || signal >= NSIG) {
        return error != 0 ? error : EINVAL;
    }
    return !is_found(it) || it->version != token->val[7] ? ESRCH : deliver(it, signal);
}

void *fake_dlsym(void *where, const char *name)
{
    (void)where;
    int (*function)(audit_token_t *, int) = signal_by_token;
    void *symbol = NULL;
    if (fake.has_token_signal && strcmp(name, "proc_signal_with_audittoken") == 0) {
        memcpy(&symbol, &function, sizeof symbol);
    }
    return symbol;
}

#undef mmap
void *fake_mmap(void *where, size_t bytes, int protection, int flags, int file, off_t offset)
{
    if (fails(FAKE_MMAP)) {
        return MAP_FAILED;
    }
    fake_mapped++;
    return mmap(where, bytes, protection, flags, file, offset);
}

#undef munmap
int fake_munmap(void *where, size_t bytes)
{
    fake_mapped--;
    return munmap(where, bytes);
}
