// Memory, CPU time and parent of known processes by gopsutil. See ../README.md.
package main

import (
	"fmt"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/shirou/gopsutil/v4/process"
	"golang.org/x/sys/unix"
)

const module = "github.com/shirou/gopsutil/v4"

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return value
}

func poll(processes []*process.Process) {
	for _, one := range processes {
		must(one.MemoryInfo())
		must(one.Times())
		must(one.Ppid())
	}
}

func cpuNanos() int64 {
	var cpu unix.Timespec
	must(0, unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &cpu))
	return cpu.Nano()
}

func version() string {
	info, _ := debug.ReadBuildInfo()
	for _, dependency := range info.Deps {
		if dependency.Path == module {
			return dependency.Version
		}
	}
	return "of unknown version"
}

func main() {
	duration := time.Duration(must(strconv.Atoi(os.Args[1]))) * time.Millisecond
	var processes []*process.Process
	for _, argument := range os.Args[2:] {
		pid := must(strconv.ParseInt(argument, 10, 32))
		processes = append(processes, must(process.NewProcess(int32(pid))))
	}
	runtime.LockOSThread() // The CPU time below is that of a thread.
	best := int64(math.MaxInt64)
	for begun := time.Now(); best == math.MaxInt64 || time.Since(begun) < duration; {
		roundBegun := cpuNanos()
		poll(processes)
		best = min(best, cpuNanos()-roundBegun)
	}
	fmt.Printf("gopsutil %s (Go)\t%d\n", version(), best/int64(len(processes)))
}
