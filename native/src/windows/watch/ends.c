#include "ends.h"

#include "hold.h"
#include "kernel.h"
#include "rows.h"
#include "slots.h"
#include "wait.h"

/* The handle of a process that has ended tells its code and all that it used. */
static void read_last(pp__slot *slot)
{
    DWORD code = 0;
    slot->has_exit_status = GetExitCodeProcess(slot->process, &code) != 0;
    slot->exit_status = slot->has_exit_status ? (int32_t)code : 0;
    slot->has_cpu = false;
    if (pp__kernel_has(PP__OWN_TIMES)) {
        pp__snapshot none = {.memory = NULL};
        pp__process process = pp__slot_process(slot);
        pp_sample row = {.pid = slot->pid};
        pp__cpu cpu;
        slot->has_cpu = pp__row_read_cpu(&process, slot->pid, &none, &cpu, &row);
        slot->cpu_ns = cpu.user_ns + cpu.system_ns;
    }
}

void pp__end_begin(pp_watch *w, int32_t index, uint64_t now_ns)
{
    pp__slot *slot = pp__slot_at(w, index);
    pp_watch_figures *figures = &w->head.figures;
    slot->has_cpu = false;
    if (slot->state == PP__SLOT_LOOKED_UP) {
        figures->looked_up--;
    } else {
        read_last(slot);
        pp__slot_release(w, index);
    }
    slot->cpu_ns = slot->has_cpu ? slot->cpu_ns : 0;
    slot->state = PP__SLOT_GONE;
    slot->noticed_at_ns = now_ns;
    figures->ended++;
    figures->exits++;
    pp__undrained_append(w, index);
}

typedef struct noticing {
    pp_watch *watch;
    pp_sample *rows;
} noticing;

static HANDLE handle_of(void *context, int32_t index)
{
    const pp__slot *slot = pp__slot_at(((noticing *)context)->watch, index);
    return slot->state == PP__SLOT_HELD ? slot->process : NULL;
}

static void take_end(void *context, int32_t index)
{
    const noticing *n = context;
    pp__end_begin(n->watch, index, pp_os_now_ns());
    if (n->rows != NULL) {
        /* What the poll has read of it may be of a process that was just ending. */
        pp__row_read(n->watch, index, 0, 0, &n->rows[pp__slot_at(n->watch, index)->row]);
    }
}

/*
 * Whoever ends after the look is told of anew, for the event is lowered before it. Those who are found
 * may have raised it after that, and are done telling now: so it is looked until nobody is found.
 */
void pp__watch_notice(pp_watch *w, pp_sample *rows)
{
    noticing n = {.watch = w, .rows = rows};
    uint64_t exits_before;
    do {
        exits_before = w->head.figures.exits;
        (void)ResetEvent(w->ended);
        if (w->head.figures.kept_pidfd > 0) {
            pp__wait_for_none(w->used_slots, handle_of, take_end, &n);
        }
    } while (w->head.figures.exits != exits_before);
}

void pp__ends_tell(const pp_watch *w)
{
    if (w->head.figures.undrained > 0) {
        (void)SetEvent(w->undrained_told);
    } else {
        (void)ResetEvent(w->undrained_told);
    }
}
