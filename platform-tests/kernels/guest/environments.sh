# Hostile environments: each file of /environments in a subshell of its own, with what report.sh and
# jvm.sh offer.
# shellcheck shell=sh
# shellcheck source=platform-tests/kernels/guest/jvm.sh
. /lab/jvm.sh

for environment in /environments/*.sh; do
    [ -f "$environment" ] || continue
    # shellcheck disable=SC1090
    (. "$environment")
done
