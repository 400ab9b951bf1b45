/*
 * What is taken away in a way of variants.h. What depends on pidfds goes with them: no kernel has it
 * without.
 */
WAY("no pidfd", PP__PIDFD | PP__PIDFS | PP__PIDFD_INFO | PP__EXIT_INFO)
WAY("no pidfs", PP__PIDFS)
WAY("no PIDFD_GET_INFO", PP__PIDFD_INFO | PP__EXIT_INFO)
WAY("no exit status of the reaped", PP__EXIT_INFO)
WAY("no CPU clock", PP__CPU_CLOCK)
WAY("no statx", PP__STATX)
WAY("no epoll", PP__EPOLL)
WAY("no pidfs and no PIDFD_GET_INFO", PP__PIDFS | PP__PIDFD_INFO | PP__EXIT_INFO)
WAY("/proc alone", PP__ALL_FEATURES & ~(uint32_t)(PP__STATX | PP__EPOLL))
