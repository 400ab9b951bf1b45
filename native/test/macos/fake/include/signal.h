#ifndef PP_FAKE_SIGNAL_H
#define PP_FAKE_SIGNAL_H

#include_next <signal.h>

int fake_kill(int pid, int signal);

#define kill fake_kill
#undef NSIG
#define NSIG 32

#endif
