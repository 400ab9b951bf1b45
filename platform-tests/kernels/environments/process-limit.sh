# Outcome: where no process can be started any more ProcessBuilder throws an IOException, readings go
# on, and a tree is ended without starting anything.
# shellcheck shell=sh
as() {
    user=$1
    shift
    if [ "$user" = root ]; then
        sh -c 'echo 0 >/sys/fs/cgroup/few/cgroup.procs && exec "$@"' -- "$@"
    else
        su -s /bin/sh -c 'ulimit -u 60 && exec "$0" "$@"' -- "$user" "$@"
    fi
}
limited() {
    junit "$1" environment:process-limit -Dprocprobe.environment=process-limit -- \
        --select-class io.procprobe.hostile.ProcessLimitTest
}
limited nobody
# The limit of a user is none for root; that of a control group is.
echo +pids >/sys/fs/cgroup/cgroup.subtree_control
mkdir /sys/fs/cgroup/few
echo 60 >/sys/fs/cgroup/few/pids.max
limited root
rmdir /sys/fs/cgroup/few
echo -pids >/sys/fs/cgroup/cgroup.subtree_control
