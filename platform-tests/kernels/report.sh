# Reads what a guest said.
# shellcheck shell=bash

# For each part and user: how much passed, failed and was skipped. Of the C tests the suites are counted,
# of JUnit's the tests.
print_counts() {
    awk '
        $1 == "PART" { if (part != "") took[part] += $3 - begun; part = $2; begun = $3 }
        $1 == "LAB-END" { took[part] += $2 - begun }
        $1 == "LAB" {
            key = part " " $2
            if (!(key in seen)) { seen[key] = ++rows; keys[rows] = key }
            seconds[key] += $5
            if (match($0, /[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped, [0-9]+ aborted/)) {
                split(substr($0, RSTART, RLENGTH), n, " ")
                passed[key] += n[1]; failed[key] += n[3]; skipped[key] += n[5] + n[7]
                if ($4 != 0 && $4 != 77 && n[3] == 0) failed[key]++
            } else if ($4 == 0) passed[key]++
            else if ($4 == 77) skipped[key]++
            else failed[key]++
        }
        END {
            for (i = 1; i <= rows; i++) {
                key = keys[i]; split(key, words, " ")
                printf "    %-13s %-7s %4d passed, %d failed, %d skipped, in %d s\n", words[1], words[2],
                    passed[key], failed[key], skipped[key], seconds[key]
            }
        }' "$1"
}

# What serves which query: as doctor says it, for whom it holds when not for all; or, where there is no
# JVM, as the C tests do.
print_mechanisms() {
    if grep -q '^DOCTOR ' "$1"; then
        awk '
            $1 == "DOCTOR" {
                who = $2 " " $3
                if (!(who in runs)) { runs[who]; all++ }
                line = $0
                sub(/^DOCTOR [^ ]* [^ ]* /, "", line)
                if (!(line in times)) { lines[++n] = line }
                times[line]++
                whom[line] = whom[line] (whom[line] == "" ? "" : ", ") who
            }
            END {
                for (i = 1; i <= n; i++) {
                    line = lines[i]
                    print "    " line (times[line] == all ? "" : " [" whom[line] " only]")
                }
            }' "$1"
    else
        sed -n 's/^MECHANISM //p' "$1" |
            awk -F'|' '{ printf "    %-24s %s%s\n", $1, $2, $4 == "" ? "" : " (instead of " $3 ": " $4 ")" }'
    fi
}

# The bindings stand on one library: for one user they say the same.
bindings_differ() {
    local user
    for user in root nobody; do
        grep -q "^DOCTOR $user jna " "$1" || continue
        [ "$(sed -n "s/^DOCTOR $user ffm //p" "$1")" = "$(sed -n "s/^DOCTOR $user jna //p" "$1")" ] || return 0
    done
    return 1
}

# What did not pass, with its reason.
print_exceptions() {
    awk '
        $1 == "LAB" && $4 != 0 {
            user = $2; name = $3; kind = $4 == 77 ? "skipped" : "failed"; status = $4
            sub(/^LAB [^ ]* [^ ]* [^ ]* [^ ]* /, "")
            print "    " kind " as " user ": " name (status == 77 ? "" : " (status " status ")") ": " $0
        }
        $1 == "TEST" {
            user = $2; kind = $4
            sub(/^TEST [^ ]* [^ ]* [^ ]* /, "")
            print "      " kind " as " user ": " $0
        }' "$1"
}

some_passed_none_failed() {
    awk '
        $1 == "LAB" && $4 == 0 { passed = 1 }
        $1 == "LAB" && $4 != 0 && $4 != 77 { failed = 1 }
        END { exit passed && !failed ? 0 : 1 }' "$1"
}

# All of it for one kernel. 1 when something failed.
report() {
    local name=$1 log=$2 took=$3 failed=0
    tr -d '\r' <"$log" | tr -cd '\n\t -~' >"$log.lines" && mv "$log.lines" "$log"
    printf '%s: Linux %s, in %s s\n' "$name" "$(sed -n 's/^KERNEL //p' "$log" | head -n 1)" "$took"
    print_counts "$log"
    print_mechanisms "$log"
    print_exceptions "$log"
    some_passed_none_failed "$log" || failed=1
    if bindings_differ "$log"; then
        echo "    doctor says different things with FFM and with JNA"
        failed=1
    fi
    if ! grep -q '^LAB [a-z]' "$log"; then
        echo "    nothing was run"
    fi
    if ! grep -q '^LAB-END' "$log"; then
        echo "    the guest did not come to its end"
        failed=1
    fi
    if [ "$failed" = 1 ]; then
        echo "    see $log"
        return 1
    fi
}
