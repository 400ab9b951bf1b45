"""A `procprobe serve` of this machine's loopback, for the scripts beside this file."""
import http.client
import json
import pathlib
import re
import select
import signal
import subprocess
import time
import urllib.parse

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
TOKEN = "0123456789abcdefghijklmnopqrstuv"
PATIENCE_SECONDS = 60
ENDED_BY_SIGTERM = 128 + signal.SIGTERM

# What a person is never to see: a stack trace, or a server's own page of an error.
STACK_TRACE = re.compile(r"(?m)^\s+at [\w.$/]+\(|^Exception in thread|^Caused by: |java\.lang\.\w+Error|org\.eclipse")


class Faults:
    """What was found, each kind told once with its first example."""

    def __init__(self):
        self.kinds = {}

    def add(self, kind, example):
        count, first = self.kinds.get(kind, (0, example))
        self.kinds[kind] = (count + 1, first)

    def tell(self):
        for kind, (count, example) in self.kinds.items():
            print(f"FOUND, {count} times: {kind}: {example}")
        return not self.kinds


def command(*options):
    return [str(REPOSITORY / "procprobe"), "serve", "--listen", "127.0.0.1:0", *options]


class Agent:
    """Serves until the end of its `with`. Its log is a file of the folder that it is given."""

    def __init__(self, folder, *options):
        self.folder = pathlib.Path(folder)
        token = self.folder / "token"
        token.touch(mode=0o600)
        token.write_text(TOKEN + "\n", encoding="ascii")
        self.log = self.folder / "agent.log"
        self.options = ["--token-file", str(token), *options]
        self.process = None
        self.url = None

    def __enter__(self):
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command(*self.options), stdout=subprocess.PIPE, stderr=log, stdin=subprocess.DEVNULL
            )
        # A launcher that builds first takes longer: build before.
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE_SECONDS)
        line = self.process.stdout.readline().decode() if ready else ""
        if not line.startswith("http://127.0.0.1:"):
            self.process.kill()
            self.process.wait()
            raise RuntimeError(f"no agent: {line!r} {self.words()}")
        self.url = line.strip().rstrip("/")
        return self

    def __exit__(self, *failure):
        if self.process.poll() is None:
            self.process.terminate()
        try:
            status = self.process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise RuntimeError("the agent does not end when it is asked to") from None
        finally:
            self.process.stdout.close()
        # 143 is what Java makes of a SIGTERM that its hooks have answered.
        if status not in (ENDED_BY_SIGTERM, -signal.SIGTERM) and failure[0] is None:
            raise RuntimeError(f"the agent has ended with {status}: {self.words()}")

    @property
    def port(self):
        return urllib.parse.urlsplit(self.url).port

    @property
    def pid(self):
        return self.process.pid

    def is_running(self):
        return self.process.poll() is None

    def words(self):
        return self.log.read_text(encoding="utf-8", errors="replace")

    def get(self, path, token=TOKEN, headers=None):
        """Status and body of one request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request("GET", path, headers=bearer(token) | (headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def json(self, path):
        status, body = self.get(path)
        if status != http.client.OK:
            raise RuntimeError(f"{path}: {status} {body[:200]!r}")
        return json.loads(body)

    def check_words(self, faults):
        """Its log has no stack trace, and it still runs and is well."""
        if not self.is_running():
            faults.add("the agent has ended", f"{self.process.returncode} {self.words()[-2000:]}")
            return
        trace = STACK_TRACE.search(self.words())
        if trace:
            faults.add("a stack trace in the log", self.words()[trace.start() : trace.start() + 1500])
        deadline = time.monotonic() + PATIENCE_SECONDS
        # Connections that were given up may be counted for a moment.
        while True:
            try:
                status, body = self.get("/health", token=None)
            except OSError as failure:
                status, body = None, str(failure).encode()
            if status == http.client.OK:
                return
            if time.monotonic() > deadline:
                faults.add("not well afterwards", f"{status} {body!r}")
                return
            time.sleep(0.2)


def bearer(token):
    return {"Authorization": "Bearer " + token} if token else {}
