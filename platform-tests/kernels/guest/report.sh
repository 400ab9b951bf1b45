# What the parts share: programs run as a user, and a line for what came of each:
#   LAB user name status seconds summary
# Status 0 is passed, 77 skipped, and anything else failed. What a failed one printed follows it,
# indented. A name is one word; a part puts its own name and a colon before it.
# shellcheck shell=sh

# Since the kernel started, whatever has become of the clock and of /proc.
seconds() {
    cut -d. -f1 /lab/proc/uptime
}

# as USER PROGRAM [ARGUMENT]...
as() {
    user=$1
    shift
    if [ "$user" = root ]; then
        "$@"
    else
        # shellcheck disable=SC2016 # the shell of that user expands them
        su -s /bin/sh -c 'exec "$0" "$@"' -- "$user" "$@"
    fi
}

# lab USER NAME PROGRAM [ARGUMENT]...: runs it for at most $most seconds, and reports it with the last
# line that it prints. Returns its status.
lab() {
    lab_user=$1 lab_name=$2 lab_begun=$(seconds)
    shift 2
    as "$lab_user" timeout -s KILL "${most:-1200}" "$@" >/tmp/log 2>&1
    lab_end "$lab_user" "$lab_name" $? "$lab_begun" "$(tail -n 1 /tmp/log)"
}

# lab_end USER NAME STATUS BEGUN SUMMARY: the line, and /tmp/log when it failed.
lab_end() {
    echo "LAB $1 $2 $3 $(($(seconds) - $4)) $5"
    case $3 in
        0 | 77) ;;
        *) sed 's/^/    /' /tmp/log ;;
    esac
    return "$3"
}
