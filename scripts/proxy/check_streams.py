"""Streams: live, cut, failing, in odd pieces, at their own pace."""

import http.client
import json
import threading
import time

from .check_shapes import SSE, words
from .kit import GENERATE, STREAM, body, check, need, same
from .replies import pieces, stream, whole


@check("streams")
def an_early_finishReason_does_not_end_a_stream(world):
    proxy = world.proxy()
    chunks = pieces(1, ["a", "b", "c"])
    chunks[0]["candidates"][0]["finishReason"] = "STOP"
    world.upstream.always(lambda exchange: stream(exchange, chunks))
    same(words(proxy.ask(SSE, body("early")).events), "abc")
    same(proxy.ask(GENERATE, body("early")).text, "abc")
    same(world.upstream.count(), 1)


@check("streams")
def a_stream_comes_live(world):
    proxy, gate = world.proxy(), threading.Event()

    def slow(exchange):
        chunks = pieces(1, ["first ", "second"])
        exchange.begin()
        exchange.event(chunks[0])
        gate.wait(10)
        exchange.event(chunks[1])
        exchange.end()

    world.upstream.always(slow)
    response = proxy.client().start(SSE, body("live"))
    first = b""
    while not first.endswith(b"\r\n\r\n"):
        first += response.read1(4096)
    need(b"first" in first, first)
    gate.set()
    need(b"second" in response.read(), "the rest")


@check("streams")
def a_cut_stream_is_told_and_not_kept(world):
    proxy = world.proxy()

    def cut(exchange):
        exchange.begin()
        exchange.event(pieces(1, ["a", "b"])[0])
        exchange.cut()

    def finished_but_cut(exchange):
        exchange.begin()
        for chunk in pieces(1, ["a", "b"]):
            exchange.event(chunk)
        exchange.cut()

    def unfinished(exchange):
        exchange.begin()
        exchange.event(pieces(1, ["a", "b"])[0])
        exchange.end()

    for name, act in (("cut", cut), ("cut after the finish", finished_but_cut), ("no finish", unfinished)):
        for target in (SSE, STREAM):
            world.upstream.always(act)
            try:
                answer = proxy.ask(target, body(name + target))
                need(
                    name == "no finish" or target == STREAM and b"error" in answer.data or b"error" in answer.data,
                    f"{name}: a cut answer looks whole: {answer}",
                )
            except (http.client.IncompleteRead, ConnectionError, http.client.RemoteDisconnected):
                pass
            world.upstream.always(lambda exchange: stream(exchange, pieces(exchange.number, ["w"])))
            again = proxy.ask(target, body(name + target))
            need(not again.hit and again.status == 200, f"{name} was kept: {again}")


@check("streams")
def a_cut_unary_answer_is_no_answer(world):
    proxy = world.proxy()

    def cut(exchange):
        data = json.dumps(whole(1)).encode()
        exchange.head(200, [("Content-Type", "application/json"), ("Content-Length", str(len(data)))])
        exchange.write(data[:-30])
        exchange.cut()

    world.upstream.always(cut)
    try:
        answer = proxy.ask(GENERATE, body("cut"))
        need(answer.status >= 500, f"a cut answer came as {answer}")
        need(answer.json["error"]["message"], answer)
    except (http.client.IncompleteRead, ConnectionError):
        pass
    world.upstream.rules.clear()
    need(not proxy.ask(GENERATE, body("cut")).hit, "it was kept")


@check("streams")
def an_error_in_mid_stream_is_handed_on_and_not_kept(world):
    proxy = world.proxy()
    error = b'{\n  "error": {\n    "code": 499,\n    "message": "The operation was cancelled.",\n    "status": "CANCELLED"\n  }\n}\n'
    for framing in (error, b"data: " + json.dumps(json.loads(error)).encode() + b"\r\n\r\n"):

        def failing(exchange):
            exchange.begin()
            exchange.event(pieces(1, ["a", "b"])[0])
            exchange.chunk(framing)
            exchange.end()

        world.upstream.always(failing)
        answer = proxy.ask(SSE, body("mid"))
        need(b"The operation was cancelled." in answer.data and b'"a"' in answer.data, answer)
        need(not proxy.ask(SSE, body("mid")).hit, "it was kept")


@check("streams")
def an_error_before_a_stream_keeps_its_status_and_form(world):
    proxy = world.proxy()
    error = {"error": {"code": 429, "message": "quota", "status": "RESOURCE_EXHAUSTED"}}
    world.upstream.always(
        lambda exchange: exchange.send(
            429, error if exchange.wants_events else [error], kind="text/event-stream" if exchange.wants_events else "application/json"
        )
    )
    events, listed = proxy.ask(SSE, body("e")), proxy.ask(STREAM, body("e"))
    same((events.status, events.json), (429, error))
    same((listed.status, listed.json), (429, [error]))


@check("streams")
def events_may_come_in_any_pieces(world):
    proxy = world.proxy()
    data = b"".join(b"data: " + json.dumps(chunk, ensure_ascii=False).encode() + b"\r\n\r\n" for chunk in pieces(1, ["zwölf ", "Boxkämpfer 😀"]))

    def crumbs(exchange):
        exchange.begin()
        for place in range(len(data)):
            exchange.chunk(data[place : place + 1])
        exchange.end()

    world.upstream.always(crumbs)
    same(proxy.ask(SSE, body("crumbs")).data, data, "live")
    same(proxy.ask(GENERATE, body("crumbs")).text, "zwölf Boxkämpfer 😀")
    same(proxy.ask(SSE, body("crumbs")).events, [json.loads(line[6:]) for line in data.decode().split("\r\n\r\n") if line])


@check("streams")
def events_with_plain_newlines_are_read_too(world):
    proxy = world.proxy()
    data = b"".join(b"data: " + json.dumps(chunk).encode() + b"\n\n" for chunk in pieces(1, ["x", "y"]))

    def plain(exchange):
        exchange.begin()
        exchange.chunk(data)
        exchange.end()

    world.upstream.always(plain)
    same(words(proxy.ask(SSE, body("LF")).events), "xy")
    same(proxy.ask(GENERATE, body("LF")).text, "xy")


@check("streams")
def a_recorded_stream_can_be_paced(world):
    proxy = world.proxy()
    pause = threading.Event()

    def slow(exchange):
        exchange.begin()
        for chunk in pieces(1, ["a", "b", "c"]):
            exchange.event(chunk)
            pause.wait(0.15)  # the pace itself is under test
        exchange.end()

    world.upstream.always(slow)
    proxy.ask(SSE, body("pace"))

    def taken(**headers):
        began = time.monotonic()
        answer = proxy.ask(SSE, body("pace"), headers)
        need(answer.hit and words(answer.events) == "abc", answer)
        return time.monotonic() - began

    need(taken() < 0.2, "at once")
    own = taken(**{"x-gemcache-pace": "1"})
    need(own > 0.25, f"at its own pace: {own:.3f} s instead of 0.3")
    twice = taken(**{"x-gemcache-pace": "2"})
    need(0.1 < twice < own, f"twice as fast: {twice:.3f} s")


@check("streams")
def a_live_stream_is_not_announced_with_a_length(world):
    proxy = world.proxy()
    answer = proxy.ask(SSE, body("head"))
    need(answer.header("content-length") is None or answer.hit, answer)
    for header in ("content-encoding", "x-goog-api-key"):
        need(answer.header(header) is None, header)


@check("streams")
def a_stream_of_one_large_chunk_and_many_small_ones_is_kept_whole(world):
    proxy = world.proxy()
    texts = ["x" * 2_000_000, *[f"{number} " for number in range(2000)]]
    world.upstream.always(lambda exchange: stream(exchange, pieces(1, texts)))
    live = proxy.ask(SSE, body("big"))
    same(len(words(live.events)), len("".join(texts)), "live")
    same(proxy.ask(GENERATE, body("big")).text == "".join(texts), True, "unary")
    same(proxy.ask(SSE, body("big")).data == live.data, True, "stream again")
