# procprobe.cmd under Wine's cmd, in a folder as the build would leave it on Windows.
# shellcheck shell=bash disable=SC2154 # $repository and $logs are those of run.sh

# A copy of the command with the library and the Java of Windows. The names of the jars are those that the
# build has left for an archive, which is one for another JVM here: it is passed over.
stage_command() {
    local app=$1/cli/target/app
    rm -rf "$1"
    mkdir -p "$app/native"
    cp "$repository/procprobe.cmd" "$1"
    cp -r "$COMMAND/lib" "$COMMAND/java.options" "$COMMAND/class-path" "$app"
    echo 'no archive' >"$app/command.aot"
    cp "$repository"/native/target/windows/windows-x86_64/procprobe.dll "$app/native"
    winepath -w "$(runtime_folder)" >"$app/jdk" 2>/dev/null
}

# expect NAME STATUS PATTERN ARGUMENT...: the exit status of procprobe.cmd, and a line that it writes.
expect() {
    local name=$1 status=$2 pattern=$3 log=$logs/command-$1.log found=0
    shift 3
    (cd "$staged" && in_wine 120 cmd /c procprobe.cmd "$@") >"$log" 2>&1 || found=$?
    if [ "$found" = "$status" ] && grep -Eq "$pattern" "$log"; then
        command_passed=$((command_passed + 1))
    else
        echo "  $name failed: exit status $found, not $status, or no line like '$pattern':"
        grep -v 'process group affinity' "$log" | head -n 20 | sed 's/^/    /'
        command_failed=$((command_failed + 1))
    fi
}

# A Windows process of ours that waits for its input, which does not end: its PID is in $waiting.
start_waiting() {
    local file=$logs/waiting.txt
    exec {never}<> <(:)
    timeout 1800 wine "$C_BUILD/programs/procprobe_child.exe" <&"$never" >"$file" 2>/dev/null {prefix_lock}>&- &
    for _ in {1..1200}; do
        waiting=$(tr -d '\r' <"$file" | sed -n 's/^ready //p')
        [ -z "$waiting" ] || return 0
        sleep 0.1
    done
    return 1
}

run_command() {
    # A folder may have a name in which cmd sees more than letters.
    local command_passed=0 command_failed=0 staged="$logs/command (2) & more" waiting='' never
    echo 'procprobe.cmd'
    prepare_java || return
    stage_command "$staged"
    start_waiting || return
    expect help 0 '^Usage: procprobe' --help
    expect usage 2 'procprobe' stat none
    expect doctor 0 '^binding  *FFM$' doctor
    expect doctor-json 0 '"serves":"terminate"' doctor --format json
    expect top 0 '^ *[0-9]+ .*procprobe_child' top --once --sort pid
    expect tree 0 '[0-9] procprobe_child' tree
    expect stat 0 "^ *$waiting .*procprobe_child" stat "$waiting"
    expect stat-json 0 "\"pid\":$waiting,\"status\":\"OK\"" stat "$waiting" --format json
    expect stat-gone 3 '"status":"GONE"' stat 2147483644 --format json
    expect watch 0 " $waiting .*procprobe_child" watch "$waiting" --count 1 --interval 100ms
    expect kill-dry 0 SPARED kill "$waiting" --dry-run
    expect kill 0 'KILLED .*exit code 1' kill "$waiting" --grace 60s
    expect kill-gone 3 GONE kill "$waiting"
    exec {never}<&-
    echo "  in all: passed $command_passed, failed $command_failed"
    [ "$command_failed" = 0 ]
}
