# Outcome: of processes that /proc hides what needs no file is known, the rest is DENIED and never
# GONE; own children are full. Where a user may start no more processes ProcessBuilder throws an
# IOException, readings go on, and a tree is ended without starting anything.
# shellcheck shell=sh
sleep 600 &
hidden=$!

# A /proc of its own, in which nobody sees the processes of others, and a limit of his own.
as() {
    shift
    unshare -m sh -c '
        mount -t proc -o "hidepid=$0" proc /proc || exit
        exec su -s /bin/sh -c '\''ulimit -u 80 && exec "$0" "$@"'\'' -- nobody "$@"' "$hidepid" "$@"
}
hidepid=2
junit nobody environment:nobody -Dprocprobe.environment=nobody "-Dprocprobe.hidden.pid=$hidden" -- \
    --select-class io.procprobe.hostile.HiddenProcessesTest \
    --select-class io.procprobe.hostile.ProcessLimitTest
# Linux 5.8+: hides what may be seen but not traced, too.
hidepid=4
junit nobody environment:nobody-ptraceable -Dprocprobe.environment=nobody \
    "-Dprocprobe.hidden.pid=$hidden" -- --select-class io.procprobe.hostile.HiddenProcessesTest
kill "$hidden"
