"""Identical requests in flight: one upstream request, nobody cheated, nobody harmed."""

import contextlib
import json
import threading

from .kit import GENERATE, KEY, OTHER, STREAM, Client, body, check, need, same, together, until
from .replies import embedding, item_vector, pieces, stream, whole

SSE = STREAM + "?alt=sse"
BATCH = "/v1beta/models/gemini-embedding-001:batchEmbedContents"


def gated(world, act=None):
    """Upstream answers only when the gate is open."""
    gate = threading.Event()

    def wait(exchange):
        gate.wait(15)
        (act or (lambda one: one.send(body=whole(one.number))))(exchange)

    world.upstream.always(wait)
    return gate


def connected(proxy):
    """How many clients the proxy has."""
    lines = [line.split() for line in open("/proc/net/tcp").readlines()[1:]]
    return sum(line[3] == "01" and int(line[1].split(":")[1], 16) == proxy.port for line in lines)


def waiting(world, proxy, works, gate, number=1):
    """Starts the works, opens the gate when all have asked and upstream has been asked, and gives their answers."""

    def open_gate():
        until(lambda: world.upstream.count() >= number, "upstream is asked", 10)
        with contextlib.suppress(AssertionError):  # who was answered meanwhile is gone again
            until(lambda: connected(proxy) >= len(works), "all have come", 1.5)
        threading.Event().wait(0.2)  # from the connection to the question
        gate.set()

    opener = threading.Thread(target=open_gate, daemon=True)
    opener.start()
    answers = together(*works)
    opener.join()
    return answers


@check("coalescing")
def fifty_identical_requests_are_one(world):
    proxy = world.proxy()
    gate = gated(world)
    answers = waiting(world, proxy, [lambda: proxy.ask(GENERATE, body("same"))] * 50, gate)
    same(world.upstream.count(), 1, "requests upstream")
    same({answer.data for answer in answers}, {answers[0].data}, "answers")
    collapsed = sum("collapsed" in answer.cache for answer in answers)
    need(collapsed >= 40, f"collapsed in {collapsed} of 50: {answers[-1].header('cache-status')}")
    need(sum("stored" in answer.cache for answer in answers) >= 1, "nobody was told that it is stored")


@check("coalescing")
def other_spellings_and_shapes_join(world):
    proxy = world.proxy()
    gate = gated(
        world, lambda exchange: stream(exchange, pieces(1, ["a", "b"])) if exchange.verb == "streamGenerateContent" else exchange.send(body=whole(1, "ab"))
    )
    works = [
        lambda: proxy.ask(GENERATE, body("x")),
        lambda: proxy.ask(GENERATE, {"contents": {"parts": {"text": "x"}}}),
        lambda: proxy.ask(SSE, body("x")),
        lambda: proxy.ask(STREAM, body("x")),
    ] * 3
    answers = waiting(world, proxy, works, gate)
    need(all(answer.status == 200 for answer in answers), [str(answer) for answer in answers])
    need(world.upstream.count() <= 2, f"{world.upstream.count()} requests upstream for one question")
    for place, answer in enumerate(answers):
        found = (
            answer.text
            if place % 4 < 2
            else "".join(part["text"] for chunk in (answer.events if place % 4 == 2 else answer.json) for part in chunk["candidates"][0]["content"]["parts"])
        )
        same(found, "ab", f"client {place}")


@check("coalescing")
def a_leader_that_leaves_does_not_end_the_fill(world):
    proxy = world.proxy()
    gate = gated(world)
    leader = Client(proxy.port)
    leader.connection.request("POST", GENERATE, json.dumps(body("left")), {"x-goog-api-key": KEY})
    until(lambda: world.upstream.count() == 1, "upstream is asked")
    leader.close()
    answers = waiting(world, proxy, [lambda: proxy.ask(GENERATE, body("left"))] * 2, gate)
    same(world.upstream.count(), 1, "requests upstream")
    need(all(answer.status == 200 for answer in answers), answers)


@check("coalescing")
def a_stream_whose_client_left_is_kept(world):
    proxy = world.proxy()
    gate = threading.Event()

    def slow(exchange):
        chunks = pieces(1, ["one ", "two"])
        exchange.begin()
        exchange.event(chunks[0])
        gate.wait(15)
        exchange.event(chunks[1])
        exchange.end()

    world.upstream.always(slow)
    client = Client(proxy.port)
    client.start(SSE, body("gone")).read1(10)
    client.close()
    gate.set()
    until(lambda: proxy.ask(GENERATE, body("gone"), {"Cache-Control": "only-if-cached"}).status == 200, "the fill ends without its client")
    same(proxy.ask(GENERATE, body("gone")).text, "one two")
    same(world.upstream.count(), 1)


@check("coalescing")
def one_bad_key_fails_nobody_else(world):
    proxy = world.proxy()
    gate = gated(
        world,
        lambda exchange: (
            exchange.send(body=whole(exchange.number))
            if exchange.header("x-goog-api-key") == KEY
            else exchange.send(400, {"error": {"code": 400, "message": "API key not valid. Please pass a valid API key.", "status": "INVALID_ARGUMENT"}})
        ),
    )
    works = [
        lambda: proxy.ask(GENERATE, body("keys"), key=OTHER),
        lambda: proxy.ask(GENERATE, body("keys"), key=KEY),
        lambda: proxy.ask(GENERATE, body("keys"), key=None),
    ] * 4
    answers = waiting(world, proxy, works, gate, number=2)
    for place, answer in enumerate(answers):
        if place % 3 == 1:
            same(answer.status, 200, "a good key")
        else:
            need(answer.status in (400, 200), answer)
    need(2 <= world.upstream.count() <= 3, f"{world.upstream.count()} requests upstream for three scopes")
    need(any(answer.status == 400 for answer in answers[::3]), "the bad key was never tried")


@check("coalescing")
def errors_do_not_stay(world):
    proxy = world.proxy()
    gate = gated(world, lambda exchange: exchange.send(500, {"error": {"code": 500, "message": "internal", "status": "INTERNAL"}}))
    answers = waiting(world, proxy, [lambda: proxy.ask(GENERATE, body("err"))] * 5, gate)
    same({answer.status for answer in answers}, {500}, "statuses")
    world.upstream.rules.clear()
    same(proxy.ask(GENERATE, body("err")).status, 200, "the next one")


@check("coalescing")
def a_fresh_request_does_not_join_an_ordinary_one(world):
    proxy = world.proxy()
    proxy.ask(GENERATE, body("fresh"))
    gate = gated(world)
    answers = waiting(
        world, proxy, [lambda: proxy.ask(GENERATE, body("fresh"), {"Cache-Control": "no-cache"}), lambda: proxy.ask(GENERATE, body("fresh"))], gate, number=2
    )
    need(answers[1].hit and not answers[0].hit, [str(answer) for answer in answers])


@check("coalescing")
def no_store_is_not_undone_by_company(world):
    proxy = world.proxy()
    gate = gated(world)
    waiting(world, proxy, [lambda: proxy.ask(GENERATE, body("private"), {"Cache-Control": "no-store"})] * 3, gate)
    world.upstream.rules.clear()
    need(not proxy.ask(GENERATE, body("private")).hit, "it was kept")


@check("coalescing")
def what_may_not_be_kept_is_not_shared(world):
    proxy = world.proxy()
    gate = gated(world)
    content = body("m", tools=[{"mcpServers": [{"name": "s"}]}])
    threading.Thread(target=lambda: (until(lambda: world.upstream.count() >= 3, "each asks for itself"), gate.set()), daemon=True).start()
    together(*[lambda: proxy.ask("/v1beta/unknown:verb", content)] * 3)
    same(world.upstream.count(), 3, "requests upstream")


@check("coalescing")
def different_questions_do_not_wait_for_each_other(world):
    proxy = world.proxy()
    gate = threading.Event()
    world.upstream.when(lambda exchange: b"blocked" in exchange.body, lambda exchange: (gate.wait(15), exchange.send(body=whole(1)))[1])
    blocked = threading.Thread(target=lambda: proxy.ask(GENERATE, body("blocked")), daemon=True)
    blocked.start()
    until(lambda: world.upstream.count() == 1, "upstream is asked")
    answers = together(*[lambda number=number: proxy.ask(GENERATE, body(f"free {number}")) for number in range(20)])
    need(all(answer.status == 200 for answer in answers), answers)
    gate.set()
    blocked.join(10)


@check("coalescing")
def samples_and_namespaces_do_not_join(world):
    proxy = world.proxy()
    gate = gated(world)
    works = [
        lambda fields=fields: proxy.ask(GENERATE, body("n"), fields)
        for fields in ({}, {"x-gemcache-sample": "1"}, {"x-gemcache-namespace": "a"}, {"x-gemcache-sample": "2"})
    ]
    answers = waiting(world, proxy, works, gate, number=4)
    same(len({answer.data for answer in answers}), 4, "answers")


@check("coalescing")
def overlapping_batches_of_embeddings_are_right(world):
    proxy = world.proxy()
    gate = gated(world, embedding)

    def batch(*texts):
        items = [{"model": "models/gemini-embedding-001", "content": {"parts": [{"text": text}]}} for text in texts]
        return lambda: ([item_vector(item) for item in items], proxy.ask(BATCH, {"requests": items}))

    results = waiting(world, proxy, [batch("a", "b", "c"), batch("b", "c", "d"), batch("c", "a", "e"), batch("e"), batch("a", "b", "c")], gate, number=1)
    for truth, answer in results:
        need(answer.status == 200, answer)
        same([one["values"] for one in answer.json["embeddings"]], truth, "vectors")
