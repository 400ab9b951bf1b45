#!/usr/bin/env bash
# Checks what deploy/ has, and has a real Prometheus scrape three agents of this machine with it.
set -euo pipefail
cd "$(dirname "$0")/.."

show_help() {
    cat <<'HELP'
Usage: deploy/test.sh [OPTION]...

Checks the configuration, the rules and their tests with promtool, the dashboard's form, and the systemd unit where
systemd-analyze is there. Then starts three agents and a Prometheus on free ports of 127.0.0.1 and waits until all
are scraped; asks for what is recorded, sums by host, and each query of the dashboard; stops one agent until its
alert fires, and starts it again until the alert is gone.

  --agent PROGRAM  what is called as PROGRAM serve --listen ADDRESS --token-file FILE, and must not leave that
                   process for another one; ./procprobe unless told otherwise, which is built when it has to be
  --static         the checks alone: starts nothing
  --cache DIR      where a fetched Prometheus is kept (default: ${XDG_CACHE_HOME:-~/.cache}/procprobe)
  --no-install     fetches nothing
  --help           this text

Needs Python 3, and prometheus and promtool: where they are missing, those of Debian's package, which is unpacked and
not installed.
Exit status: 0 all passed, 1 something failed, 2 bad usage, 3 skipped, for want of what is named.
HELP
}

fail_usage() {
    echo "deploy/test.sh: $1 (see --help)" >&2
    exit 2
}

fail() {
    echo "deploy/test.sh: $1" >&2
    exit 1
}

skip() {
    echo "skipped: $1"
    exit 3
}

agent=./procprobe static=no install=yes cache=${XDG_CACHE_HOME:-$HOME/.cache}/procprobe
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help)
            show_help
            exit
            ;;
        --agent)
            [ $# -ge 2 ] || fail_usage "$1 needs a value"
            agent=$2
            shift
            ;;
        --cache)
            [ $# -ge 2 ] || fail_usage "$1 needs a value"
            cache=$2
            shift
            ;;
        --static) static=yes ;;
        --no-install) install=no ;;
        *) fail_usage "unknown option $1" ;;
    esac
    shift
done
export PYTHONDONTWRITEBYTECODE=1
command -v "$agent" >/dev/null || fail_usage "no program $agent"

# The target of the last one has no name: it is called by its address.
UNNAMED=127.0.0.1
HOSTS=(alpha beta "$UNNAMED")
PATIENCE_SECONDS=60

work=$(mktemp -d)
declare -A pid_of=() port_of=()
prometheus=

# Ends $1, one of pid_of, and waits for its end; for ten seconds, and not kindly afterwards.
stop() {
    local pid=${pid_of[$1]:-} deadline=$((SECONDS + 10))
    [ -n "$pid" ] || return 0
    unset "pid_of[$1]"
    kill "$pid" 2>/dev/null || true
    while kill -0 "$pid" 2>/dev/null; do
        if [ "$SECONDS" -ge "$deadline" ]; then
            kill -KILL "$pid" 2>/dev/null || true
            break
        fi
        sleep 0.1
    done
    wait "$pid" 2>/dev/null || true
}

clean_up() {
    local name
    for name in "${!pid_of[@]}"; do
        stop "$name"
    done
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Unpacked and not installed: Debian's package would start a server on all addresses, where something starts services.
fetch_prometheus() {
    local list
    if ! apt-cache show prometheus >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
        apt-get update
    fi
    # Where apt would download as a user of its own, that has to be able to write.
    mkdir -p "$cache"
    list=$(cd "$work" && mkdir -m 755 package && cd package && apt-get -o APT::Sandbox::User=root download prometheus >&2 &&
        echo "$PWD"/prometheus_*.deb)
    dpkg-deb -x "$list" "$cache/prometheus-new.$$"
    rm -rf "$cache/prometheus"
    mv "$cache/prometheus-new.$$" "$cache/prometheus"
}

find_prometheus() {
    command -v prometheus >/dev/null && command -v promtool >/dev/null && return
    PATH=$PATH:$cache/prometheus/usr/bin
    command -v prometheus >/dev/null && command -v promtool >/dev/null && return
    if [ "$install" = no ] || ! command -v apt-get >/dev/null; then
        skip "missing prometheus (apt-get install prometheus)"
    fi
    echo "fetching prometheus"
    (set -e; fetch_prometheus) >"$work/apt.log" 2>&1 || true
    # It needs nothing but a libc.
    prometheus --version >>"$work/apt.log" 2>&1 && promtool --version >>"$work/apt.log" 2>&1 ||
        skip "missing prometheus: $(tail -n 1 "$work/apt.log")"
}

ask() {
    python3 deploy/test/ask.py "$@"
}

# The one value that a query gives, or nothing.
value() {
    ask values "$prometheus" "$1" 2>/dev/null | sed 's/ .*//'
}

is() {
    [ "$(value "$1")" = "$2" ]
}

say_logs() {
    local log
    [ -z "$prometheus" ] || ask targets "$prometheus" >&2 || true
    for log in "$work"/*.log; do
        echo "--- ${log##*/}" >&2
        tail -n 20 "$log" >&2
    done
}

# Until a command says yes: what is awaited, then the command.
await() {
    local what=$1 deadline=$((SECONDS + PATIENCE_SECONDS)) name
    shift
    until "$@"; do
        for name in "${!pid_of[@]}"; do
            kill -0 "${pid_of[$name]}" 2>/dev/null || {
                say_logs
                fail "$name has ended while waiting: $what"
            }
        done
        [ "$SECONDS" -lt "$deadline" ] || {
            say_logs
            fail "not within $PATIENCE_SECONDS s: $what"
        }
        sleep 0.5
    done
    echo "$what"
}

# The configuration as it is shipped into $1, with a token, as promtool looks for its file.
copy_configuration() {
    cp -r deploy/prometheus "$1"
    (
        umask 077
        od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >"$1/procprobe.token"
    )
}

check_prometheus() {
    copy_configuration "$work/shipped"
    promtool check config "$work/shipped/prometheus.yml"
    promtool check rules deploy/prometheus/rules/*.yml
    promtool test rules deploy/prometheus/tests/*.yml
    local alert
    while read -r alert; do
        grep -qx "### $alert" deploy/README.md || fail "deploy/README.md has no section for $alert"
        grep -q "alertname: $alert\$" deploy/prometheus/tests/*.yml || fail "no test for $alert"
    done < <(sed -n 's/^ *- alert: //p' deploy/prometheus/rules/alerts.yml | sort -u)
}

# Of itself alone: another machine need not have a Java where this one has.
check_unit() {
    if ! command -v systemd-analyze >/dev/null; then
        echo "the systemd unit is not looked at: no systemd-analyze found"
        return
    fi
    mkdir -p "$work/unit/procprobe.service.d"
    sed 's|^ExecStart=[^ ]*|ExecStart=/bin/true|' deploy/systemd/procprobe.service >"$work/unit/procprobe.service"
    local said variant
    for variant in without with; do
        [ "$variant" = without ] || cp deploy/systemd/environment.conf "$work/unit/procprobe.service.d/"
        # It ends with 0 whatever it does not like, and has words for units of this machine as well.
        said=$(SYSTEMD_UNIT_PATH=$work/unit: systemd-analyze verify --man=no "$work/unit/procprobe.service" 2>&1 |
            grep procprobe || true)
        [ -z "$said" ] || fail "the systemd unit: $said"
    done
    # In tenths: 2.0 at most, without the capabilities of environment.conf.
    systemd-analyze security --offline=true --threshold=20 --no-pager deploy/systemd/procprobe.service \
        >"$work/security" || fail "the systemd unit: $(tail -n 1 "$work/security")"
    tail -n 1 "$work/security"
}

# As many free ports as are asked for. Somebody may take one before we do: that is told as a failed start.
free_ports() {
    python3 - "$1" <<'PY'
import socket, sys

sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(int(sys.argv[1]))]
print(*(each.getsockname()[1] for each in sockets))
PY
}

start_agent() {
    "$agent" serve --listen "127.0.0.1:${port_of[$1]}" --token-file "$work/live/procprobe.token" \
        --fleet "$prometheus" >"$work/$1.log" 2>&1 &
    pid_of[$1]=$!
}

# Every second in place of every 15, alerts after two in place of minutes, and nobody is asked by DNS.
hurry_configuration() {
    local host
    copy_configuration "$work/live"
    sed -i -E -e 's/^( *)(scrape_interval|scrape_timeout|evaluation_interval): .*/\1\2: 1s/' \
        -e '/^ *dns_sd_configs:/,/^ *refresh_interval:/d' "$work/live/prometheus.yml"
    sed -i -E 's/^( *for:) .*/\1 2s/' "$work/live/rules/alerts.yml"
    echo '[]' >"$work/live/alertmanagers.yml"
    for host in "${HOSTS[@]}"; do
        echo "- targets: [\"127.0.0.1:${port_of[$host]}\"]"
        [ "$host" = "$UNNAMED" ] || echo "  labels: {host: $host}"
    done >"$work/live/targets/agents.yml"
    promtool check config "$work/live/prometheus.yml" >"$work/live.log" || {
        cat "$work/live.log" >&2
        fail "the configuration of the test"
    }
}

start_prometheus() {
    prometheus --config.file="$work/live/prometheus.yml" --storage.tsdb.path="$work/data" \
        --web.listen-address="${prometheus#http://}" --log.level=warn >"$work/prometheus.log" 2>&1 &
    pid_of[prometheus]=$!
}

dashboard_is_answered() {
    python3 deploy/test/dashboard.py deploy/grafana/procprobe.json "$prometheus" 2>"$work/dashboard.log"
}

# How many hosts the page of hosts of an agent shows with all of their figures.
shows_hosts() {
    [ "$(ask fleet "http://127.0.0.1:${port_of[${HOSTS[0]}]}" "$work/live/procprobe.token" 2>/dev/null)" = "$1" ]
}

answers() {
    [ "$(ask status "$@")" = "$answer" ]
}

try_fleet() {
    local ports host answer
    # Builds it, where it is not built: not within an agent's time to start.
    [ "$agent" != ./procprobe ] || ./procprobe --version
    read -ra ports < <(free_ports $((${#HOSTS[@]} + 1)))
    for host in "${HOSTS[@]}"; do
        port_of[$host]=${ports[0]}
        ports=("${ports[@]:1}")
    done
    prometheus=http://127.0.0.1:${ports[0]}
    hurry_configuration
    for host in "${HOSTS[@]}"; do
        start_agent "$host"
    done
    for host in "${HOSTS[@]}"; do
        answer=200
        await "$host is healthy" answers "http://127.0.0.1:${port_of[$host]}/health"
        answer=401
        answers "http://127.0.0.1:${port_of[$host]}/metrics" || fail "$host gives its metrics without a token"
    done
    start_prometheus
    await "three agents are up" is 'count(up{job="procprobe"} == 1)' 3

    await "the memory of each host is recorded" \
        is 'count(host_group:process_memory_usage_bytes:sum{group="all"} > 0)' 3
    await "the CPU of each host is recorded" is 'count(host_group:process_cpu_time_seconds:rate5m{group="all"} >= 0)' 3
    await "so is what it has left" is 'count(host:procprobe_host_memory_available:ratio > 0 < 1)' 3
    await "what the fleet has is what its hosts have" is 'count(
        group:process_memory_usage_bytes:sum{group="all"}
            == on (group) sum by (group) (host_group:process_memory_usage_bytes:sum)
        and on (group) group:procprobe_processes:sum
            == on (group) sum by (group) (host_group:procprobe_processes:sum))' 1
    echo "resident bytes by host:"
    ask values "$prometheus" 'sum by (host) (process_memory_usage_bytes{group="all"})'
    echo "processes by host:"
    ask values "$prometheus" 'sum by (host) (procprobe_processes{group="all"})'
    await "an agent shows the three of them" shows_hosts 3
    await "each query of the dashboard is answered" dashboard_is_answered
    # For a moment polls seem to have stopped: between the first scrape and the second poll.
    await "nothing is wrong with the agents" \
        is 'count(ALERTS{alertname=~"ProcprobeAgent.*|ProcprobePolls.*"}) or vector(0)' 0

    stop "$UNNAMED"
    await "$UNNAMED is gone, and its alert fires" \
        is "count(ALERTS{alertname='ProcprobeAgentDown', alertstate='firing', host='$UNNAMED'})" 1
    is 'count(ALERTS{alertname="ProcprobeAgentDown"})' 1 || fail "others are said to be down as well"
    await "an agent shows the other two" shows_hosts 2
    await "the sums are of two" is 'count(host_group:process_memory_usage_bytes:sum{group="all"})' 2
    start_agent "$UNNAMED"
    await "$UNNAMED is back" is 'count(up{job="procprobe"} == 1)' 3
    await "the alert is gone" is 'count(ALERTS{alertname="ProcprobeAgentDown"}) or vector(0)' 0
}

command -v python3 >/dev/null || skip "missing python3 (apt-get install python3)"
find_prometheus
check_prometheus
python3 deploy/test/dashboard.py deploy/grafana/procprobe.json
echo "the dashboard's form is right"
check_unit
[ "$static" = yes ] || try_fleet
echo "deploy/test.sh: all passed, in $SECONDS s"
