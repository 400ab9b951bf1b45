# Outcome: where every number is given again at once, whoever had it before is REPLACED or GONE for
# queries, signals and texts, and a watch never reads his successor.
# shellcheck shell=sh
# Threads that Java would start later on are started at once: there will be no numbers for them.
junit root environment:tiny-pid-max -Dprocprobe.environment=tiny-pid-max \
    -XX:-UseDynamicNumberOfCompilerThreads -- --select-class io.procprobe.hostile.TinyPidMaxTest
# Java restores it, unless it was ended.
[ "$(cat /proc/sys/kernel/pid_max)" -gt 301 ] || echo 32768 >/proc/sys/kernel/pid_max
