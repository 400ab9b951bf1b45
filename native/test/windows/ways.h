/* What is taken away in a way of variants.h. */
WAY("no NtQuerySystemInformation", PP__BULK)
WAY("no NtQueryInformationProcess", PP__NT_PROCESS | PP__COMMAND_LINE)
WAY("no GetProcessTimes", PP__OWN_TIMES)
WAY("no QueryProcessCycleTime", PP__CYCLES)
