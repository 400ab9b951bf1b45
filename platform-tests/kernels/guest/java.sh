# The JVM: what doctor says of this kernel with each binding, then the conformance suite.
# shellcheck shell=sh disable=SC2154 # what settings say
# shellcheck source=platform-tests/kernels/guest/jvm.sh
. /lab/jvm.sh

# doctor USER BINDING: reported as a test, and the mechanisms as lines of their own.
doctor() {
    doctor_begun=$(seconds)
    jvm "$1" "-Dprocprobe.binding=$2" io.procprobe.cli.Main doctor --format text \
        >/tmp/log 2>&1
    doctor_status=$?
    # The mechanisms are the second paragraph.
    awk -v about="$1 $2" 'BEGIN { RS = "" } NR == 2 { gsub(/\n/, "\nDOCTOR " about " "); print "DOCTOR " about " " $0 }' \
        /tmp/log
    lab_end "$1" "java:doctor-$2" "$doctor_status" "$doctor_begun" "$(sed -n 's/^library  */library /p' /tmp/log)"
}

for binding in ffm jna; do
    doctor root "$binding"
done
for binding in $bindings_nobody; do
    doctor nobody "$binding"
done
most=$java_seconds junit root java:conformance -- --select-package io.procprobe.conformance
# shellcheck disable=SC2086 # what is selected is words
most=$java_seconds junit nobody java:conformance -- $java_nobody
