#!/usr/bin/env python3
"""Sends a real agent what no client should, and damaged configurations to its start. Called by fuzz.sh.

hostile.py SEED SECONDS FOLDER  FOLDER has sample-*.yaml, to be started with; and gets logs
"""
import pathlib
import random
import re
import selectors
import socket
import subprocess
import sys
import threading
import time

import serving

PATIENCE_SECONDS = 45
# The agent gives a client 30 s for a request.
SLOW_SECONDS = 30
BYTES = 1 << 16
PATHS = (
    "/", "/health", "/metrics", "/openapi.json", "/assets/style/base.css", "/api/v1/info", "/api/v1/processes",
    "/api/v1/processes/1", "/api/v1/tree", "/api/v1/groups", "/api/v1/history?group=all", "/api/v1/host",
    "/api/v1/events", "/api/v1/alerts", "/api/v1/doctor", "/api/v1/fleet",
)  # fmt: skip
METHODS = (
    "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PRI", "get", "G" * 9000, "", "GE T",
    "\0", "PROPFIND", "M-SEARCH",
)  # fmt: skip
PIECES = (
    "..", "../" * 40, "%2e%2e/", "..%2f", "%252e%252e%252f", "..\\", "..;/", "//", "\0", "%00", "%", "%zz", "%c0%af", "\r\n",
    "\n", "\t", " ", ";x=1", "?", "#", "&", "=", "etc/passwd", "?group=all&group=all", "?limit=-1", "?limit=1e9",
    "?sort=" + "a" * 3000, "?" + "a=b&" * 1500, "{}", "<script>", "ä", "\u202e", "api/v1/../../", "a" * 9000, "http://x/", "*",
)  # fmt: skip
HEADERS = (
    "Content-Length: 5", "Content-Length: -1", "Content-Length: 99999999999999999999", "Content-Length: 1000000000",
    "Transfer-Encoding: chunked", "Transfer-Encoding: chunked, chunked", "Transfer-Encoding: \x0bchunked",
    "Host: evil.example", "Host: 127.0.0.1", "Host:", "Connection: upgrade", "Upgrade: h2c", "Upgrade: websocket",
    "Expect: 100-continue", "Range: bytes=0-1,2-3,0-", "If-None-Match: *", 'If-None-Match: "' + "x" * 6000 + '"',
    "Accept: " + "a/b;q=0.1," * 400, "Accept: application/openmetrics-text; version=9", "Accept-Encoding: gzip;q=zzz, *;q=1",
    "Authorization: Bearer", "Authorization: Bearer " + "a" * 5000, "Authorization: Basic Og==", "X : a", " X: a", "X",
    ": a", "X: \0", "X: " + "a" * 20000, "X-Forwarded-For: 127.0.0.1", "Origin: http://evil.example",
    "X-HTTP-Method-Override: DELETE", "Cookie: a=b", "X: a\r\n b: folded",
)  # fmt: skip
STATUS_LINE = re.compile(rb"HTTP/1\.1 (\d{3}) ")


def exchange(port, data, seconds=PATIENCE_SECONDS):
    """Sends all of it and gives what comes back until the other side closes; None if it never does."""
    received = bytearray()
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection, selectors.DefaultSelector() as wait:
        connection.setblocking(False)
        wait.register(connection, selectors.EVENT_READ | selectors.EVENT_WRITE)
        deadline = time.monotonic() + seconds
        at = 0
        while time.monotonic() < deadline:
            for _, events in wait.select(deadline - time.monotonic()):
                try:
                    if events & selectors.EVENT_READ:
                        some = connection.recv(BYTES)
                        if not some:
                            return bytes(received)
                        received += some
                    if events & selectors.EVENT_WRITE and at < len(data):
                        at += connection.send(data[at : at + BYTES])
                        if at == len(data):
                            connection.shutdown(socket.SHUT_WR)
                            wait.modify(connection, selectors.EVENT_READ)
                except OSError:
                    return bytes(received)
    return None


def request(rng, port):
    """Well formed but for some of it, and now and then for a body."""
    method = "GET" if rng.random() < 0.6 else rng.choice(METHODS)
    path = rng.choice(PATHS)
    for _ in range(rng.randrange(3)):
        at = rng.randrange(len(path) + 1)
        path = path[:at] + rng.choice(PIECES) + path[at:]
    version = "HTTP/1.1" if rng.random() < 0.9 else rng.choice(("HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/1.1.1", "", "\0"))
    lines = [f"{method} {path} {version}", f"Host: 127.0.0.1:{port}"]
    if rng.random() < 0.8:
        lines.append("Authorization: Bearer " + serving.TOKEN)
    lines += rng.choices(HEADERS, k=rng.randrange(4))
    end = rng.choice(("\r\n",) * 8 + ("\n", "\r"))
    text = end.join(lines) + end * 2
    data = bytearray(text.encode("utf-8", "surrogateescape"))
    for _ in range(rng.choice((0, 0, 0, 1, 5))):
        data[rng.randrange(len(data))] = rng.randrange(256)
    if rng.random() < 0.1:
        data += rng.randbytes(rng.choice((5, 100_000)))
    return bytes(data)


def check(faults, data, answer):
    sent = data[:300]
    if answer is None:
        faults.add("a connection that is never closed", sent)
        return
    for status in STATUS_LINE.findall(answer):
        # 505 is of the client's making: the version.
        if status[:1] == b"5" and status != b"505":
            faults.add(f"status {status.decode()}", (sent, answer[:600]))
    if b"root:x:0" in answer:
        faults.add("a file of this machine", sent)
    if serving.STACK_TRACE.search(answer.decode("utf-8", "replace")):
        faults.add("a stack trace in an answer", (sent, answer[:600]))


def fuzz_requests(agent, rng, seconds, faults):
    end = time.monotonic() + seconds
    count = 0
    while time.monotonic() < end:
        # Some of them, one after the other without waiting, as who pipelines does.
        data = b"".join(request(rng, agent.port) for _ in range(rng.choice((1, 1, 1, 2, 8))))
        check(faults, data, exchange(agent.port, data))
        count += 1
        # Less than the 1,000 a second that an address may.
        time.sleep(0.002)
    return count


def valid(port, path, more=""):
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {serving.TOKEN}\r\n{more}\r\n"
    ).encode()


def check_known(agent, faults):
    """What has one right answer."""
    host = f"Host: 127.0.0.1:{agent.port}\r\n"
    close = "Connection: close\r\n"
    expected = [
        (413, f"GET /health HTTP/1.1\r\n{host}Content-Length: 10000000\r\n\r\n".encode() + b"x" * 10_000_000),
        (413, f"GET / HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\nffffffff\r\n".encode() + b"x" * 1_000_000),
        (431, f"GET / HTTP/1.1\r\n{host}X: {'a' * 1_000_000}\r\n\r\n".encode()),
        (431, f"GET / HTTP/1.1\r\n{host}{'X: a' + chr(13) + chr(10)}".encode() + b"X: a\r\n" * 100_000 + b"\r\n"),
        (414, f"GET /{'a' * 1_000_000} HTTP/1.1\r\n{host}\r\n".encode()),
        (405, f"POST /api/v1/processes HTTP/1.1\r\n{host}{close}\r\n".encode()),
        (405, f"DELETE /api/v1/processes/1 HTTP/1.1\r\n{host}{close}\r\n".encode()),
        (421, f"GET /health HTTP/1.1\r\nHost: evil.example\r\n{close}\r\n".encode()),
        (401, f"GET /api/v1/info HTTP/1.1\r\n{host}{close}\r\n".encode()),
        (401, f"GET /metrics HTTP/1.1\r\n{host}Authorization: Bearer {serving.TOKEN}x\r\n{close}\r\n".encode()),
        (400, valid(agent.port, "/api/v1/processes?unknown=1", close)),
        (400, valid(agent.port, "/assets/%2e%2e/%2e%2e/openapi.json", close)),
        (200, valid(agent.port, "/api/v1/info", close)),
    ]
    for status, data in expected:
        answer = exchange(agent.port, data)
        found = STATUS_LINE.match(answer or b"")
        if not found or int(found[1]) != status:
            faults.add(f"not {status}", (data[:120], (answer or b"nothing")[:200]))
    pipelined = exchange(agent.port, valid(agent.port, "/api/v1/host") * 200 + valid(agent.port, "/health", close))
    if len(STATUS_LINE.findall(pipelined or b"")) != 201:
        faults.add("of 201 pipelined requests", len(STATUS_LINE.findall(pipelined or b"")))


def drip(agent, data, results, seconds):
    """A byte now and then, never a whole request: how long that is put up with."""
    begin = time.monotonic()
    try:
        with socket.create_connection(("127.0.0.1", agent.port), timeout=1) as connection:
            at = 0
            while time.monotonic() - begin < seconds:
                connection.sendall(data[at % len(data) :][:1])
                at += 1
                try:
                    if not connection.recv(BYTES):
                        break
                except TimeoutError:
                    pass
    except OSError:
        pass
    results.append(time.monotonic() - begin)


def check_slow(agent, faults, meanwhile):
    """Slow loris: more of them than there are places, and others are served all the same."""
    results = []
    begun = f"GET /health HTTP/1.1\r\nHost: 127.0.0.1:{agent.port}\r\nX: ".encode()
    texts = [b"a", b"X: a\r\n", b"GET "] + [begun + b"a" * 100] * 57
    most = SLOW_SECONDS * 2
    slow = [threading.Thread(target=drip, args=(agent, text, results, most), daemon=True) for text in texts]
    for each in slow:
        each.start()
    meanwhile()
    begin = time.monotonic()
    status, _ = agent.get("/health", token=None)
    if status != 200 or time.monotonic() - begin > SLOW_SECONDS:
        faults.add("nobody else is served beside slow ones", (status, time.monotonic() - begin))
    for each in slow:
        each.join()
    if max(results) >= most:
        faults.add("slow ones are put up with for longer than", most)
    return max(results)


def check_start(sample, folder, faults):
    """It starts, or tells its mistakes: FILE:LINE:COLUMN: what, or one line of what is wrong; and no trace."""
    # Where it listens and calls, and writes, is ours to say: not that of a damaged text.
    command = serving.command(
        "--config", str(sample), "--webhook", "http://127.0.0.1:9/", "--fleet", "http://127.0.0.1:9",
        "--history-directory", str(folder / "history"),
    )  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    try:
        # Until its first line, or its end.
        with selectors.DefaultSelector() as wait:
            wait.register(process.stdout, selectors.EVENT_READ)
            if not wait.select(serving.PATIENCE_SECONDS):
                faults.add("a start that hangs", sample)
                return "hangs"
        started = process.stdout.readline().startswith(b"http")
        if started:
            process.terminate()
        try:
            _, error = process.communicate(timeout=serving.PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            faults.add("an end that hangs", sample)
            return "hangs"
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    text = error.decode("utf-8", "replace")
    if serving.STACK_TRACE.search(text):
        faults.add("a stack trace at the start", (sample, text[:1500]))
    if started:
        return "started"
    if process.returncode not in (1, 2) or not text.strip():
        faults.add("no mistake is told", (sample, process.returncode, text[:300]))
    elif process.returncode == 2 and "Usage" not in text and not re.search(rf"{re.escape(str(sample))}:\d+:\d+: ", text):
        # What contradicts each other has no one place.
        if text.count("\n") > 3:
            faults.add("mistakes without a place", (sample, text[:300]))
    return f"exit {process.returncode}"


def main(arguments):
    seed, seconds, folder = int(arguments[0]), int(arguments[1]), pathlib.Path(arguments[2])
    rng = random.Random(seed)
    faults = serving.Faults()
    counts = []
    with serving.Agent(folder, "--interval", "1s", "--group", "shells=name:*sh") as agent:
        check_known(agent, faults)
        slowest = check_slow(agent, faults, lambda: counts.append(fuzz_requests(agent, rng, seconds, faults)))
        agent.check_words(faults)
    print(f"raw requests: {counts[0]} connections; the slowest client was put up with for {slowest:.0f} s")
    outcomes = {}
    for sample in sorted(folder.glob("sample-*.yaml")):
        outcome = check_start(sample, folder, faults)
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    print(f"starts with damaged configurations: {outcomes}")
    return 0 if faults.tell() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
