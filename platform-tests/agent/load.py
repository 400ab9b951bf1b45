#!/usr/bin/env python3
"""What a real agent costs that polls many processes, and whether it answers all who ask. Called by load.sh.

load.py CHILDREN SECONDS TOLERANCE FOLDER  CHILDREN is a program that starts as many processes as it is told
"""
import http.client
import os
import pathlib
import subprocess
import sys
import threading
import time

import serving

PROCESSES = 1_000
INTERVAL_SECONDS = 1
MOST_CORE_SHARE = 0.02
MOST_BYTES = 150 << 20
REQUESTS_PER_SECOND = 200
CLIENTS = 4
WARM_UP_SECONDS = 40
# What a tab of the dashboard that shows the table asks for at each poll, and its events.
DASHBOARD = ("/api/v1/info", "/api/v1/groups", "/api/v1/host", "/api/v1/alerts", "/api/v1/processes")
PATHS = (
    "/", "/health", "/metrics", "/openapi.json", "/assets/style/base.css", "/api/v1/info", "/api/v1/processes",
    "/api/v1/processes?sort=cpu&order=desc&limit=50", "/api/v1/processes/{pid}", "/api/v1/tree", "/api/v1/groups",
    "/api/v1/history?group=all", "/api/v1/host", "/api/v1/events", "/api/v1/alerts", "/api/v1/doctor",
)  # fmt: skip
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


class Cost:
    """CPU time of all threads of a process, and its resident memory."""

    def __init__(self, pid):
        self.folder = pathlib.Path(f"/proc/{pid}")
        self.begin = None

    def cpu_seconds(self):
        # Behind the name, which may have spaces; utime and stime are the fields 14 and 15.
        fields = (self.folder / "stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND

    def bytes(self, key):
        for line in (self.folder / "status").read_text().splitlines():
            if line.startswith(key + ":"):
                return int(line.split()[1]) << 10
        raise RuntimeError(f"no {key}")

    def start(self):
        self.begin = time.monotonic(), self.cpu_seconds()

    def core_share(self):
        time_then, cpu_then = self.begin
        return (self.cpu_seconds() - cpu_then) / (time.monotonic() - time_then)


class Client:
    """Keeps its connection, sends tags back that it has got, and takes answers as they come (gzip)."""

    def __init__(self, port):
        self.port = port
        self.connection = None
        self.tags = {}

    def get(self, path):
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=serving.PATIENCE_SECONDS)
        headers = serving.bearer(serving.TOKEN) | {"Accept-Encoding": "gzip"}
        if path in self.tags:
            headers["If-None-Match"] = self.tags[path]
        try:
            self.connection.request("GET", path, headers=headers)
            answer = self.connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as failure:
            self.close()
            return repr(failure)
        if answer.headers["ETag"]:
            self.tags[path] = answer.headers["ETag"]
        return answer.status

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def at_each(seconds, until, work):
    """Calls work at a fixed rate, which does not slow down with the answers."""
    next_time = time.monotonic()
    while next_time < until:
        time.sleep(max(0, next_time - time.monotonic()))
        work()
        next_time += seconds


def ask_alone(agent, seconds):
    time.sleep(seconds)
    return {}


def ask_as_dashboard(agent, seconds):
    counts = {}
    client = Client(agent.port)
    last = 0

    def look():
        nonlocal last
        for path in (*DASHBOARD, f"/api/v1/events?since={last}"):
            status = client.get(path)
            counts[status] = counts.get(status, 0) + 1

    last = agent.json("/api/v1/events")["last"]
    at_each(INTERVAL_SECONDS, time.monotonic() + seconds, look)
    client.close()
    return counts


def ask_much(agent, seconds):
    counts = {}
    lock = threading.Lock()
    pid = agent.pid

    def ask(first):
        client = Client(agent.port)
        number = first

        def once():
            nonlocal number
            path = PATHS[number % len(PATHS)].replace("{pid}", str(pid))
            number += 1
            status = client.get(path)
            with lock:
                counts[status] = counts.get(status, 0) + 1

        at_each(CLIENTS / REQUESTS_PER_SECOND, until, once)
        client.close()

    until = time.monotonic() + seconds
    threads = [threading.Thread(target=ask, args=(index * len(PATHS) // CLIENTS,)) for index in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counts


def measure(agent, name, ask, seconds, has_goal, tolerance, faults):
    cost = Cost(agent.pid)
    polls_then, time_then = agent.json("/api/v1/info")["pollNumber"], time.monotonic()
    cost.start()
    counts = ask(agent, seconds)
    share = cost.core_share()
    resident, peak = cost.bytes("VmRSS"), cost.bytes("VmHWM")
    took = time.monotonic() - time_then
    polls = agent.json("/api/v1/info")["pollNumber"] - polls_then
    asked = sum(counts.values())
    lost = {status: count for status, count in counts.items() if status not in (200, 304)}
    print(
        f"{name:<18} {share * 100:>8.2f} % {resident / (1 << 20):>9.0f} MiB {peak / (1 << 20):>7.0f} MiB"
        f" {polls / took:>9.2f}/s {asked / took:>9.1f}/s {sum(lost.values()):>6}"
    )
    if lost:
        faults.append(f"{name}: lost {lost}")
    if ask is ask_much and asked < 0.98 * REQUESTS_PER_SECOND * seconds:
        faults.append(f"{name}: only {asked} requests in {took:.0f} s: the client is too slow, or the answers")
    # One more than there should be may just have come.
    if polls > took / INTERVAL_SECONDS + 1:
        faults.append(f"{name}: {polls} polls in {took:.1f} s: asking makes it poll")
    if polls < took / INTERVAL_SECONDS / tolerance - 1:
        faults.append(f"{name}: only {polls} polls in {took:.1f} s")
    if has_goal and share > MOST_CORE_SHARE * tolerance:
        faults.append(f"{name}: more than {MOST_CORE_SHARE * 100:.0f} % of a core")
    if peak > MOST_BYTES:
        faults.append(f"{name}: more than {MOST_BYTES >> 20} MiB")


def main(arguments):
    children, seconds, tolerance, folder = arguments[0], int(arguments[1]), float(arguments[2]), arguments[3]
    faults = []
    crowd = subprocess.Popen([children, str(PROCESSES)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        started = len(crowd.stdout.readline().split())
        if started != PROCESSES:
            raise RuntimeError(f"{started} processes in place of {PROCESSES}")
        with serving.Agent(folder, "--interval", f"{INTERVAL_SECONDS}s", "--group", "crowd=name:procprobe_child*") as agent:
            members = {each["name"]: each["processes"] for each in agent.json("/api/v1/groups")["groups"]}
            print(f"processes: {members}; all within {seconds} s each, polled each second")
            if members["crowd"] < PROCESSES:
                faults.append(f"the agent sees {members['crowd']} of {PROCESSES} processes")
            # It compiles what runs often; that is over soon, and no matter of the months thereafter.
            ask_as_dashboard(agent, WARM_UP_SECONDS)
            print(f"{'':<18} {'CPU':>10} {'resident':>13} {'peak':>11} {'polls':>11} {'requests':>11} {'lost':>6}")
            measure(agent, "nobody asks", ask_alone, seconds, True, tolerance, faults)
            measure(agent, "one dashboard", ask_as_dashboard, seconds, True, tolerance, faults)
            measure(agent, "200 requests/s", ask_much, seconds, False, tolerance, faults)
            if agent.words().strip():
                faults.append(f"it complained: {agent.words()[:1000]}")
    finally:
        # They end with it.
        crowd.stdin.close()
        crowd.wait()
        crowd.stdout.close()
    for fault in faults:
        print("MISSED: " + fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
