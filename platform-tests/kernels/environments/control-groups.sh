# Outcome: limit, use and headroom are those of the control group that leaves the least, for version 2
# and 1; whom a group ends is told as ended; where memory has no controller, nothing is told of it.
# shellcheck shell=sh
groups=/sys/fs/cgroup

# with VERSION FOLDER CPU_FOLDER CLASS...: the version of the memory controller or 0 and where it is
# mounted, and where that of the processors is.
with() {
    version=$1 memory=$2 cpu=$3 classes=''
    shift 3
    for class in "$@"; do
        classes="$classes --select-class io.procprobe.hostile.$class"
    done
    # shellcheck disable=SC2086 # the classes are words
    junit root "environment:control-groups-$version" -Dprocprobe.environment=control-groups \
        "-Dprocprobe.cgroup.memory=$version" "-Dprocprobe.cgroup.memory.folder=$memory" \
        "-Dprocprobe.cgroup.cpu.folder=$cpu" -- $classes
}

echo '+memory +cpu' >$groups/cgroup.subtree_control
with 2 $groups $groups ControlGroupMemoryTest ControlGroupCpuTest ControlGroupKillTest
echo '-memory -cpu' >$groups/cgroup.subtree_control

umount $groups
mount -t tmpfs cgroups $groups
mkdir $groups/memory $groups/cpu
mount -t cgroup -o cpu cpu $groups/cpu
# From 6.11 on only kernels with CONFIG_MEMCG_V1 have it.
if mount -t cgroup -o memory memory $groups/memory 2>/dev/null; then
    with 1 $groups/memory $groups/cpu ControlGroupMemoryTest ControlGroupCpuTest
    umount $groups/memory
else
    with 0 '' $groups/cpu NoMemoryControllerTest ControlGroupCpuTest
fi
umount $groups/cpu
umount $groups
mount -t cgroup2 cgroup2 $groups
echo +memory >$groups/cgroup.subtree_control
