"""Request smuggling, odd heads, too much of anything; raw sockets throughout."""

import random

from .check_safety import message, status, statuses
from .kit import GENERATE, body, check, need, same

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


CHUNKS = {
    "hexadecimal prefix": b"0x5\r\nhello\r\n0\r\n\r\n",
    "sign": b"+5\r\nhello\r\n0\r\n\r\n",
    "minus": b"-1\r\n\r\n0\r\n\r\n",
    "space": b"5 \r\nhello\r\n0\r\n\r\n",
    "no digits": b"\r\nhello\r\n0\r\n\r\n",
    "words": b"zz\r\nhello\r\n0\r\n\r\n",
    "too large": b"ffffffffffffffffff\r\nhello\r\n0\r\n\r\n",
    "wrong end": b"5\r\nhelloXX0\r\n\r\n",
    "bare LF": b"5\nhello\n0\n\n",
    "extension with LF": b"5;a=\nb\r\nhello\r\n0\r\n\r\n",
    "lone CR": b"5\rhello\r\n0\r\n\r\n",
}


@check("safety")
def bad_chunks_are_refused(world):
    proxy, wrong = world.proxy(), []
    for name, data in CHUNKS.items():
        before = world.upstream.count()
        answer = proxy.raw(
            message(
                f"POST {GENERATE} HTTP/1.1",
                "Transfer-Encoding: chunked",
                content=data + message("GET /smuggled HTTP/1.1", content=b"", length=False),
                length=False,
            ),
            patience=1.5,
        )
        if statuses(answer)[:1] != [400] or len(statuses(answer)) != 1 or world.upstream.count() != before:
            wrong.append(f"{name}: {statuses(answer)}, {world.upstream.count() - before} requests upstream")
    need(not wrong, "; ".join(wrong))


LINES = {
    "no version": f"POST {GENERATE}",
    "three spaces": f"POST  {GENERATE} HTTP/1.1",
    "HTTP/2": f"POST {GENERATE} HTTP/2.0",
    "HTTP/1.2": f"POST {GENERATE} HTTP/1.2",
    "HTTP/0.9": "GET /",
    "lower": f"POST {GENERATE} http/1.1",
    "bad method": f"PO(ST {GENERATE} HTTP/1.1",
    "NUL in the path": "GET /a\x00b HTTP/1.1",
    "space in the path": "GET /a b HTTP/1.1",
    "raw bytes": "GET /\xff\xfe HTTP/1.1",
    "fragment": "GET /x#y HTTP/1.1",
    "control": "GET /\x01 HTTP/1.1",
    "empty": "",
}


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
def random_bytes_crash_nothing(world):
    dice, proxy = random.Random(7), world.proxy()
    good = message(f"POST {GENERATE} HTTP/1.1", "Connection: close", "x-goog-api-key: k", "Accept-Encoding: gzip")
    for number in range(150):
        data = bytearray(good)
        for _ in range(dice.randrange(1, 6)):
            place = dice.randrange(len(data))
            data[place : place + dice.randrange(0, 3)] = bytes(dice.randrange(256) for _ in range(dice.randrange(0, 3)))
        proxy.raw(bytes(data), patience=0.5, is_shut=True)
        need(proxy.process.poll() is None, f"case {number} ended the proxy: {bytes(data)!r}")
    same(proxy.ask(GENERATE, body("still here")).status, 200)


@check("safety")
def too_large_heads_and_bodies_are_refused(world):
    proxy = world.proxy()
    same(status(proxy.raw(message(f"POST {GENERATE} HTTP/1.1", "X-A: " + "a" * 2_000_000, "Connection: close"))), 431, "a field of 2 MB")
    same(status(proxy.raw(message(f"GET /{'a' * 2_000_000} HTTP/1.1", "Connection: close", content=b""))), 414, "a target of 2 MB")
    need(
        status(proxy.raw(message(f"POST {GENERATE} HTTP/1.1", *(f"X-{number}: {'a' * 50}" for number in range(30000)), "Connection: close"))) == 431,
        "30,000 fields",
    )
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
    for content in (
        b"[" * 200_000,
        b'{"contents":' * 100_000,
        b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        b'{"contents":[{"parts":[{"text":"' + b"\\" * 100_001,
        b'{"contents":[{"parts":[{"text":"\\ud800"}]}]}',
        b'{"generationConfig":{"seed":1e999999999}}',
        b'{"generationConfig":{"seed":' + b"9" * 100_000 + b"}}",
        b"\xef\xbb\xbf{}",
        b'{"contents":[{"parts":[{"inlineData":{"mimeType":"x","data":"===="}}]}]}',
        b'{"contents":[{"parts":[{"inlineData":{"mimeType":"x","data":"\xff"}}]}]}',
        b'{"a":1,"a":2}',
        b"\x00" * 1000,
        b'{"contents":[{"parts":[{"videoMetadata":{"startOffset":"99999999999999999999999999s"}}]}]}',
        b'{"safetySettings":[{"category":99999999999999999999,"threshold":-1}]}',
    ):
        answer = proxy.ask(GENERATE, content)
        need(answer.status in (200, 400), f"{content[:40]}: {answer}")
        need(proxy.process.poll() is None, f"{content[:40]} ended the proxy")
