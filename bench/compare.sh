#!/usr/bin/env bash
# A table, in Markdown, of what has changed between two runs of bench/run.sh on one machine.
set -euo pipefail

if [ $# != 2 ] || [ "${1:-}" = --help ]; then
    echo "Usage: bench/compare.sh BASE.json HEAD.json (two results.json of bench/run.sh; needs jq)" >&2
    [ "${1:-}" = --help ] && exit 0
    exit 2
fi
command -v jq >/dev/null || {
    echo "bench/compare.sh: jq not found: install it, for instance with: sudo apt-get install jq" >&2
    exit 2
}

echo '| what | processes | base | head | head / base | times its floor, base | head |'
echo '|---|---|---|---|---|---|---|'
jq -nr --slurpfile base "$1" --slurpfile head "$2" '
    def each: .[0].measurements[] | {key: "\(.label)|\(.processes)", value: .};
    def us: if . == null then "–" else "\(. / 10 | round / 100) µs" end;
    def times: if . == null then "–" else "\(. * 100 | round / 100)" end;
    ([$base | each] | from_entries) as $before
    | $head | each
    | .value as $now | $before[.key] as $old
    | "| \($now.label) | \($now.processes) | \($old.costNanos | us) | \($now.costNanos | us) | "
      + (if $old then $now.costNanos / $old.costNanos | times else "new" end)
      + " | \($old.timesFloor | times) | \($now.timesFloor | times) |"'
