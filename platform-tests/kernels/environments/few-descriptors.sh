# Outcome: with 64 descriptors all of 300 processes are read rightly, looked up as the figures say;
# with none left, nobody is taken for gone.
# shellcheck shell=sh
ulimit -n 64
junit root environment:few-descriptors -Dprocprobe.environment=few-descriptors -- \
    --select-class io.procprobe.hostile.FewDescriptorsTest
