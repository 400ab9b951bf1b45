#include "parents.h"

#include "calls.h"
#include "wait.h"

static int32_t find(pp_watch *w, int32_t pid)
{
    int32_t parent = *pp__parent_bucket(w, pid);
    while (parent != PP__NO_INDEX && pp__parent_at(w, parent)->pid != pid) {
        parent = pp__parent_at(w, parent)->next;
    }
    return parent;
}

/* There is always room: no slot has more than one parent. */
static int32_t take(pp_watch *w, int32_t pid, const pp__process *process)
{
    int32_t parent = w->free_parent;
    if (parent != PP__NO_INDEX) {
        w->free_parent = pp__parent_at(w, parent)->next;
    } else {
        parent = w->used_parents++;
    }
    int32_t *bucket = pp__parent_bucket(w, pid);
    *pp__parent_at(w, parent) = (pp__parent){
        .pid = pid, .created = process->created, .process = process->handle, .next = *bucket};
    *bucket = parent;
    w->head.figures.parents++;
    return parent;
}

/* Once its handle is closed its PID may be that of another process, so nobody finds it any more. */
static void let_go(pp_watch *w, int32_t parent)
{
    pp__parent *it = pp__parent_at(w, parent);
    int32_t *link = pp__parent_bucket(w, it->pid);
    while (*link != parent) {
        link = &pp__parent_at(w, *link)->next;
    }
    *link = it->next;
    (void)CloseHandle(it->process);
    it->process = NULL;
    w->head.figures.parents--;
}

static int32_t hold(pp_watch *w, int32_t pid, uint64_t child_created)
{
    pp__process process;
    DWORD error = ERROR_SUCCESS;
    if (!pp__watch_has_room(w) || pp__process_open(pid, 0, &process, &error) != PP_OK) {
        return PP__NO_INDEX;
    }
    /* Between the reading of the number and this it may have ended and another one have begun. */
    if (!process.can_wait || pp__process_has_ended(&process) ||
        !pp__process_may_be_parent(pid, process.created, child_created)) {
        pp__process_close(&process);
        return PP__NO_INDEX;
    }
    return take(w, pid, &process);
}

void pp__parent_attach(pp_watch *w, int32_t index)
{
    pp__slot *slot = pp__slot_at(w, index);
    pp__process process = pp__slot_process(slot);
    DWORD error = ERROR_SUCCESS;
    int32_t pid = 0;
    w->head.figures.parent_readings++;
    if (pp__process_first_parent(&process, slot->pid, &w->snapshot, &pid, &error) != PP_OK) {
        return;
    }
    slot->is_parentless = pid == 0;
    if (pid == 0) {
        return;
    }
    int32_t parent = find(w, pid);
    if (parent == PP__NO_INDEX) {
        parent = hold(w, pid, slot->created);
    }
    slot->parent = parent;
    if (parent != PP__NO_INDEX) {
        pp__parent_at(w, parent)->children++;
    }
}

void pp__parent_detach(pp_watch *w, int32_t index)
{
    pp__slot *slot = pp__slot_at(w, index);
    int32_t parent = slot->parent;
    slot->parent = PP__NO_INDEX;
    if (parent == PP__NO_INDEX || --pp__parent_at(w, parent)->children > 0) {
        return;
    }
    pp__parent *it = pp__parent_at(w, parent);
    if (it->process != NULL) {
        let_go(w, parent);
    }
    it->next = w->free_parent;
    w->free_parent = parent;
}

static HANDLE handle_of(void *context, int32_t index)
{
    return pp__parent_at(context, index)->process;
}

static void take_end(void *context, int32_t index)
{
    let_go(context, index);
}

void pp__parents_notice(pp_watch *w)
{
    if (w->head.figures.parents > 0) {
        pp__wait_for_none(w->used_parents, handle_of, take_end, w);
    }
}

void pp__parent_take(pp_watch *w, int32_t index, pp_sample *out)
{
    pp__slot *slot = pp__slot_at(w, index);
    if (slot->parent != PP__NO_INDEX) {
        const pp__parent *parent = pp__parent_at(w, slot->parent);
        out->parent_pid = parent->process != NULL ? parent->pid : 0;
    } else if (!slot->is_parentless) {
        pp__process process = pp__slot_process(slot);
        DWORD error = ERROR_SUCCESS;
        w->head.figures.parent_readings++;
        int32_t status =
            pp__process_first_parent(&process, slot->pid, &w->snapshot, &out->parent_pid, &error);
        if (status != PP_OK) {
            pp__row_note_refusal(out, PP_CALL_READ, (int32_t)error);
            return;
        }
        slot->is_parentless = out->parent_pid == 0;
    }
    out->valid |= PP_FIELD_PARENT;
}

void pp__parents_begin(pp_watch *w)
{
    for (int32_t i = 0; i < w->head.figures.capacity; i++) {
        *((int32_t *)(void *)pp__parent_at(w, w->head.figures.capacity) + i) = PP__NO_INDEX;
    }
}

void pp__parents_move(pp_watch *from, pp_watch *to)
{
    pp__parents_begin(to);
    for (int32_t i = 0; i < from->used_parents; i++) {
        pp__parent *parent = pp__parent_at(to, i);
        *parent = *pp__parent_at(from, i);
        if (parent->children > 0 && parent->process != NULL) {
            int32_t *bucket = pp__parent_bucket(to, parent->pid);
            parent->next = *bucket;
            *bucket = i;
        }
    }
}
