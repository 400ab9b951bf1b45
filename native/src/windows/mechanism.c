/*
 * Which mechanism serves which query here, in the words of the header.
 */
#include "kernel.h"
#include "nt.h"
#include "pp_internal.h"
#include "text.h"

typedef struct mechanism {
    const char *serves;
    const char *first_choice;
    uint32_t needs; /* features */
    const char *fallback;
} mechanism;

static const mechanism MECHANISMS[] = {
    {"identity", "creation time", 0, ""},
    {"liveness", "wait for the process's handle", 0, ""},
    {"parent", "NtQueryInformationProcess", PP__NT_PROCESS, "list of all processes"},
    {"CPU time", "GetProcessTimes", PP__OWN_TIMES, "list of all processes"},
    {"memory", "K32GetProcessMemoryInfo", 0, ""},
    {"virtual memory", "NtQueryInformationProcess", PP__NT_PROCESS, "none"},
    {"command line", "NtQueryInformationProcess", PP__COMMAND_LINE, "none"},
    {"list of all processes", "NtQuerySystemInformation", PP__BULK, "Toolhelp32"},
    {"threads and state", "NtQuerySystemInformation", PP__BULK, "Toolhelp32, threads alone"},
    {"table", "NtQuerySystemInformation", PP__BULK, "Toolhelp32 and each process's handle"},
    {"processes that may not be opened", "NtQuerySystemInformation", PP__BULK, "none"},
    {"exit status", "held handle", 0, ""},
    {"watch: exits", "handles, 64 to a call", 0, ""},
    {"watch: wait for exits", "registered waits", 0, ""},
    {"watch: idle processes", "cycle time stood still", PP__CYCLES, "none: memory is always read"},
    {"terminate", "none: Windows has no such request", 0, ""},
};

enum { MECHANISM_COUNT = (int32_t)(sizeof MECHANISMS / sizeof MECHANISMS[0]) };

/* Of two that are missing, the CPU time falls back to none. */
static const char *used(const mechanism *m, uint32_t features)
{
    if ((m->needs & ~features) == 0) {
        return m->first_choice;
    }
    bool is_lost = m->needs == PP__OWN_TIMES && (features & PP__BULK) == 0;
    return is_lost ? "none" : m->fallback;
}

static void append_hex(pp__text *text, uint32_t number)
{
    pp__text_append(text, "0x");
    for (int32_t shift = 28; shift >= 0; shift -= 4) {
        const uint8_t digit = (uint8_t) "0123456789abcdef"[number >> shift & 0xf];
        pp__text_append_bytes(text, &digit, 1);
    }
}

static void append_reason(pp__text *text, uint32_t feature)
{
    const char *wine = pp__kernel_wine_version();
    if (feature == PP__OWN_TIMES && wine != NULL) {
        pp__text_append(text, "Wine ");
        pp__text_append(text, wine);
        pp__text_append(text, " answers with the CPU time of whoever asks");
        return;
    }
    int32_t error = pp__kernel_feature_error(feature);
    if (feature == PP__COMMAND_LINE && error == PP__NT_NO_SUCH_CLASS) {
        pp__text_append(text, "Windows 8.1+ has it");
        return;
    }
    pp__text_append(text, "the system answers ");
    append_hex(text, (uint32_t)error);
}

int32_t pp_os_system_mechanism(int32_t index, uint8_t *text, int32_t capacity)
{
    if (index >= MECHANISM_COUNT) {
        return PP_NOT_FOUND;
    }
    const mechanism *m = &MECHANISMS[index];
    uint32_t features = pp__kernel_features();
    pp__text out = pp__text_into(text, capacity);
    pp__text_append(&out, m->serves);
    pp__text_append(&out, "\n");
    pp__text_append(&out, used(m, features));
    pp__text_append(&out, "\n");
    pp__text_append(&out, m->first_choice);
    pp__text_append(&out, "\n");
    if ((m->needs & ~features) != 0) {
        append_reason(&out, m->needs);
    }
    return pp__text_result(&out);
}
