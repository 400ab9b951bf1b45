#ifndef PP_FAKE_SYS_PROC_H
#define PP_FAKE_SYS_PROC_H

#define SIDL 1
#define SRUN 2
#define SSLEEP 3
#define SSTOP 4
#define SZOMB 5

#define P_TRACED 0x00000800
#define P_WEXIT 0x00002000

#endif
