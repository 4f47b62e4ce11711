"""What the cases of every client share: how a case is written, what it may use, how it is run and told."""

import asyncio
import base64
import contextlib
import functools
import http.server
import importlib
import importlib.metadata
import inspect
import json
import math
import os
import pathlib
import struct
import sys
import tempfile
import threading
import time
import traceback
import urllib.error
import urllib.request
import warnings
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
MEDIA = ROOT / "Fixtures" / "media"
#: The server's base URL, without a slash at its end.
BASE = os.environ.get("SDK_CHECK_BASE", "").rstrip("/")
#: Whether the server is the proxy, which answers a known question from its store.
IS_PROXY = os.environ.get("SDK_CHECK_PROXY", "0") != "0"
#: Whether the proxy has been asked all this before.
IS_SECOND = os.environ.get("SDK_CHECK_PROXY") == "2"
KEY = "sdk-check-key-that-opens-nothing"
FLASH, PRO, OLD, THREE = "gemini-2.5-flash", "gemini-2.5-pro", "gemini-2.0-flash", "gemini-3.5-flash"
EMBEDDER, EMBEDDER2 = "gemini-embedding-001", "gemini-embedding-2"
UNKNOWN = "gemini-0-none"
YOUTUBE = "https://www.youtube.com/watch?v=abcdefghijk"
CASES = []


class Skip(Exception):
    """A case that cannot be run here; the message says why."""


def case(area, proxy=True, kept=True):
    """Makes a function a case.

    `area` groups what fails; `proxy=False` keeps it from runs against the proxy, `kept=False` from the second one: the store does not keep what it asks.
    """

    def add(function):
        CASES.append((function.__name__.replace("_", " "), area, proxy and (kept or not IS_SECOND), function))
        return function

    return add


def need(condition, what="this does not hold"):
    if not condition:
        raise AssertionError(what)


def same(found, wanted, what="value"):
    if found != wanted:
        raise AssertionError(f"{what} is {found!r}, wanted {wanted!r}")


def has(text, *words):
    """The text must hold each word, whatever its case."""
    need(isinstance(text, str), f"no text but {text!r}")
    for word in words:
        need(word.lower() in text.lower(), f"{word!r} is not in {text[:300]!r}")
    return text


def raises(kind, call, code=None, text=None):
    """The error a call must end with; `code` is looked for under the names clients give it."""
    try:
        value = call()
    except kind as error:
        found = next((value for name in ("status_code", "code", "http_status") if isinstance(value := getattr(error, name, None), int)), None)
        if code is not None:
            same(found, code, f"the code of {type(error).__name__} ({str(error)[:200]})")
        if text is not None:
            has(str(error), text)
        return error
    raise AssertionError(f"no error was raised, but {value!r:.200} came")


def near(found, wanted, within):
    need(math.isclose(found, wanted, abs_tol=within), f"{found} is not within {within} of {wanted}")


def length(vector):
    return math.sqrt(sum(x * x for x in vector))


def cosine(a, b):
    return sum(x * y for x, y in zip(a, b)) / (length(a) * length(b))


def png(width=64, height=48, color=(200, 30, 30)):
    """A real picture of one color."""
    row = b"\0" + bytes(color) * width

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(row * height)) + chunk(b"IEND", b"")


def picture_size(data):
    """Width and height of a PNG, checked down to its pixels."""
    need(data[:8] == b"\x89PNG\r\n\x1a\n", f"no PNG: {data[:8]!r}")
    size, position, pixels = None, 8, b""
    while position < len(data):
        (count,), name = struct.unpack(">I", data[position:position + 4]), data[position + 4:position + 8]
        body = data[position + 8:position + 8 + count]
        need(zlib.crc32(name + body) == struct.unpack(">I", data[position + 8 + count:position + 12 + count])[0], f"{name} has a wrong sum")
        if name == b"IHDR":
            size = struct.unpack(">II", body[:8])
        if name == b"IDAT":
            pixels += body
        position += 12 + count
    need(zlib.decompress(pixels), "no pixels")
    return size


def media(name):
    return (MEDIA / name).read_bytes()


def image_url(data=None):
    """A picture as a data URL."""
    return "data:image/png;base64," + base64.b64encode(data or png()).decode()


def module(name):
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise Skip(f"{name} is not installed ({error})") from None


def version(package):
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "?"


def request(path, body=None, method=None, key=KEY, headers=None):
    """Status, headers and text of a plain request."""
    data = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    question = urllib.request.Request(path if path.startswith("http") else BASE + path, data=data, method=method or ("GET" if data is None else "POST"))
    for name, value in {"Content-Type": "application/json", **({"x-goog-api-key": key} if key else {}), **(headers or {})}.items():
        question.add_header(name, value)
    try:
        with urllib.request.urlopen(question, timeout=30) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


@contextlib.contextmanager
def vertex_account():
    """The path of a service account's file, whose tokens a server here gives out: for clients that fetch one whatever they are told."""
    serialization, rsa = module("cryptography.hazmat.primitives.serialization"), module("cryptography.hazmat.primitives.asymmetric.rsa")

    class Tokens(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.dumps({"access_token": "a-token-that-opens-nothing", "expires_in": 3600, "token_type": "Bearer"}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Tokens)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()
    account = {"type": "service_account", "project_id": "harbour", "private_key_id": "1", "private_key": key, "client_id": "1",
               "client_email": "pilot@harbour.example", "token_uri": f"http://127.0.0.1:{server.server_port}/token"}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(account, file)
        file.flush()
        yield file.name
    server.shutdown()


def redirect():
    """Sends what httpx would send to the live API to the server, for a client that has no setting for it."""
    import httpx
    base = httpx.URL(BASE or "http://127.0.0.1")

    def moved(request):
        if request.url.host == "generativelanguage.googleapis.com":
            request.url = request.url.copy_with(scheme=base.scheme, host=base.host, port=base.port)
            request.headers["host"] = request.url.netloc.decode()
        return request

    for kind, name in ((httpx.HTTPTransport, "handle_request"), (httpx.AsyncHTTPTransport, "handle_async_request")):
        plain = getattr(kind, name)
        setattr(kind, name, functools.partialmethod(lambda self, request, plain: plain(self, moved(request)), plain=plain))


class Trace:
    """The last requests of a case, as the common HTTP libraries sent them."""

    last = []

    @classmethod
    def add(cls, method, url, body):
        text = body.decode("utf-8", "replace") if isinstance(body, (bytes, bytearray)) else str(body or "")
        cls.last = [*cls.last[-3:], f"{method} {str(url).replace(BASE, '')} {text[:900]}"]

    @classmethod
    def install(cls):
        if "httpx" in sys.modules:
            httpx = sys.modules["httpx"]
            for kind in (httpx.Client, httpx.AsyncClient):
                cls.wrap(kind, "send", lambda self, request, *_, **__: (request.method, request.url, getattr(request, "_content", b"")))
        if "requests" in sys.modules:
            requests = sys.modules["requests"]
            cls.wrap(requests.Session, "send", lambda self, request, *_, **__: (request.method, request.url, request.body))
        if "aiohttp" in sys.modules:
            session = sys.modules["aiohttp"].ClientSession
            cls.wrap(session, "_request", lambda self, method, url, *_, **named: (method, url, named.get("data") or named.get("json")))

    @classmethod
    def wrap(cls, kind, name, read):
        plain = getattr(kind, name)

        @functools.wraps(plain)
        def traced(*arguments, **named):
            try:
                cls.add(*read(*arguments, **named))
            except Exception:  # the trace must never be what fails
                pass
            return plain(*arguments, **named)

        setattr(kind, name, traced)


def names(only=None):
    """A record of each case, without running it."""
    return [{"case": name, "area": area, "outcome": "listed"} for name, area, _, _ in CASES if not only or only in name]


def run(only=None):
    """Runs the cases and yields a record of each."""
    Trace.install()
    for name, area, proxy, function in CASES:
        if only and only not in name:
            continue
        record = {"case": name, "area": area, "outcome": "passed", "note": ""}
        if IS_PROXY and not proxy:
            continue
        Trace.last, started = [], time.monotonic()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                value = function()
                if inspect.iscoroutine(value):
                    value = asyncio.run(asyncio.wait_for(value, 60))
            record["note"] = "" if value is None else str(value)[:120]
        except Skip as reason:
            record.update(outcome="skipped", note=str(reason))
        except (KeyboardInterrupt, GeneratorExit):
            raise
        except BaseException as error:  # whatever the client makes of a wrong answer
            lines = traceback.extract_tb(error.__traceback__)
            place = next((f"{pathlib.Path(line.filename).name}:{line.lineno}" for line in reversed(lines) if "/scripts/sdk/" in line.filename), "")
            record.update(outcome="failed", note=f"{type(error).__name__}: {error}"[:1200], place=place, requests=Trace.last)
        record["seconds"] = round(time.monotonic() - started, 3)
        yield record
