#!/usr/bin/env python3
"""Asks an agent or Prometheus over HTTP, for test.sh.

ask.py status URL [TOKEN_FILE]  prints the HTTP status, or "none" when nobody answers
ask.py values PROMETHEUS QUERY  prints a line for each series: its value, and its labels but the name
ask.py fleet AGENT TOKEN_FILE   prints how many hosts an agent's page of hosts shows with all of their figures
ask.py targets PROMETHEUS       prints a line for each target: its address, and what was wrong with the last scrape
"""
import json
import pathlib
import sys
import urllib.error
import urllib.parse
import urllib.request

SECONDS = 5

# A proxy of the environment has no business with this machine's own addresses.
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def status(url, token_file=None):
    request = urllib.request.Request(url)
    if token_file:
        token = pathlib.Path(token_file).read_text(encoding="utf-8").strip()
        request.add_header("Authorization", "Bearer " + token)
    try:
        with opener.open(request, timeout=SECONDS) as answer:
            return answer.status
    except urllib.error.HTTPError as refusal:
        return refusal.code
    except OSError:
        return "none"


def series(prometheus, query):
    """What a query gives now: a list of (labels, value). Raises ValueError with Prometheus' words for a bad one."""
    url = f"{prometheus}/api/v1/query?" + urllib.parse.urlencode({"query": query})
    try:
        with opener.open(url, timeout=SECONDS) as answer:
            data = json.load(answer)["data"]
    except urllib.error.HTTPError as refusal:
        raise ValueError(json.load(refusal)["error"]) from refusal
    if data["resultType"] == "scalar":
        return [({}, data["result"][1])]
    return [(each["metric"], each["value"][1]) for each in data["result"]]


def values(prometheus, query):
    lines = []
    for labels, value in series(prometheus, query):
        shown = " ".join(f"{name}={labels[name]}" for name in sorted(labels) if name != "__name__")
        lines.append(f"{value} {shown}".rstrip())
    return "\n".join(sorted(lines, key=lambda line: line.split(" ", 1)[1:]))


FIGURES = ("processes", "residentBytes", "cpuLoad", "memoryAvailableBytes", "memoryTotalBytes")


def fleet(agent, token_file):
    token = pathlib.Path(token_file).read_text(encoding="utf-8").strip()
    request = urllib.request.Request(f"{agent}/api/v1/fleet", headers={"Authorization": "Bearer " + token})
    with opener.open(request, timeout=2 * SECONDS) as answer:
        hosts = json.load(answer)["hosts"]
    return sum(host["up"] and all(host[figure] is not None for figure in FIGURES) for host in hosts)


def targets(prometheus):
    with opener.open(f"{prometheus}/api/v1/targets", timeout=SECONDS) as answer:
        active = json.load(answer)["data"]["activeTargets"]
    return "\n".join(f"{each['scrapeUrl']} {each['health']} {each['lastError']}".rstrip() for each in active)


COMMANDS = {"status": (status, (1, 2)), "values": (values, (2,)), "fleet": (fleet, (2,)), "targets": (targets, (1,))}


def main(arguments):
    command, counts = COMMANDS.get(arguments[0] if arguments else "", (None, ()))
    if len(arguments) - 1 not in counts:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        print(command(*arguments[1:]))
    except (OSError, ValueError) as failure:
        print(f"ask.py: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
