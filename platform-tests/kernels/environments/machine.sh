# Outcomes of what root may do to a machine, each made and undone by its own class, in one JVM for
# they would not be different ones in several: ChangedClockTest, ControlGroupTest, FoldersTest,
# MissingProcTest, ProcessLimitTest, ShortMemoryTest and TinyPidMaxTest say them.
# shellcheck shell=sh
as() {
    shift
    unshare -m "$@" # what is mounted there is gone with it
}
# Seven classes take longer than one.
most=900
before=$(cat /proc/sys/kernel/pid_max)
# Threads are started at once, since there will be no numbers for later ones, and the heap is had
# before memory is short.
junit root environment:machine -Dprocprobe.environment=machine \
    -XX:-UseDynamicNumberOfCompilerThreads -Xms96m -Xmx96m -XX:+AlwaysPreTouch -- \
    --select-class io.procprobe.hostile.ChangedClockTest \
    --select-class io.procprobe.hostile.ControlGroupTest \
    --select-class io.procprobe.hostile.FoldersTest \
    --select-class io.procprobe.hostile.MissingProcTest \
    --select-class io.procprobe.hostile.ProcessLimitTest \
    --select-class io.procprobe.hostile.ShortMemoryTest \
    --select-class io.procprobe.hostile.TinyPidMaxTest
# A JVM that was ended in the middle has undone nothing.
echo "$before" >/proc/sys/kernel/pid_max
echo 0 >/proc/sys/vm/overcommit_memory
