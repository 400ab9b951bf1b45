#include "descriptors.h"

#include "sys.h"

/* Of the soft limit. */
enum { DEFAULT_SHARE = 4 };

int32_t pp__descriptors_default_budget(void)
{
    uint64_t limit = 0;
    if (pp__sys_descriptor_limit(&limit) < 0) {
        return 0;
    }
    return limit / DEFAULT_SHARE < INT32_MAX ? (int32_t)(limit / DEFAULT_SHARE) : INT32_MAX;
}

bool pp__descriptors_have_room(const pp_watch *w)
{
    const pp_watch_figures *figures = &w->head.figures;
    return figures->kept_pidfd + figures->kept_statm + figures->parents <
           figures->descriptor_budget;
}

/* Gives up one kept statm, of every slot in its turn. False when there is none. */
static bool give_up_statm(pp_watch *w)
{
    if (w->head.figures.kept_statm == 0) {
        return false;
    }
    pp__slot *slot = NULL;
    do {
        w->next_eviction = w->next_eviction + 1 < w->used_slots ? w->next_eviction + 1 : 0;
        slot = pp__slot_at(w, w->next_eviction);
    } while (slot->state == PP__SLOT_FREE || slot->statm_file == PP__NO_DESCRIPTOR);
    pp__descriptors_drop_statm(w, slot);
    w->head.figures.evictions++;
    return true;
}

static bool is_out_of_descriptors(int32_t error)
{
    return error == -PP_EMFILE || error == -PP_ENFILE;
}

int32_t pp__descriptors_open_pidfd(pp_watch *w, int32_t pid)
{
    if (!pp__descriptors_have_room(w) && !give_up_statm(w)) {
        return -PP_EMFILE;
    }
    int32_t pidfd = pp__sys_pidfd_open(pid);
    if (is_out_of_descriptors(pidfd) && give_up_statm(w)) {
        pidfd = pp__sys_pidfd_open(pid);
    }
    return pidfd;
}

int32_t pp__descriptors_open_parent(const pp_watch *w, int32_t pid)
{
    return pp__descriptors_have_room(w) ? pp__sys_pidfd_open(pid) : -PP_EMFILE;
}

void pp__descriptors_drop_statm(pp_watch *w, pp__slot *slot)
{
    if (slot->statm_file != PP__NO_DESCRIPTOR) {
        pp__sys_close(slot->statm_file);
        slot->statm_file = PP__NO_DESCRIPTOR;
        w->head.figures.kept_statm--;
    }
}

void pp__descriptors_silence(pp_watch *w, int32_t pidfd)
{
    /*
     * Not left to the closing: a child that was forked meanwhile and has not run its program yet
     * holds a copy, and as long as there is one, epoll goes on telling of it (epoll(7), questions
     * and answers).
     */
    (void)pp__sys_epoll_remove(w->epoll, pidfd);
}

void pp__descriptors_drop_pidfd(pp_watch *w, pp__slot *slot)
{
    if (slot->pidfd != PP__NO_DESCRIPTOR) {
        pp__descriptors_silence(w, slot->pidfd);
        pp__sys_close(slot->pidfd);
        slot->pidfd = PP__NO_DESCRIPTOR;
        w->head.figures.kept_pidfd--;
    }
}
