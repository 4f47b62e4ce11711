"""What the checks share: how a check is written, the proxy under test, a client, and the words for what must hold."""

import contextlib
import functools
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.parse

from .upstream import Upstream

#: Part of each key that a check uses; found anywhere on disk, it is a leak.
MARK = "leakmark7Q"
KEY = f"AIza-{MARK}-first"
OTHER = f"AIza-{MARK}-second"
TOKEN = f"token-{MARK}-local"
FLASH = "/v1beta/models/gemini-2.5-flash:"
GENERATE, STREAM = FLASH + "generateContent", FLASH + "streamGenerateContent"
PATIENCE = 8.0
CHECKS = []
#: Set by the driver: the program under test.
BINARY = [""]
_local = threading.local()


class Skip(Exception):
    """A check that cannot be made here; the message says why."""


def check(theme):
    """Makes a function a check; its name, with spaces, is what must hold. It gets a `World`."""

    def add(function):
        CHECKS.append((theme, function.__name__.replace("_", " "), function))
        return function

    return add


def need(condition, what="this does not hold"):
    if not condition:
        raise AssertionError(what() if callable(what) else str(what))


def same(found, wanted, what="value"):
    need(found == wanted, lambda: f"{what}: found {shown(found)}, wanted {shown(wanted)}")


def shown(value, limit=300):
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= limit else text[:limit] + "…"


def until(test, what, patience=PATIENCE):
    """Asks until it is true; a deadline, not a pause, decides."""
    deadline = time.monotonic() + patience
    while not (value := test()):
        if time.monotonic() > deadline:
            raise AssertionError(f"waited in vain: {what() if callable(what) else what}")
        time.sleep(0.005)
    return value


def body(text="hello", **rest):
    return {"contents": [{"role": "user", "parts": [{"text": text}]}], **rest}


class Answer:
    def __init__(self, status, headers, data, trailers=()):
        self.status, self.headers, self.data, self.trailers = status, headers, data, trailers

    def header(self, name):
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        return ", ".join(values) if values else None

    @property
    def json(self):
        try:
            return json.loads(self.data)
        except ValueError:
            raise AssertionError(f"no JSON: {self}") from None

    @property
    def text(self):
        """The first candidate's text, thoughts left out."""
        return "".join(part.get("text", "") for part in self.json["candidates"][0]["content"]["parts"] if not part.get("thought"))

    @property
    def events(self):
        return [json.loads(line[6:]) for line in self.data.decode().splitlines() if line.startswith("data: {")]

    @property
    def cache(self):
        """The parameters of our member of Cache-Status (RFC 9211); empty without one."""
        for member in re.findall(r'(?:"(?:\\.|[^"\\])*"|[^,"])+', self.header("cache-status") or ""):
            name, *rest = re.findall(r'(?:"(?:\\.|[^"\\])*"|[^;"])+', member)
            if name.strip().strip('"') == "gemcache":
                pairs = (item.strip().partition("=") for item in rest)
                return {key: (value.strip('"') if separator else True) for key, separator, value in pairs}
        return {}

    @property
    def hit(self):
        return "hit" in self.cache

    def __str__(self):
        return f"{self.status} [{self.header('cache-status')}] {shown(' '.join(self.data.decode('utf-8', 'replace').split()), 260)}"


class Client:
    """One connection to the proxy. `key=None` sends no credential."""

    def __init__(self, port, key=KEY, timeout=15):
        self.key = key
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)

    def start(self, path, content=None, headers=(), method=None, key=...):
        """Sends a request and returns the response with its body unread."""
        key = self.key if key is ... else key
        fields = {"Content-Type": "application/json"} if content is not None else {}
        if key is not None:
            fields["x-goog-api-key"] = key
        fields.update(headers)
        data = content if isinstance(content, (bytes, type(None))) else json.dumps(content, ensure_ascii=False).encode()
        self.connection.request(method or ("POST" if content is not None else "GET"), path, data, fields)
        return self.connection.getresponse()

    def ask(self, *args, **rest):
        response = self.start(*args, **rest)
        return Answer(response.status, response.getheaders(), response.read())

    def close(self):
        self.connection.close()


class Proxy:
    """The program under test, on a free port."""

    def __init__(self, world, *options, env=None, listen="127.0.0.1:0", store=None, url=None, prefix=(), is_ready=True):
        self.world, self.store = world, store or world.folder("store")
        self.log_path = world.folder("log") / "stderr"
        ready = self.log_path.with_name("ready")
        base = [] if url == "" else ["--upstream", url or world.upstream.url]
        command = [*prefix, BINARY[0], "proxy", "--listen", listen, "--ready-file", str(ready), "--store", str(self.store), *base, *options]
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment(env), preexec_fn=hear_signals)
        self.clients = []
        if is_ready:
            until(lambda: self.process.poll() is not None or (ready.exists() and ready.read_text().strip()), lambda: "the proxy is up")
            need(self.process.poll() is None, lambda: f"the proxy ended with {self.process.returncode}: {shown(self.log)}")
            self.base = ready.read_text().strip()
            self.port = urllib.parse.urlsplit(self.base).port

    @property
    def log(self):
        return self.log_path.read_text(errors="replace")

    def client(self, key=KEY):
        self.clients.append(Client(self.port, key))
        return self.clients[-1]

    def ask(self, *args, **rest):
        """One exchange on a connection of its own."""
        client = Client(self.port)
        try:
            return client.ask(*args, **rest)
        finally:
            client.close()

    def raw(self, data, patience=5.0, is_shut=False):
        """Sends bytes as they are and reads until the other side closes or is silent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=patience) as connection:
            with contextlib.suppress(OSError):
                connection.sendall(data)
                if is_shut:
                    connection.shutdown(socket.SHUT_WR)
            return drained(connection)

    def stop(self, how=signal.SIGTERM):
        for client in self.clients:
            client.close()
        if self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        return self.process.returncode


def drained(connection, limit=1 << 26):
    pieces = []
    with contextlib.suppress(OSError):
        while (piece := connection.recv(65536)) and sum(map(len, pieces)) < limit:
            pieces.append(piece)
    return b"".join(pieces)


def hear_signals():
    """Lets a program that is about to start hear what this one was told to ignore, as under nohup or in a script's background."""
    for how in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(how, signal.SIG_DFL)


def environment(extra=None):
    """A bare environment: no key of the caller's, no store of theirs."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH")}
    return kept | (extra or {})


class World:
    """A check's own upstream, folders and proxies, and their end."""

    def __init__(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="proxy-check-"))
        self.counter, self.proxies, self.upstreams = 0, [], []

    @functools.cached_property
    def upstream(self):
        return self.another_upstream()

    def another_upstream(self):
        self.upstreams.append(Upstream())
        return self.upstreams[-1]

    def folder(self, name):
        self.counter += 1
        path = self.root / f"{name}{self.counter}"
        path.mkdir()
        return path

    def proxy(self, *options, **rest):
        self.proxies.append(Proxy(self, *options, **rest))
        return self.proxies[-1]

    def run(self, *arguments, env=None, data=None, patience=30, **rest):
        """The program's other commands."""
        return subprocess.run([BINARY[0], *map(str, arguments)], env=environment(env), input=data, capture_output=True, timeout=patience, **rest)

    def alive(self):
        """No proxy may have ended by itself."""
        for proxy in self.proxies:
            code = proxy.process.poll()
            need(code is None or code in (0, -15, -9, -2, 143, 130), lambda: f"the proxy died with {code}: {shown(proxy.log[-400:])}")

    def leaks(self):
        """The files below the root that hold a key."""
        for path in self.root.rglob("*"):
            with contextlib.suppress(OSError):
                if path.is_file() and not path.is_socket() and not path.name.endswith(".secret") and MARK.encode() in path.read_bytes():
                    yield str(path.relative_to(self.root))

    def close(self):
        for proxy in self.proxies:
            proxy.stop()
        for upstream in self.upstreams:
            upstream.close()

    def remove(self):
        shutil.rmtree(self.root, ignore_errors=True)


def together(*works, patience=30):
    """Runs the works at the same time; gives their results in order, or raises the first failure."""
    results, failures = [None] * len(works), []

    def do(place, work):
        try:
            results[place] = work()
        except BaseException as failure:  # noqa: BLE001 — told below
            failures.append(failure)

    threads = [threading.Thread(target=do, args=pair, daemon=True) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(patience)
    if failures:
        raise failures[0]
    need(not any(thread.is_alive() for thread in threads), "somebody never came back")
    return results
