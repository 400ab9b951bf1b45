/*
 * Which mechanism serves which query here, in the words of the header.
 */
#include "kernel.h"
#include "pp_internal.h"
#include "text.h"

typedef struct mechanism {
    const char *serves;
    const char *first_choice;
    uint32_t needs; /* a feature */
    const char *fallback;
} mechanism;

static const mechanism MECHANISMS[] = {
    {"identity", "unique id of proc_pidinfo", 0, ""},
    {"liveness", "proc_pidinfo; KERN_PROC_PID of who has exited", 0, ""},
    {"parent", "proc_pidinfo", 0, ""},
    {"CPU time", "proc_pidinfo in Mach ticks", 0, ""},
    {"CPU time: unit", "hw.tbfrequency", PP__TICK_FREQUENCY, "mach_timebase_info"},
    {"CPU time of zombies", "proc_pid_rusage", PP__FOOTPRINT, "none"},
    {"memory", "proc_pidinfo", 0, ""},
    {"private memory", "physical footprint of proc_pid_rusage", PP__FOOTPRINT, "none"},
    {"command line and environment", "KERN_PROCARGS2", 0, ""},
    {"list of all processes", "KERN_PROC_ALL", 0, ""},
    {"table", "KERN_PROC_ALL and proc_pidinfo of each", 0, ""},
    {"processes of other users", "short record of proc_pidinfo and KERN_PROC_PID", 0, ""},
    {"exit status", "NOTE_EXITSTATUS; KERN_PROC_PID of a zombie", 0, ""},
    {"watch: exits", "kqueue, NOTE_EXIT", 0, ""},
    {"watch: idle processes", "CPU time stood still", 0, ""},
    {"signal", "proc_signal_with_audittoken", PP__TOKEN_SIGNAL, "kill after the check"},
};

enum { MECHANISM_COUNT = (int32_t)(sizeof MECHANISMS / sizeof MECHANISMS[0]) };

static void append_reason(pp__text *text, uint32_t feature)
{
    if (feature == PP__TOKEN_SIGNAL) {
        pp__text_append(text, "macOS 14.2+ has it");
        return;
    }
    pp__text_append(text, "the system answers errno ");
    pp__text_append_number(text, (uint64_t)pp__kernel_feature_error(feature));
}

int32_t pp_os_system_mechanism(int32_t index, uint8_t *text, int32_t capacity)
{
    if (index >= MECHANISM_COUNT) {
        return PP_NOT_FOUND;
    }
    const mechanism *m = &MECHANISMS[index];
    bool is_there = (m->needs & ~pp__kernel_features()) == 0;
    pp__text out = pp__text_into(text, capacity);
    pp__text_append(&out, m->serves);
    pp__text_append(&out, "\n");
    pp__text_append(&out, is_there ? m->first_choice : m->fallback);
    pp__text_append(&out, "\n");
    pp__text_append(&out, m->first_choice);
    pp__text_append(&out, "\n");
    if (!is_there) {
        append_reason(&out, m->needs);
    }
    return pp__text_result(&out);
}
