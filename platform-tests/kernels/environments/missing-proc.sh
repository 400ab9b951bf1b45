# Outcome: without /proc a probe is refused in one line that says what to mount, and works once it
# is; where it is taken away later, what needs it says NO_PROCFS, and ends are still told.
# shellcheck shell=sh
# Without /proc a program is not told where it is, and so not where its libraries are.
as() {
    shift
    LD_LIBRARY_PATH=/jre/lib unshare -m sh -c 'umount /proc && exec "$@"' -- "$@"
}
junit root environment:missing-proc -Dprocprobe.environment=missing-proc -- \
    --select-class io.procprobe.hostile.MissingProcTest
