"""Memory, CPU time and parent of known processes by psutil. See ../README.md."""

import sys
import time

import psutil

NANOS_PER_MILLI = 1_000_000


def poll(processes):
    for process in processes:
        # One reading of each file for all that follows, as psutil's documentation advises.
        with process.oneshot():
            process.memory_info()
            process.cpu_times()
            process.ppid()


def main():
    millis, *pids = (int(argument) for argument in sys.argv[1:])
    processes = [psutil.Process(pid) for pid in pids]
    best = None
    end = time.monotonic_ns() + millis * NANOS_PER_MILLI
    while best is None or time.monotonic_ns() < end:
        begun = time.thread_time_ns()
        poll(processes)
        nanos = time.thread_time_ns() - begun
        best = nanos if best is None else min(best, nanos)
    print(f"psutil {psutil.__version__} oneshot (Python)\t{best / len(processes):.0f}")


main()
