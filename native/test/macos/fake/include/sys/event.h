#ifndef PP_FAKE_SYS_EVENT_H
#define PP_FAKE_SYS_EVENT_H

#include <stdint.h>
#include <time.h>

#define EVFILT_READ (-1)
#define EVFILT_PROC (-5)
#define EVFILT_USER (-10)

#define EV_ADD 0x0001
#define EV_DELETE 0x0002
#define EV_CLEAR 0x0020

#define NOTE_TRIGGER 0x01000000
#define NOTE_EXIT 0x80000000U
#define NOTE_EXITSTATUS 0x04000000
#define NOTE_REAP 0x10000000

struct kevent {
    uintptr_t ident;
    int16_t filter;
    uint16_t flags;
    uint32_t fflags;
    intptr_t data;
    void *udata;
};

int kqueue(void);
int kevent(int queue, const struct kevent *changes, int change_count, struct kevent *events,
           int event_count, const struct timespec *timeout);

#endif
