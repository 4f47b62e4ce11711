"""Safe by default: hosts, origins, relaying, smuggling, limits. Raw sockets throughout."""

import http.client
import json
import socket
import time

from .check_offline import hole
from .kit import GENERATE, Skip, body, check, need, same, until

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
    for host in (
        "evil.example",
        "evil.example:80",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "generativelanguage.googleapis.com",
        "192.168.0.1",
        "0.0.0.0",
        "127.0.0.1@evil.example",
        "[::2]",
        "",
        "a b",
        "localhost, evil.example",
        "2130706433",
        "evil.example\x00localhost",
    ):
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
    for origin in (
        "http://evil.example",
        "https://evil.example:8787",
        "null",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example",
        "file://",
        "chrome-extension://abc",
        "http://",
        "x",
    ):
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
    for line in (
        f"POST {other.url}{GENERATE} HTTP/1.1",
        f"GET {other.url}/ HTTP/1.1",
        f"CONNECT 127.0.0.1:{other.port} HTTP/1.1",
        f"GET http://localhost@127.0.0.1:{other.port}/ HTTP/1.1",
        f"GET //127.0.0.1:{other.port}/x HTTP/1.1",
        "GET https://generativelanguage.googleapis.com/ HTTP/1.1",
        "GET ftp://x/ HTTP/1.1",
        "GET http:///x HTTP/1.1",
        f"GET /http://127.0.0.1:{other.port}/x HTTP/1.1",
        f"GET \\\\127.0.0.1:{other.port}\\x HTTP/1.1",
        f"GET @127.0.0.1:{other.port}/ HTTP/1.1",
        f"GET :{other.port}/ HTTP/1.1",
        "GET ?x HTTP/1.1",
        "OPTIONS * HTTP/1.1",
    ):
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


@check("safety")
def paths_that_climb_do_not_confuse(world):
    proxy = world.proxy("--token", "t0ken-abc")
    for path in (
        "/v1beta/../__gemcache/stats",
        "/__gemcache/../v1beta/models",
        "/%5F_gemcache/stats",
        "//__gemcache/stats",
        "/__gemcache%2Fstats",
        "/./__gemcache/stats",
        "/__GEMCACHE/stats",
    ):
        answer = proxy.raw(message(f"GET {path} HTTP/1.1", "Connection: close", content=b"", length=False))
        need(status(answer) in (400, 401, 403, 404), f"{path}: {answer[:150]}")


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
    answer = proxy.raw(
        message(
            "GET /ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent HTTP/1.1",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13",
            content=b"",
            length=False,
        ),
        patience=2,
    )
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
