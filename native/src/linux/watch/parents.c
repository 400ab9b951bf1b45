#include "parents.h"

#include "descriptors.h"
#include "kernel.h"
#include "process.h"
#include "procfs.h"
#include "sys.h"

/* How often a parent may change while it is being read. */
enum { MOST_TRIES = 8 };

/* ------------------------------------------------------------------------- table of parents -- */

static int32_t find(pp_watch *w, int32_t pid)
{
    int32_t parent = *pp__parent_bucket(w, pid);
    while (parent != PP__NO_INDEX && pp__parent_at(w, parent)->pid != pid) {
        parent = pp__parent_at(w, parent)->next;
    }
    return parent;
}

/* There is always room: no slot has more than one parent, and one is in the making at most. */
static int32_t take(pp_watch *w, int32_t pid, int32_t pidfd)
{
    int32_t parent = w->free_parent;
    if (parent != PP__NO_INDEX) {
        w->free_parent = pp__parent_at(w, parent)->next;
    } else {
        parent = w->used_parents++;
    }
    int32_t *bucket = pp__parent_bucket(w, pid);
    *pp__parent_at(w, parent) =
        (pp__parent){.pid = pid, .pidfd = pidfd, .first_child = PP__NO_INDEX, .next = *bucket};
    *bucket = parent;
    w->head.figures.parents++;
    return parent;
}

static void drop(pp_watch *w, int32_t parent)
{
    pp__parent *it = pp__parent_at(w, parent);
    pp__descriptors_silence(w, it->pidfd);
    pp__sys_close(it->pidfd);
    int32_t *link = pp__parent_bucket(w, it->pid);
    while (*link != parent) {
        link = &pp__parent_at(w, *link)->next;
    }
    *link = it->next;
    it->first_child = PP__NO_INDEX;
    it->next = w->free_parent;
    w->free_parent = parent;
    w->head.figures.parents--;
}

static void drop_childless(pp_watch *w, int32_t parent)
{
    if (pp__parent_at(w, parent)->first_child == PP__NO_INDEX) {
        drop(w, parent);
    }
}

/* A new entry with a pidfd of its own, or PP__NO_INDEX. */
static int32_t hold(pp_watch *w, int32_t pid)
{
    int32_t pidfd = pp__descriptors_open_parent(w, pid);
    if (pidfd < 0) {
        return PP__NO_INDEX;
    }
    int32_t parent = take(w, pid, pidfd);
    if (pp__sys_epoll_add(w->epoll, pidfd, pp__parent_event(parent)) < 0) {
        drop(w, parent);
        return PP__NO_INDEX;
    }
    return parent;
}

/* -------------------------------------------------------------------------- reading a parent -- */

/* By number, and so of this process only when it has not been reaped after. */
static int32_t read_from_stat(const pp__slot *slot, int32_t *parent_pid)
{
    pp__path path = pp__path_of(slot->pid, "stat");
    pp__stat stat;
    int32_t error = pp__process_read_stat_at(path.text, &stat);
    if (error == 0) {
        error = pp__process_is_unreaped(slot->pidfd);
    }
    *parent_pid = stat.parent_pid;
    return error;
}

static int32_t read_parent(pp_watch *w, const pp__slot *slot, int32_t *parent_pid)
{
    w->head.figures.parent_readings++;
    if (pp__watch_has(w, PP__PIDFD_INFO)) {
        pp__pidfd_info info;
        if (pp__sys_pidfd_info(slot->pidfd, &info) >= 0) {
            *parent_pid = (int32_t)info.ppid;
            return 0;
        }
        /* Also the answer for a parent outside of our PID namespace, see query.c read_info(). */
    }
    return read_from_stat(slot, parent_pid);
}

/* ------------------------------------------------------------------------------- attachment -- */

static void link_child(pp_watch *w, int32_t parent, int32_t index)
{
    pp__slot *slot = pp__slot_at(w, index);
    pp__parent *it = pp__parent_at(w, parent);
    slot->parent = parent;
    slot->previous_sibling = PP__NO_INDEX;
    slot->next_sibling = it->first_child;
    if (it->first_child != PP__NO_INDEX) {
        pp__slot_at(w, it->first_child)->previous_sibling = index;
    }
    it->first_child = index;
}

static void unlink_child(pp_watch *w, int32_t index)
{
    pp__slot *slot = pp__slot_at(w, index);
    if (slot->previous_sibling == PP__NO_INDEX) {
        pp__parent_at(w, slot->parent)->first_child = slot->next_sibling;
    } else {
        pp__slot_at(w, slot->previous_sibling)->next_sibling = slot->next_sibling;
    }
    if (slot->next_sibling != PP__NO_INDEX) {
        pp__slot_at(w, slot->next_sibling)->previous_sibling = slot->previous_sibling;
    }
    slot->parent = PP__NO_INDEX;
}

/*
 * The entry of the process that is the parent now, or PP__NO_INDEX with *is_changing telling
 * whether to try again. A parent that lives after its child has named it held that number when it
 * was named: it is the one, whether its pidfd is an old one or was opened before the child was
 * asked a second time.
 */
static int32_t find_or_hold(pp_watch *w, const pp__slot *slot, bool *is_changing)
{
    int32_t pid = slot->parent_pid;
    int32_t parent = find(w, pid);
    bool is_same = true;
    if (parent == PP__NO_INDEX) {
        parent = hold(w, pid);
        int32_t again = 0;
        if (parent == PP__NO_INDEX) {
            return PP__NO_INDEX;
        }
        is_same = read_parent(w, slot, &again) == 0 && again == pid;
    }
    if (is_same && pp__sys_pidfd_has_exited(pp__parent_at(w, parent)->pidfd) == 0) {
        return parent;
    }
    drop_childless(w, parent);
    *is_changing = true;
    return PP__NO_INDEX;
}

void pp__parent_attach(pp_watch *w, int32_t index)
{
    pp__slot *slot = pp__slot_at(w, index);
    bool is_changing = true;
    for (int32_t tries = 0; is_changing && tries < MOST_TRIES; tries++) {
        is_changing = false;
        slot->has_parent = read_parent(w, slot, &slot->parent_pid) == 0;
        if (slot->has_parent && slot->parent_pid > 0) {
            int32_t parent = find_or_hold(w, slot, &is_changing);
            if (parent != PP__NO_INDEX) {
                link_child(w, parent, index);
            }
        }
    }
    if (slot->parent == PP__NO_INDEX) {
        w->head.figures.parents_each_poll++;
    }
}

void pp__parent_detach(pp_watch *w, int32_t index)
{
    int32_t parent = pp__slot_at(w, index)->parent;
    if (parent == PP__NO_INDEX) {
        w->head.figures.parents_each_poll--;
    } else {
        unlink_child(w, index);
        drop_childless(w, parent);
    }
}

void pp__parent_has_ended(pp_watch *w, int32_t parent, pp_sample *rows)
{
    /* First all are taken out and the entry is gone, so that none of them finds it again. */
    int32_t first = pp__parent_at(w, parent)->first_child;
    for (int32_t i = first; i != PP__NO_INDEX; i = pp__slot_at(w, i)->next_sibling) {
        pp__slot_at(w, i)->parent = PP__NO_INDEX;
    }
    drop(w, parent);
    while (first != PP__NO_INDEX) {
        pp__slot *slot = pp__slot_at(w, first);
        int32_t next = slot->next_sibling;
        pp__parent_attach(w, first);
        if (rows != NULL && slot->row != PP__NO_INDEX) {
            pp_sample *row = &rows[slot->row];
            row->parent_pid = slot->has_parent ? slot->parent_pid : 0;
            row->valid = (row->valid & ~PP_FIELD_PARENT) |
                         (slot->has_parent && row->status == PP_OK ? PP_FIELD_PARENT : 0);
        }
        first = next;
    }
}
