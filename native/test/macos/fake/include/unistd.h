/*
 * What Linux has by the same names, and would answer of Linux.
 */
#ifndef PP_FAKE_UNISTD_H
#define PP_FAKE_UNISTD_H

#include_next <unistd.h>

int fake_close(int descriptor);
int fake_getpid(void);
unsigned int fake_geteuid(void);
int fake_getsid(int pid);

#define close fake_close
#define getpid fake_getpid
#define geteuid fake_geteuid
#define getsid fake_getsid

#endif
