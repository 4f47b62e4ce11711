"""A fake upstream that counts: each answer differs from the one before, so a second question upstream cannot be overlooked."""

import contextlib
import http.server
import json
import socket
import threading
import urllib.parse

from . import forms, replies


class Exchange:
    """One request as it arrived, and the means to answer it piece by piece."""

    def __init__(self, handler, body, number):
        self.handler = handler
        self.method = handler.command
        self.target = handler.path
        parts = urllib.parse.urlsplit(handler.path)
        self.path = urllib.parse.unquote(parts.path)
        self.query = urllib.parse.parse_qsl(parts.query, keep_blank_values=True)
        self.headers = [(name.lower(), value) for name, value in handler.headers.items()]
        self.body = body
        self.number = number
        self.is_chunked = False

    def header(self, name):
        return next((value for key, value in self.headers if key == name.lower()), None)

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def verb(self):
        return self.path.rpartition(":")[2] if ":" in self.path else ""

    @property
    def wants_events(self):
        return dict(self.query).get("alt") == "sse"

    def everything(self):
        """All bytes of the request as one, for a search."""
        lines = [self.method + " " + self.target] + [f"{name}: {value}" for name, value in self.headers]
        return "\n".join(lines).encode("utf-8", "surrogateescape") + b"\n" + self.body

    def send(self, status=200, body=b"", headers=(), kind="application/json; charset=UTF-8"):
        body = body if isinstance(body, bytes) else (json.dumps(body, indent=2, ensure_ascii=False) + "\n").encode()
        self.head(status, [("Content-Type", kind), ("Content-Length", str(len(body))), *headers])
        if self.method != "HEAD":
            self.write(body)

    def head(self, status=200, headers=()):
        # Not `send_response`, which would add a Server and a Date to each answer.
        lines = [f"HTTP/1.1 {status} {http.HTTPStatus(status).phrase}", *(f"{name}: {value}" for name, value in headers)]
        self.write(("\r\n".join(lines) + "\r\n\r\n").encode())

    def begin(self, status=200, kind="text/event-stream", headers=()):
        """Starts a chunked answer."""
        self.is_chunked = True
        self.head(status, [("Content-Type", kind), ("Transfer-Encoding", "chunked"), *headers])

    def chunk(self, data):
        self.write(b"%x\r\n%s\r\n" % (len(data), data) if self.is_chunked else data)

    def event(self, value):
        self.chunk(b"data: " + json.dumps(value, ensure_ascii=False).encode() + b"\r\n\r\n")

    def end(self, trailers=()):
        self.write(b"0\r\n" + b"".join(f"{name}: {value}\r\n".encode() for name, value in trailers) + b"\r\n")

    def cut(self):
        """Ends the connection with no end of the answer."""
        self.handler.close_connection = True
        with contextlib.suppress(OSError):
            self.handler.connection.shutdown(socket.SHUT_RDWR)

    def write(self, data):
        self.handler.wfile.write(data)
        self.handler.wfile.flush()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def handle_one_request(self):
        with contextlib.suppress(ConnectionError, BrokenPipeError):
            super().handle_one_request()
            return
        self.close_connection = True

    def received(self):
        if "chunked" not in self.headers.get("Transfer-Encoding", "").lower():
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        pieces = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            pieces.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return b"".join(pieces)

    def answer(self):
        owner = self.server.owner
        exchange = owner.record(self, self.received())
        try:
            rule = next((act for test, act in reversed(owner.rules) if test(exchange)), None)
            if rule is None or rule(exchange) is replies.PASS:
                replies.answer(owner, exchange)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            exchange.send(400, forms.error(400, "Invalid JSON payload received.", "INVALID_ARGUMENT"))
        except (ConnectionError, BrokenPipeError):
            self.close_connection = True
            owner.left.append(exchange)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = do_PURGE = answer

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request, address):
        pass


class Upstream:
    """The server. `when` puts a rule before the ordinary answers; the last rule that fits decides."""

    def __init__(self):
        self.lock = threading.Lock()
        self.requests, self.rules, self.left = [], [], []
        self.files, self.uploads, self.caches = {}, {}, {}
        self.serial = 0
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.owner = self
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def record(self, handler, body):
        with self.lock:
            self.serial += 1
            exchange = Exchange(handler, body, self.serial)
            self.requests.append(exchange)
            return exchange

    def when(self, test, act):
        """`test` takes an exchange, or is a part of the target that must be there; `act` answers, or gives `PASS`."""
        self.rules.append((test if callable(test) else lambda exchange: test in exchange.target, act))

    def always(self, act):
        self.when(lambda _: True, act)

    def count(self, part=""):
        return sum(part in exchange.target for exchange in list(self.requests))

    @property
    def last(self):
        return self.requests[-1]

    def close(self):
        self.server.shutdown()
        self.server.server_close()
