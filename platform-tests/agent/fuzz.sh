#!/usr/bin/env bash
# Gives a real agent what nobody should: requests made up of its OpenAPI document, bytes that are no requests, and
# damaged configurations.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."

SCHEMATHESIS='schemathesis~=4.32.5'

show_help() {
    cat <<'HELP'
Usage: platform-tests/agent/fuzz.sh [OPTION]...

Starts ./procprobe serve on a free port of 127.0.0.1, and then
  openapi         schemathesis makes requests for every operation of its openapi.json, with and without a token:
                  statuses, types, headers and schemas have to be as written, errors to be problems, none 5xx
  hostile         large bodies and headers, paths that lead elsewhere, slow clients, unknown methods, pipelines,
                  and bytes that are no requests: all refused, others served meanwhile, no stack trace
  configurations  valid files with damage: it starts, or tells each mistake with its line

  --seconds N   about how long each part takes, 60 unless told otherwise; hostile takes half a minute at least
  --seed N      of what is made up, 1 unless told otherwise
  --cache DIR   where schemathesis is kept (default: ${XDG_CACHE_HOME:-~/.cache}/procprobe)
  --no-install  fetches nothing
  --help        this text

Needs Python 3 with venv, and pip for schemathesis, once. Where that cannot be fetched, the other parts are done.
Exit status: 0 nothing found, 1 something found (the last line names the folder with it), 2 bad usage, 3 nothing
found but something skipped, for want of what is named.
HELP
}

fail_usage() {
    echo "fuzz.sh: $1 (see --help)" >&2
    exit 2
}

cache=${XDG_CACHE_HOME:-$HOME/.cache}/procprobe seconds=60 seed=1 install=yes
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help)
            show_help
            exit
            ;;
        --seconds | --seed | --cache)
            [ $# -ge 2 ] || fail_usage "$1 needs a value"
            printf -v "${1#--}" '%s' "$2"
            shift
            ;;
        --no-install) install=no ;;
        *) fail_usage "no option $1" ;;
    esac
    shift
done
[[ $seconds =~ ^[1-9][0-9]{0,6}$ ]] || fail_usage "--seconds needs a number above 0"
[[ $seed =~ ^[0-9]{1,9}$ ]] || fail_usage "--seed needs a number"

skipped=no
skip() {
    echo "skipped: $1"
    skipped=yes
}

command -v python3 >/dev/null || { skip "missing python3 (apt-get install python3)"; exit 3; }
export PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
# Builds it, where it is not built.
./procprobe --version
jdk=$(cat cli/target/app/jdk)

work=$(mktemp -d)
agent=
end_agent() {
    [ -n "$agent" ] || return 0
    kill "$agent" 2>/dev/null || true
    wait "$agent" 2>/dev/null || true
    agent=
}
trap 'end_agent; [ "${failed:-1}" = 1 ] || rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Into an environment of its own, which has its name when all of it is there.
fetch_schemathesis() {
    local new=$cache/schemathesis-new.$$
    mkdir -p "$cache"
    if python3 -m venv "$new" >"$work/venv.log" 2>&1 &&
        "$new/bin/python" -m pip -q --disable-pip-version-check install "$SCHEMATHESIS" >>"$work/venv.log" 2>&1; then
        # Its scripts have the old name in them: they are not called, but as modules.
        rm -rf "$environment"
        mv "$new" "$environment"
        return
    fi
    rm -rf "$new"
    tail -n 1 "$work/venv.log" >&2
    return 1
}

environment=$cache/${SCHEMATHESIS/\~=/-}-$(python3 -c 'import sys; print("py%d.%d" % sys.version_info[:2])')
find_schemathesis() {
    "$environment/bin/python" -c 'import schemathesis' 2>/dev/null && return
    [ "$install" = yes ] || { skip "missing schemathesis: call this without --no-install"; return 1; }
    python3 -c 'import ensurepip' 2>/dev/null || { skip "missing venv (apt-get install python3-venv)"; return 1; }
    fetch_schemathesis || { skip "missing schemathesis: pip cannot fetch $SCHEMATHESIS"; return 1; }
}

failed=0
# With a token or without; the checks of answers.py know which.
fuzz_openapi() {
    local which=$1 time=$2 token='' url said=$work/openapi-$1.log
    (umask 077; echo 0123456789abcdefghijklmnopqrstuv >"$work/token")
    [ "$which" = without ] || token="Authorization: Bearer $(cat "$work/token")"
    mkfifo "$work/url"
    ./procprobe serve --listen 127.0.0.1:0 --token-file "$work/token" --interval 1s --group 'shells=name:*sh' \
        --group 'java=name:java' >"$work/url" 2>"$work/agent-$which.log" &
    agent=$!
    read -r url <"$work/url"
    rm "$work/url"
    (
        cd "$work"
        PROCPROBE_FUZZ_TOKEN=$which SCHEMATHESIS_HOOKS=$here/answers.py PYTHONPATH=$here \
            "$environment/bin/python" -m schemathesis.cli --config-file "$here/schemathesis.toml" run \
            "$OLDPWD/agent/src/main/resources/io/procprobe/agent/openapi.json" --url "$url" \
            ${token:+-H "$token"} ${token:+--report-junit-path "$work/openapi.xml"} --seed "$seed" --max-time "$time" \
            --phases examples,coverage,fuzzing --checks all --request-timeout 20 --rate-limit 500/s \
            --continue-on-failure --generation-database none --warnings off --no-color
    ) >"$said" 2>&1 || failed=1
    kill -0 "$agent" 2>/dev/null || { echo "the agent has ended" >>"$said"; failed=1; }
    ! grep -nE '^[[:space:]]+at |Exception' "$work/agent-$which.log" || failed=1
    end_agent
    if [ "$failed" = 1 ]; then
        cat "$said"
    else
        echo "openapi, $which a token: $(grep -E '[0-9]+ generated' "$said" | tail -n 1)"
    fi
}

if find_schemathesis; then
    fuzz_openapi with "$seconds"
    fuzz_openapi without $((seconds / 4 + 1))
fi
"$jdk/bin/java" -cp "cli/target/app/lib/*" "$here/Configurations.java" "$seed" $((seconds / 2 + 1)) \
    $((seconds / 4 + 3)) "$work/configurations" "$here/valid.yaml" deploy/agent.yaml || failed=1
python3 "$here/hostile.py" "$seed" "$seconds" "$work/configurations" || failed=1

if [ "$failed" != 0 ]; then
    echo "fuzz.sh: something was found, in $SECONDS s: $work"
    exit 1
fi
echo "fuzz.sh: nothing found, in $SECONDS s"
[ "$skipped" = no ] || exit 3
