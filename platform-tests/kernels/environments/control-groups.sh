# Outcome: limit, use and headroom are those of the control group that leaves the least, for version 2
# and 1; whom a group ends is told as ended; where memory has no controller, nothing is told of it.
# shellcheck shell=sh
groups=/sys/fs/cgroup

with() { # version of the memory controller or 0, its folder, that of the processors' controller
    junit root "environment:control-groups-$1" -Dprocprobe.environment=control-groups \
        "-Dprocprobe.cgroup.memory=$1" "-Dprocprobe.cgroup.memory.folder=$2" \
        "-Dprocprobe.cgroup.cpu.folder=$3" -- --select-class io.procprobe.hostile.ControlGroupTest
}

echo +memory +cpu >$groups/cgroup.subtree_control
with 2 $groups $groups
echo -memory -cpu >$groups/cgroup.subtree_control

umount $groups
mount -t tmpfs cgroups $groups
mkdir $groups/memory $groups/cpu
mount -t cgroup -o cpu cpu $groups/cpu
# Not for every kernel since 6.11: CONFIG_MEMCG_V1.
if mount -t cgroup -o memory memory $groups/memory 2>/dev/null; then
    with 1 $groups/memory $groups/cpu
    umount $groups/memory
else
    with 0 '' $groups/cpu
fi
umount $groups/cpu
umount $groups
mount -t cgroup2 cgroup2 $groups
echo +memory >$groups/cgroup.subtree_control
