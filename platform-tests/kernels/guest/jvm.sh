# Running Java in a guest.
# shellcheck shell=sh disable=SC2154 # what settings say

# Under emulation hardly anything runs long enough to be worth the second compiler's time.
jvm_options='-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -XX:SharedArchiveFile=/suite/classes.jsa -Xshare:auto --enable-native-access=ALL-UNNAMED'

# In the order in which run.sh made the archive.
suite_jars=$(echo /suite/*.jar | tr ' ' :)

# jvm USER [OPTION]... CLASS [ARGUMENT]...: a class of the suite's or the command's jars.
jvm() {
    jvm_user=$1
    shift
    # shellcheck disable=SC2086 # the options are words
    as "$jvm_user" timeout -s KILL "${most:-1200}" /jre/bin/java $jvm_options \
        -cp "$suite_jars" "$@"
}

# junit USER NAME [JVM OPTION]... -- [OPTION OF JUNIT'S CONSOLE]...: runs tests, and reports them as
# one line with the counts, after a line for each that did not pass:
#   TEST user name failed|skipped|aborted the test: the reason
junit() {
    junit_user=$1 junit_name=$2 junit_options='' junit_begun=$(seconds)
    shift 2
    while [ "$1" != -- ]; do
        junit_options="$junit_options $1"
        shift
    done
    shift
    # shellcheck disable=SC2086 # the options are words
    jvm "$junit_user" $junit_options -Dprocprobe.conformance.child=/bin/procprobe_child \
        "-Dprocprobe.conformance.part=$java_part" "-Dprocprobe.conformance.patience=$java_patience" \
        org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors \
        --details=testfeed --fail-if-no-tests "$@" >/tmp/log 2>&1
    junit_status=$?
    awk -v about="$junit_user $junit_name" -f /lab/junit.awk /tmp/log >/tmp/counts
    grep '^TEST ' /tmp/counts
    case $junit_status-$(tail -n 1 /tmp/counts) in
        0-0\ passed*) junit_status=77 ;; # all were skipped
    esac
    lab_end "$junit_user" "$junit_name" "$junit_status" "$junit_begun" "$(tail -n 1 /tmp/counts)"
}
