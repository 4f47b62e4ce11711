"""Content codings and what else upstream's HTTP may bring."""

import gzip
import json
import zlib

from .check_http import LONG
from .check_safety import CONTENT
from .kit import GENERATE, STREAM, body, check, need, same
from .replies import pieces, whole


@check("http")
def a_request_in_gzip_is_read_or_passed_on(world):
    proxy = world.proxy()
    packed = gzip.compress(CONTENT)
    for _ in range(2):
        answer = proxy.ask(GENERATE, packed, {"Content-Encoding": "gzip"})
        need(answer.status in (200, 415), answer)
    if world.upstream.requests:
        seen = world.upstream.last
        body_ = seen.body if seen.header("content-encoding") is None else gzip.decompress(seen.body)
        same(body_, CONTENT, "what upstream reads")


@check("http")
def gzip_is_given_to_who_accepts_it(world):
    proxy = world.proxy()
    world.upstream.always(lambda exchange: exchange.send(body=whole(1, LONG)))
    plain = proxy.ask(GENERATE, body("z"))
    for accepted, coded in (
        ("gzip", True),
        ("gzip, deflate, br, zstd", True),
        ("*", None),
        ("gzip;q=0", False),
        ("gzip;q=0.0, identity", False),
        ("identity", False),
        ("br", False),
        ("identity;q=1, gzip;q=0.5", None),
        ("GZIP", True),
        ("deflate, gzip;q=1.0", True),
        ("x-gzip", None),
        ("", False),
    ):
        answer = proxy.ask(GENERATE, body("z"), {"Accept-Encoding": accepted})
        found = (answer.header("content-encoding") or "identity").lower()
        need(found in ("gzip", "identity"), f"{accepted}: {found}")
        need(coded is None or (found == "gzip") == coded, f"{accepted!r} brought {found}")
        data = gzip.decompress(answer.data) if found == "gzip" else answer.data
        same(data, plain.data, accepted)
        need("accept-encoding" in (answer.header("vary") or "").lower() or found == "identity", f"{accepted}: Vary {answer.header('vary')}")
    same(world.upstream.count(), 1, "requests upstream")


@check("http")
def upstreams_gzip_is_for_who_asked_for_it(world):
    proxy = world.proxy()

    def packed(exchange):
        data = json.dumps(whole(1, LONG)).encode()
        if "gzip" in (exchange.header("accept-encoding") or ""):
            return exchange.send(body=gzip.compress(data), headers=[("Content-Encoding", "gzip")])
        exchange.send(body=data)

    world.upstream.always(packed)
    for accepted in ("identity", "gzip", "identity"):
        answer = proxy.ask(GENERATE, body("coded"), {"Accept-Encoding": accepted})
        data = gzip.decompress(answer.data) if answer.header("content-encoding") == "gzip" else answer.data
        same(json.loads(data)["candidates"][0]["content"]["parts"][0]["text"], LONG, accepted)
        need(accepted == "gzip" or answer.header("content-encoding") is None, f"{accepted}: {answer.headers}")
    same(world.upstream.count(), 1)


@check("http")
def gzip_that_upstream_sends_unasked_is_undone(world):
    proxy = world.proxy()
    world.upstream.always(lambda exchange: exchange.send(body=gzip.compress(json.dumps(whole(1)).encode()), headers=[("Content-Encoding", "gzip")]))
    answer = proxy.ask(GENERATE, body("unasked"))
    need(answer.status == 200 and answer.header("content-encoding") is None and answer.text == "answer 1", f"{answer} {answer.headers}")
    need(proxy.ask(GENERATE, body("unasked")).text == "answer 1", "again")


@check("http")
def a_stream_in_gzip_comes_as_events(world):
    proxy = world.proxy()

    def packed(exchange):
        coder = zlib.compressobj(wbits=31)
        exchange.begin(headers=[("Content-Encoding", "gzip")])
        for chunk in pieces(1, ["one ", "two"]):
            exchange.chunk(coder.compress(b"data: " + json.dumps(chunk).encode() + b"\r\n\r\n") + coder.flush(zlib.Z_SYNC_FLUSH))
        exchange.chunk(coder.flush())
        exchange.end()

    world.upstream.always(packed)
    answer = proxy.ask(STREAM + "?alt=sse", body("zs"))
    need(len(answer.events) == 2 and answer.header("content-encoding") is None, f"{answer} {answer.headers}")
    need(proxy.ask(GENERATE, body("zs")).text == "one two", "unary")


@check("http")
def trailers_and_odd_fields_of_upstream_do_no_harm(world):
    proxy = world.proxy()

    def trailing(exchange):
        exchange.begin(
            kind="application/json",
            headers=[
                ("Trailer", "X-Sum"),
                ("Connection", "X-Hop"),
                ("X-Hop", "1"),
                ("Keep-Alive", "timeout=5"),
                ("Set-Cookie", "a=b"),
                ("Set-Cookie", "c=d"),
                ("X-Twice", "1"),
                ("X-Twice", "2"),
            ],
        )
        exchange.chunk(json.dumps(whole(1)).encode())
        exchange.end([("X-Sum", "abc")])

    world.upstream.always(trailing)
    answer = proxy.ask(GENERATE, body("tr"))
    same(answer.text, "answer 1")
    need(answer.header("x-hop") is None, "a hop-by-hop field was handed on")
    again = proxy.ask(GENERATE, body("tr"))
    need(again.hit and again.text == "answer 1" and again.header("set-cookie") is None and again.header("x-hop") is None, f"{again.headers}")


@check("http")
def an_answer_that_ends_with_the_connection_is_read(world):
    proxy = world.proxy()

    def until_closed(exchange):
        exchange.head(200, [("Content-Type", "application/json"), ("Connection", "close")])
        exchange.write(json.dumps(whole(1)).encode())
        exchange.cut()

    world.upstream.always(until_closed)
    same(proxy.ask(GENERATE, body("closed")).text, "answer 1")


@check("http")
def an_interim_response_is_passed_over(world):
    proxy = world.proxy()

    def interim(exchange):
        exchange.write(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n")
        exchange.send(body=whole(1))

    world.upstream.always(interim)
    same(proxy.ask(GENERATE, body("interim")).text, "answer 1")
