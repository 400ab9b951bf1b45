# Outcome: of processes that /proc hides what needs no file is known, the rest is DENIED and never
# GONE; own children are full.
# shellcheck shell=sh
sleep 600 &
hidden=$!

# A /proc of its own, in which nobody sees the processes of others.
as() {
    shift
    unshare -m sh -c '
        mount -t proc -o "hidepid=$0" proc /proc || exit
        exec su -s /bin/sh -c '\''exec "$0" "$@"'\'' -- nobody "$@"' "$hidepid" "$@"
}
# Linux 5.8+ has the other one, which also hides what may be seen but not traced.
for hidepid in 2 4; do
    junit nobody "environment:hidden-processes-$hidepid" -Dprocprobe.environment=hidden-processes \
        "-Dprocprobe.hidden.pid=$hidden" -- --select-class io.procprobe.hostile.HiddenProcessesTest
done
kill "$hidden"
