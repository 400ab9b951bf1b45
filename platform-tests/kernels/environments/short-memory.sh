# Outcome: where the kernel promises no more memory, Java's fork is an IOException and a large buffer
# an OutOfMemoryError; queries, watches, tables and the ending of a tree go on.
# shellcheck shell=sh
# By a fork, as programs do it that are not Java: it needs leave for a copy of all that is writable.
junit root environment:short-memory -Dprocprobe.environment=short-memory \
    -Djdk.lang.Process.launchMechanism=FORK -Xms96m -Xmx96m -XX:+AlwaysPreTouch -- \
    --select-class io.procprobe.hostile.ShortMemoryTest
# Java restores it, unless it was ended.
echo 0 >/proc/sys/vm/overcommit_memory
