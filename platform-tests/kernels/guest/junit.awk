# Reads what JUnit's console launcher says with --details=testfeed. Prints a line for each test that
# did not pass and, at the end, the counts. A test that was begun and never ended is the one that hung.
function finish() {
    if (open != "") {
        print "TEST " about " " open ": " reason
    }
    open = ""
}

function begin(kind) {
    finish()
    name = $0
    sub(/ :: [A-Z]*$/, "", name)
    sub(/^JUnit Jupiter > /, "", name)
    open = kind " " name
    reason = ""
}

/ :: STARTED$/ { finish(); hanging = $0; next }
/ :: SUCCESSFUL$/ { finish(); hanging = ""; passed++; next }
/ :: FAILED$/ { begin("failed"); hanging = ""; failed++; next }
/ :: SKIPPED$/ { begin("skipped"); skipped++; next }
/ :: ABORTED$/ { begin("aborted"); hanging = ""; aborted++; next }

# The reason's first line; that of a failure may go on in further lines, which the log has.
open != "" && reason == "" && /^\t/ {
    reason = $0
    sub(/^\t(Reason: )?/, "", reason)
    sub(/^[A-Za-z0-9_.]*TestAbortedException: (Assumption failed: )?/, "", reason)
}
/^Test run finished/ { finish(); ended = 1 }

END {
    finish()
    if (!ended) {
        sub(/ :: STARTED$/, "", hanging)
        print "TEST " about " failed " (hanging == "" ? "the run" : hanging) ": did not come to its end"
        failed++
    }
    printf "%d passed, %d failed, %d skipped, %d aborted\n", passed, failed, skipped, aborted
}
