/* What is taken away in a way of variants.h. */
WAY("no hw.tbfrequency", PP__TICK_FREQUENCY)
WAY("no proc_pid_rusage", PP__FOOTPRINT)
WAY("no proc_signal_with_audittoken", PP__TOKEN_SIGNAL)
