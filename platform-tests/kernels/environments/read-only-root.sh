# Outcome: with no folder for the library, the error names each that was tried, and says of one from
# which no code is run that it is mounted noexec; a good one that is named is used.
# shellcheck shell=sh
mkdir -p /good /noexec /var/tmp /dev/shm
as() {
    shift
    unshare -m sh -c '
        mount -t tmpfs good /good && mount -t tmpfs -o noexec noexec /noexec &&
            mount -t tmpfs -o ro tmp /tmp && mount -t tmpfs -o ro shm /dev/shm &&
            mount -o remount,ro,bind / && exec "$@"' -- "$@"
}
junit root environment:read-only-root -Dprocprobe.environment=read-only-root \
    -Duser.home=/root/new -Dprocprobe.folder.good=/good -Dprocprobe.folder.noexec=/noexec -- \
    --select-class io.procprobe.hostile.FoldersTest
rmdir /good /noexec
