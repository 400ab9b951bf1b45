//! Memory, CPU time and parent of known processes by sysinfo and by procfs. See ../README.md.

use procfs::process::Process;
use rustix::time::{clock_gettime, ClockId};
use std::hint::black_box;
use std::time::{Duration, Instant};
use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System};

/// CPU time of this thread.
fn cpu_nanos() -> i64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec * 1_000_000_000 + time.tv_nsec
}

/// Nanoseconds of CPU time in the best round.
fn measure(duration: Duration, mut round: impl FnMut()) -> i64 {
    let mut best = i64::MAX;
    let begun = Instant::now();
    while best == i64::MAX || begun.elapsed() < duration {
        let round_begun = cpu_nanos();
        round();
        best = best.min(cpu_nanos() - round_begun);
    }
    best
}

fn by_sysinfo(duration: Duration, pids: &[u32]) -> i64 {
    let pids: Vec<Pid> = pids.iter().map(|&pid| Pid::from_u32(pid)).collect();
    let wanted = ProcessRefreshKind::nothing()
        .with_memory()
        .with_cpu()
        .without_tasks();
    let mut system = System::new().expect("the system can be read");
    measure(duration, || {
        system.refresh_processes_specifics(ProcessesToUpdate::Some(&pids), false, wanted);
        for pid in &pids {
            let process = system.process(*pid).expect("the process lives");
            black_box((
                process.memory(),
                process.accumulated_cpu_time(),
                process.parent(),
            ));
        }
    })
}

fn by_procfs(duration: Duration, pids: &[u32]) -> i64 {
    let processes: Vec<Process> = pids
        .iter()
        .map(|&pid| Process::new(pid as i32).expect("the process lives"))
        .collect();
    measure(duration, || {
        for process in &processes {
            let stat = process.stat().expect("the process lives");
            let statm = process.statm().expect("the process lives");
            black_box((statm.resident, stat.utime + stat.stime, stat.ppid));
        }
    })
}

fn main() {
    let mut numbers = std::env::args()
        .skip(1)
        .map(|argument| argument.parse::<u32>().expect("a number"));
    let duration = Duration::from_millis(numbers.next().expect("milliseconds").into());
    let pids: Vec<u32> = numbers.collect();
    let count = pids.len() as i64;
    println!(
        "sysinfo 0.40.1 (Rust)\t{}",
        by_sysinfo(duration, &pids) / count
    );
    println!(
        "procfs 0.18.0 (Rust)\t{}",
        by_procfs(duration, &pids) / count
    );
}
