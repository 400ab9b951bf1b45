# Outcome: with the clock set back and forward by a year, identities, loads, waits and ends are right,
# and start times keep to the clock that was there first.
# shellcheck shell=sh
junit root environment:changed-clock -Dprocprobe.environment=changed-clock -- \
    --select-class io.procprobe.hostile.ChangedClockTest
