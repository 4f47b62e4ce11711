"""Safe by default: hosts, origins, relaying, smuggling, limits. Raw sockets throughout."""

import http.client
import itertools
import json
import socket
import time

from .check_offline import hole
from .kit import GENERATE, KEY, Proxy, Skip, body, check, need, same, until

CONTENT = json.dumps(body("raw")).encode()


def message(line=f"POST {GENERATE} HTTP/1.1", *fields, content=CONTENT, host="Host: localhost", length=True):
    lines = [line, *([host] if host else []), *fields, *([f"Content-Length: {len(content)}"] if length else [])]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + content


def status(data):
    return int(data.split(b" ", 2)[1]) if data.startswith(b"HTTP/1.") else None


def statuses(data):
    import re
    return [int(one) for one in re.findall(rb"HTTP/1\.[01] (\d{3}) ", data)]


@check("safety")
def it_listens_on_loopback_alone_unless_told(world):
    done = world.proxy()
    lines = [line.split() for line in open("/proc/net/tcp").readlines()[1:]]
    mine = [line[1] for line in lines if line[3] == "0A" and int(line[1].split(":")[1], 16) == done.port]
    same(mine, [f"0100007F:{done.port:04X}"], "listening sockets")


@check("safety")
def a_wide_address_without_a_token_is_warned_of_or_refused(world):
    proxy = world.proxy(listen="0.0.0.0:0", is_ready=False)
    until(lambda: proxy.process.poll() is not None or "0.0.0.0" in proxy.log or "token" in proxy.log, "a word about it")
    need("token" in proxy.log.lower(), proxy.log)
    proxy.stop()


@check("safety")
def foreign_hosts_are_refused(world):
    proxy = world.proxy()
    for host in ("evil.example", "evil.example:80", "localhost.evil.example", "127.0.0.1.evil.example", "generativelanguage.googleapis.com", "192.168.0.1", "0.0.0.0", "127.0.0.1@evil.example", "[::2]", "", "a b", "localhost, evil.example", "2130706433", "evil.example\x00localhost"):
        answer = proxy.raw(message(f"POST {GENERATE} HTTP/1.1", "Connection: close", host=f"Host: {host}"))
        need(status(answer) in (400, 403, 421), f"{host!r}: {answer[:120]}")
    same(world.upstream.count(), 0, "requests upstream")


@check("safety")
def own_hosts_are_welcome(world):
    proxy = world.proxy()
    for host in ("localhost", "LOCALHOST", f"localhost:{proxy.port}", "127.0.0.1", f"127.0.0.1:{proxy.port}", f"[::1]:{proxy.port}", "[::1]"):
        answer = proxy.raw(message(f"POST {GENERATE} HTTP/1.1", "Connection: close", host=f"Host: {host}"))
        same(status(answer), 200, f"{host}: {answer[:160]}")


@check("safety")
def foreign_origins_are_refused(world):
    proxy = world.proxy()
    for origin in ("http://evil.example", "https://evil.example:8787", "null", "http://localhost.evil.example", "http://127.0.0.1.evil.example", "file://", "chrome-extension://abc", "http://", "x"):
        for path in (GENERATE, "/__gemcache/stats"):
            answer = proxy.ask(path, body("o") if path == GENERATE else None, {"Origin": origin})
            same(answer.status, 403, f"{origin} {path}: {answer}")
            need(answer.header("access-control-allow-origin") in (None,), f"{origin}: CORS")
    same(world.upstream.count(), 0, "requests upstream")
    same(proxy.ask(GENERATE, body("o"), {"Origin": f"http://localhost:{proxy.port}"}).status, 200, "its own origin")
    for fields in ({"Sec-Fetch-Site": "cross-site"},):
        need(proxy.ask(GENERATE, body("o"), fields).status in (200, 403), fields)


@check("safety")
def a_preflight_of_a_foreign_page_is_refused(world):
    proxy = world.proxy()
    answer = proxy.ask(GENERATE, None, {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}, method="OPTIONS")
    need(answer.status in (403, 405) and answer.header("access-control-allow-origin") is None, f"{answer} {answer.headers}")


@check("safety")
def no_open_relay(world):
    other, proxy = world.another_upstream(), world.proxy()
    for line in (f"POST {other.url}{GENERATE} HTTP/1.1", f"GET {other.url}/ HTTP/1.1", f"CONNECT 127.0.0.1:{other.port} HTTP/1.1", f"GET http://localhost@127.0.0.1:{other.port}/ HTTP/1.1", f"GET //127.0.0.1:{other.port}/x HTTP/1.1",
                 f"GET https://generativelanguage.googleapis.com/ HTTP/1.1", "GET ftp://x/ HTTP/1.1", "GET http:///x HTTP/1.1", f"GET /http://127.0.0.1:{other.port}/x HTTP/1.1", f"GET \\\\127.0.0.1:{other.port}\\x HTTP/1.1", f"GET @127.0.0.1:{other.port}/ HTTP/1.1", f"GET :{other.port}/ HTTP/1.1", "GET ?x HTTP/1.1", "OPTIONS * HTTP/1.1"):
        answer = proxy.raw(message(line, "Connection: close", content=b""))
        same(other.count(), 0, f"{line} reached another host")
        relays = line.split()[1].startswith(("http", "ftp")) or line.startswith("CONNECT")
        need(not relays or status(answer) in (400, 403, 404, 405, 421, 501), f"{line}: {answer[:100]}")
    answer = proxy.raw(message(f"POST http://localhost:{proxy.port}{GENERATE} HTTP/1.1", "Connection: close"))
    need(status(answer) in (200, 400, 403), answer[:100])


@check("safety")
def the_host_of_a_Vertex_path_cannot_be_chosen(world):
    """A location becomes part of a host's name; nothing but a location may stand there."""
    proxy = world.proxy(url=hole())
    for location in ("evil.example", "evil.example%2F", "x@evil", "127.0.0.1:1#", "a.b", "..", "%2e%2e", "x%00", "-", "us-central1.evil.example%23", ""):
        answer = proxy.raw(message(f"POST /v1/projects/p/locations/{location}/publishers/google/models/m:generateContent HTTP/1.1", "Connection: close"))
        need(status(answer) in (400, 403, 404, 503), f"{location}: {answer[:200]}")
        need(b"evil" not in answer or status(answer) != 503, f"{location}: the proxy tried to reach it: {answer[-400:]}")


SMUGGLING = {
    "length and chunks": ("Content-Length: 5", "Transfer-Encoding: chunked"),
    "chunks and length": ("Transfer-Encoding: chunked", "Content-Length: 5"),
    "two lengths": ("Content-Length: 5", "Content-Length: 6"),
    "length list": ("Content-Length: 5, 6",),
    "signed length": ("Content-Length: +5",),
    "negative length": ("Content-Length: -5",),
    "hexadecimal length": ("Content-Length: 0x5",),
    "huge length": ("Content-Length: 99999999999999999999999",),
    "length with a space": ("Content-Length: 5 5",),
    "empty length": ("Content-Length: ",),
    "length in words": ("Content-Length: five",),
    "space before the colon": ("Content-Length : 5",),
    "tab before the colon": ("Transfer-Encoding\t: chunked", "Content-Length: 5"),
    "folded": ("X-A: b", " Content-Length: 5", "Content-Length: 5"),
    "folded encoding": ("Transfer-Encoding:", " chunked", "Content-Length: 5"),
    "unknown encoding": ("Transfer-Encoding: xchunked",),
    "identity encoding": ("Transfer-Encoding: identity", "Content-Length: 5"),
    "chunked twice": ("Transfer-Encoding: chunked, chunked",),
    "chunked not last": ("Transfer-Encoding: chunked, gzip",),
    "two encodings": ("Transfer-Encoding: chunked", "Transfer-Encoding: identity"),
    "vertical tab": ("Transfer-Encoding: \x0bchunked",),
    "bare CR in a value": ("X-A: b\rContent-Length: 5", "Content-Length: 5"),
    "NUL in a value": ("X-A: b\x00c", "Content-Length: 5"),
    "bad name": ("X(A): b", "Content-Length: 5"),
    "empty name": (": b", "Content-Length: 5"),
    "no colon": ("nonsense", "Content-Length: 5"),
    "two hosts": ("Host: localhost", "Content-Length: 5"),
}


@check("safety")
def ambiguous_framing_is_refused_and_the_connection_closed(world):
    proxy, wrong = world.proxy(), []
    for name, fields in SMUGGLING.items():
        before = world.upstream.count()
        tail = b"0\r\n\r\n" + message("GET /smuggled HTTP/1.1", content=b"", length=False)
        answer = proxy.raw(message(f"POST {GENERATE} HTTP/1.1", *fields, content=tail, length=False), patience=1.5)
        if statuses(answer)[:1] not in ([400], [501], [413], [411], [403]) or len(statuses(answer)) != 1:
            wrong.append(f"{name}: {statuses(answer)} {answer[:60]}")
        if world.upstream.count() != before:
            wrong.append(f"{name}: reached upstream")
    need(not wrong, "; ".join(wrong))


CHUNKS = {"hexadecimal prefix": b"0x5\r\nhello\r\n0\r\n\r\n", "sign": b"+5\r\nhello\r\n0\r\n\r\n", "minus": b"-1\r\n\r\n0\r\n\r\n", "space": b"5 \r\nhello\r\n0\r\n\r\n", "no digits": b"\r\nhello\r\n0\r\n\r\n", "words": b"zz\r\nhello\r\n0\r\n\r\n",
          "too large": b"ffffffffffffffffff\r\nhello\r\n0\r\n\r\n", "wrong end": b"5\r\nhelloXX0\r\n\r\n", "bare LF": b"5\nhello\n0\n\n", "extension with LF": b"5;a=\nb\r\nhello\r\n0\r\n\r\n", "lone CR": b"5\rhello\r\n0\r\n\r\n"}


@check("safety")
def bad_chunks_are_refused(world):
    proxy, wrong = world.proxy(), []
    for name, data in CHUNKS.items():
        before = world.upstream.count()
        answer = proxy.raw(message(f"POST {GENERATE} HTTP/1.1", "Transfer-Encoding: chunked", content=data + message("GET /smuggled HTTP/1.1", content=b"", length=False), length=False), patience=1.5)
        if statuses(answer)[:1] != [400] or len(statuses(answer)) != 1 or world.upstream.count() != before:
            wrong.append(f"{name}: {statuses(answer)}, {world.upstream.count() - before} requests upstream")
    need(not wrong, "; ".join(wrong))


LINES = {"no version": f"POST {GENERATE}", "three spaces": f"POST  {GENERATE} HTTP/1.1", "HTTP/2": f"POST {GENERATE} HTTP/2.0", "HTTP/1.2": f"POST {GENERATE} HTTP/1.2", "HTTP/0.9": "GET /", "lower": f"POST {GENERATE} http/1.1", "bad method": f"PO(ST {GENERATE} HTTP/1.1",
         "NUL in the path": "GET /a\x00b HTTP/1.1", "space in the path": "GET /a b HTTP/1.1", "raw bytes": "GET /\xff\xfe HTTP/1.1", "fragment": "GET /x#y HTTP/1.1", "control": "GET /\x01 HTTP/1.1", "empty": ""}


@check("safety")
def odd_request_lines_crash_nothing(world):
    proxy = world.proxy()
    for name, line in LINES.items():
        proxy.raw(message(line, "Connection: close"), patience=1)
        need(proxy.process.poll() is None, f"{name} ended the proxy")
    same(proxy.ask(GENERATE, body("still here")).status, 200)
    for path in (one.target for one in world.upstream.requests):
        need("\x00" not in path and " " not in path, f"upstream got {path!r}")


@check("safety")
def paths_that_climb_do_not_confuse(world):
    proxy = world.proxy("--token", "t0ken-abc")
    for path in ("/v1beta/../__gemcache/stats", "/__gemcache/../v1beta/models", "/%5F_gemcache/stats", "//__gemcache/stats", "/__gemcache%2Fstats", "/./__gemcache/stats", "/__GEMCACHE/stats"):
        answer = proxy.raw(message(f"GET {path} HTTP/1.1", "Connection: close", content=b"", length=False))
        need(status(answer) in (400, 401, 403, 404), f"{path}: {answer[:150]}")


@check("safety")
def random_bytes_crash_nothing(world):
    import random
    dice, proxy = random.Random(7), world.proxy()
    good = message(f"POST {GENERATE} HTTP/1.1", "Connection: close", "x-goog-api-key: k", "Accept-Encoding: gzip")
    for number in range(150):
        data = bytearray(good)
        for _ in range(dice.randrange(1, 6)):
            place = dice.randrange(len(data))
            data[place:place + dice.randrange(0, 3)] = bytes(dice.randrange(256) for _ in range(dice.randrange(0, 3)))
        proxy.raw(bytes(data), patience=0.5, is_shut=True)
        need(proxy.process.poll() is None, f"case {number} ended the proxy: {bytes(data)!r}")
    same(proxy.ask(GENERATE, body("still here")).status, 200)


@check("safety")
def too_large_heads_and_bodies_are_refused(world):
    proxy = world.proxy()
    same(status(proxy.raw(message(f"POST {GENERATE} HTTP/1.1", "X-A: " + "a" * 2_000_000, "Connection: close"))), 431, "a field of 2 MB")
    same(status(proxy.raw(message(f"GET /{'a' * 2_000_000} HTTP/1.1", "Connection: close", content=b""))), 414, "a target of 2 MB")
    need(status(proxy.raw(message(f"POST {GENERATE} HTTP/1.1", *(f"X-{number}: {'a' * 50}" for number in range(30000)), "Connection: close"))) == 431, "30,000 fields")
    answer = proxy.raw(message(f"POST {GENERATE} HTTP/1.1", "Content-Length: 1000000000000", length=False, content=b"{"), patience=2)
    same(status(answer), 413, f"a body of 1 TB: {answer[:100]}")
    same(proxy.ask(GENERATE, body("still here")).status, 200)


@check("safety")
def large_but_honest_heads_pass(world):
    proxy = world.proxy()
    answer = proxy.ask(GENERATE, body("h"), {"X-Large": "a" * 12_000, **{f"X-{number}": "b" * 40 for number in range(60)}})
    same(answer.status, 200, str(answer))


@check("safety")
def a_deep_body_crashes_nothing(world):
    proxy = world.proxy()
    for content in (b"[" * 200_000, b'{"contents":' * 100_000, b'{"a":' * 50_000 + b"1" + b"}" * 50_000, b'{"contents":[{"parts":[{"text":"' + b"\\" * 100_001, b'{"contents":[{"parts":[{"text":"\\ud800"}]}]}', b'{"generationConfig":{"seed":1e999999999}}',
                    b'{"generationConfig":{"seed":' + b"9" * 100_000 + b"}}", b"\xef\xbb\xbf{}", b'{"contents":[{"parts":[{"inlineData":{"mimeType":"x","data":"===="}}]}]}', b'{"contents":[{"parts":[{"inlineData":{"mimeType":"x","data":"\xff"}}]}]}', b'{"a":1,"a":2}', b"\x00" * 1000,
                    b'{"contents":[{"parts":[{"videoMetadata":{"startOffset":"99999999999999999999999999s"}}]}]}', b'{"safetySettings":[{"category":99999999999999999999,"threshold":-1}]}'):
        answer = proxy.ask(GENERATE, content)
        need(answer.status in (200, 400), f"{content[:40]}: {answer}")
        need(proxy.process.poll() is None, f"{content[:40]} ended the proxy")


@check("safety")
def a_proxy_that_is_its_own_upstream_does_not_go_round_for_ever(world):
    """Whoever exported GOOGLE_GEMINI_BASE_URL for a tool may start the next proxy in the same shell."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    here = f"http://127.0.0.1:{port}"
    for url, env in (("", {"GOOGLE_GEMINI_BASE_URL": here, "https_proxy": hole()}), (here, {})):
        proxy = world.proxy(listen=f"127.0.0.1:{port}", url=url, env=env, is_ready=False)
        until(lambda: proxy.process.poll() is not None or proxy.log_path.with_name("ready").exists(), "a start or a refusal")
        if proxy.process.poll() is None:
            proxy.port = port
            began = time.monotonic()
            answer = proxy.ask(GENERATE, body("round"))
            need(answer.status >= 400 and time.monotonic() - began < 5, f"{time.monotonic() - began:.1f} s, {answer}")
        proxy.stop()
        world.proxies.remove(proxy)


@check("safety")
def a_port_in_use_is_told(world):
    first = world.proxy()
    done = world.run("proxy", "--listen", f"127.0.0.1:{first.port}", "--store", world.folder("s"), "--upstream", world.upstream.url)
    need(done.returncode > 0 and str(first.port).encode() in done.stderr, f"{done.returncode} {done.stderr}")
    for bad in ("nonsense", "127.0.0.1", "127.0.0.1:99999", ":x", "127.0.0.1:-1", "256.1.1.1:0", ""):
        done = world.run("proxy", "--listen", bad, "--store", world.folder("s"), "--upstream", world.upstream.url, patience=10)
        need(done.returncode > 0 and done.stderr, f"--listen {bad!r}: {done.returncode} {done.stderr}")
    for bad in ("nonsense", "ftp://x", "http://", "file:///etc/passwd", "http://a b", ""):
        done = world.run("proxy", "--listen", "127.0.0.1:0", "--store", world.folder("s"), "--upstream", bad, patience=10)
        need(done.returncode > 0 and done.stderr, f"--upstream {bad!r}: {done.returncode} {done.stderr}")


@check("safety")
def it_listens_on_IPv6_and_by_name_too(world):
    for listen in ("[::1]:0", "localhost:0"):
        try:
            proxy = world.proxy(listen=listen)
        except AssertionError as failure:
            if "::1" in listen and not socket.has_ipv6:
                raise Skip("no IPv6") from None
            raise failure
        connection = http.client.HTTPConnection("::1" if "::1" in listen else "localhost", proxy.port, timeout=5)
        connection.request("GET", "/__gemcache/health")
        same(connection.getresponse().status, 200, listen)
        connection.close()


@check("safety")
def an_old_ready_file_is_replaced(world):
    first = world.proxy()
    ready = first.log_path.with_name("ready")
    text = ready.read_text()
    need(text.strip().startswith("http://127.0.0.1:"), text)
    import urllib.request
    same(urllib.request.urlopen(text.strip() + "/__gemcache/health", timeout=5).status, 200)


@check("safety")
def a_WebSocket_is_refused_clearly(world):
    proxy = world.proxy()
    answer = proxy.raw(message("GET /ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent HTTP/1.1", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13", content=b"", length=False), patience=2)
    need(status(answer) is not None and status(answer) >= 400 and b"error" in answer, answer[:200])


@check("safety")
def many_idle_connections_do_not_lock_others_out(world):
    proxy = world.proxy()
    idle = []
    try:
        for _ in range(300):
            idle.append(socket.create_connection(("127.0.0.1", proxy.port), timeout=5))
            idle[-1].sendall(b"POST / HTTP/1.1\r\nHost: local")
        same(proxy.ask(GENERATE, body("through")).status, 200)
    finally:
        for one in idle:
            one.close()
