#include "kernel.h"

#include "apple.h"
#include "parse/kinfo.h"
#include "parse/ticks.h"
#include "pp_internal.h"

#include <dlfcn.h>
#include <mach/mach_time.h>
#include <mach/message.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { NS_PER_US = 1000 };

/* ------------------------------------------------------------------------------------- ticks -- */

static _Atomic uint64_t ticks_per_second;
static _Atomic uint64_t timebase_parts; /* numerator and denominator of mach_timebase_info() */

static int32_t find_frequency(void)
{
    uint64_t frequency = 0;
    size_t length = sizeof frequency;
    if (sysctlbyname("hw.tbfrequency", &frequency, &length, NULL, 0) != 0) {
        return errno;
    }
    if (length != sizeof frequency || frequency == 0) {
        return ENOENT;
    }
    atomic_store_explicit(&ticks_per_second, frequency, memory_order_relaxed);
    return 0;
}

static uint64_t timebase_info(void)
{
    uint64_t parts = atomic_load_explicit(&timebase_parts, memory_order_relaxed);
    if (parts == 0) {
        mach_timebase_info_data_t info = {.numer = 0};
        (void)mach_timebase_info(&info);
        parts = (uint64_t)info.numer << 32 | info.denom;
        atomic_store_explicit(&timebase_parts, parts, memory_order_relaxed);
    }
    return parts;
}

static pp__timebase timebase(void)
{
    uint64_t frequency = pp__kernel_has(PP__TICK_FREQUENCY)
                           ? atomic_load_explicit(&ticks_per_second, memory_order_relaxed)
                           : 0;
    uint64_t parts = frequency != 0 ? 0 : timebase_info();
    return pp__timebase_of(frequency, (uint32_t)(parts >> 32), (uint32_t)parts);
}

uint64_t pp__kernel_ns_of_ticks(uint64_t ticks)
{
    return pp__ticks_to_ns(timebase(), ticks);
}

uint64_t pp__kernel_ticks_per_second(void)
{
    const pp__timebase base = timebase();
    return (uint64_t)PP__NS_PER_S * base.denominator / base.numerator;
}

/* ----------------------------------------------------------------------------------- signals -- */

typedef int signal_function(audit_token_t *token, int signal);

/* Where an audit token has the PID and its version: libbsm's audit_token_to_pid(), _pidversion(). */
enum { TOKEN_PID = 5, TOKEN_VERSION = 7 };
_Static_assert(sizeof(audit_token_t) == 32, "audit_token_t is 32 bytes");

static _Atomic(signal_function *) send_signal;

/* The symbol is newer than the oldest system that is served. dlsym() takes locks, so it is asked once. */
static int32_t find_signal(void)
{
    void *symbol = dlsym(RTLD_DEFAULT, "proc_signal_with_audittoken");
    signal_function *function = NULL; /* of which dlsym() gives none */
    _Static_assert(sizeof function == sizeof symbol, "a symbol is as wide as a function");
    memcpy(&function, &symbol, sizeof function);
    atomic_store_explicit(&send_signal, function, memory_order_relaxed);
    return function != NULL ? 0 : ENOSYS;
}

int32_t pp__kernel_signal(int32_t pid, uint32_t version, int32_t signal)
{
    if (!pp__kernel_has(PP__TOKEN_SIGNAL)) {
        return ENOSYS;
    }
    signal_function *send = atomic_load_explicit(&send_signal, memory_order_relaxed);
    audit_token_t token = {.val = {0}};
    token.val[TOKEN_PID] = (unsigned int)pid;
    token.val[TOKEN_VERSION] = version;
    return send(&token, signal);
}

/* ---------------------------------------------------------------------------------- features -- */

static int32_t check_footprint(void)
{
    struct rusage_info_v0 usage;
    rusage_info_t *out = (rusage_info_t *)(void *)&usage;
    return proc_pid_rusage(getpid(), RUSAGE_INFO_V0, out) == 0 ? 0 : errno;
}

bool pp__kernel_try(int32_t *errors)
{
    errors[0] = find_frequency();
    errors[1] = check_footprint();
    errors[2] = find_signal();
    return true;
}

/* ------------------------------------------------------------------------------------- times -- */

static _Atomic int64_t boot_time_ns;

int64_t pp__kernel_boot_time_ns(void)
{
    int64_t ns = atomic_load_explicit(&boot_time_ns, memory_order_relaxed);
    if (ns != 0) {
        return ns;
    }
    int names[] = {CTL_KERN, KERN_BOOTTIME};
    struct timeval time = {.tv_sec = 0};
    size_t length = sizeof time;
    if (sysctl(names, 2, &time, &length, NULL, 0) == 0 && length == sizeof time) {
        ns = pp__parse_time_us(time.tv_sec, time.tv_usec) * NS_PER_US;
        atomic_store_explicit(&boot_time_ns, ns, memory_order_relaxed);
    }
    return ns;
}

/* The clock behind System.nanoTime(): mach_absolute_time(), which stands still while it sleeps. */
uint64_t pp_os_now_ns(void)
{
    return clock_gettime_nsec_np(CLOCK_UPTIME_RAW);
}
