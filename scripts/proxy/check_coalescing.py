"""Identical requests in flight: one upstream request, nobody cheated, nobody harmed."""

import contextlib
import http.client
import json
import threading

from .kit import GENERATE, KEY, OTHER, STREAM, Answer, Client, body, check, need, same, shown, together, until
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
        with contextlib.suppress(AssertionError):    # who was answered meanwhile is gone again
            until(lambda: connected(proxy) >= len(works), "all have come", 1.5)
        threading.Event().wait(0.2)    # from the connection to the question
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
    gate = gated(world, lambda exchange: stream(exchange, pieces(1, ["a", "b"])) if exchange.verb == "streamGenerateContent" else exchange.send(body=whole(1, "ab")))
    works = [lambda: proxy.ask(GENERATE, body("x")), lambda: proxy.ask(GENERATE, {"contents": {"parts": {"text": "x"}}}), lambda: proxy.ask(SSE, body("x")), lambda: proxy.ask(STREAM, body("x"))] * 3
    answers = waiting(world, proxy, works, gate)
    need(all(answer.status == 200 for answer in answers), [str(answer) for answer in answers])
    need(world.upstream.count() <= 2, f"{world.upstream.count()} requests upstream for one question")
    for place, answer in enumerate(answers):
        found = answer.text if place % 4 < 2 else "".join(part["text"] for chunk in (answer.events if place % 4 == 2 else answer.json) for part in chunk["candidates"][0]["content"]["parts"])
        same(found, "ab", f"client {place}")


@check("coalescing")
def a_stream_is_shared_from_its_first_chunk(world):
    proxy = world.proxy()
    gates = [threading.Event() for _ in range(3)]

    def slow(exchange):
        exchange.begin()
        for gate, chunk in zip(gates, pieces(1, ["one ", "two ", "three"])):
            gate.wait(15)
            exchange.event(chunk)
        exchange.end()

    world.upstream.always(slow)

    def reader(response):
        data = b""
        while data.count(b"\r\n\r\n") < 1:
            data += response.read1(65536)
        return data

    gates[0].set()
    leader = proxy.client().start(SSE, body("s"))
    begun = reader(leader)
    follower = proxy.client().start(SSE, body("s"))
    caught = reader(follower)
    need(b"one " in caught, "what has come so far")
    gates[1].set()
    late = proxy.client().start(SSE, body("s"))
    seen = reader(late)
    need(b"one " in seen, "the late one")
    gates[2].set()
    texts = [start + rest.read() for start, rest in ((begun, leader), (caught, follower), (seen, late))]
    same(set(texts), {texts[0]}, "three streams")
    need(b"three" in texts[0] and world.upstream.count() == 1, f"{world.upstream.count()} requests")
    need("collapsed" in (follower.headers["cache-status"] or ""), follower.headers["cache-status"])


@check("coalescing")
def no_follower_takes_a_cut_stream_for_a_whole_one(world):
    proxy = world.proxy()
    gate = threading.Event()

    def cut(exchange):
        exchange.begin()
        exchange.event(pieces(1, ["one ", "two"])[0])
        gate.wait(15)
        exchange.cut()

    world.upstream.always(cut)

    def shaped(target):
        def work():
            try:
                return proxy.ask(target, body("cut"))
            except (http.client.IncompleteRead, ConnectionError, http.client.BadStatusLine) as failure:
                return failure
        return work

    results = waiting(world, proxy, [shaped(SSE)] * 6 + [shaped(STREAM)] * 3 + [shaped(GENERATE)] * 3, gate)
    for result in results:
        if isinstance(result, Exception):
            continue
        need(result.status >= 400 or b'"error"' in result.data, f"a cut answer came as {result}")
    world.upstream.rules.clear()
    need(not proxy.ask(SSE, body("cut")).hit, "it was kept")


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
    gate = gated(world, lambda exchange: exchange.send(body=whole(exchange.number)) if exchange.header("x-goog-api-key") == KEY
                 else exchange.send(400, {"error": {"code": 400, "message": "API key not valid. Please pass a valid API key.", "status": "INVALID_ARGUMENT"}}))
    works = [lambda: proxy.ask(GENERATE, body("keys"), key=OTHER), lambda: proxy.ask(GENERATE, body("keys"), key=KEY), lambda: proxy.ask(GENERATE, body("keys"), key=None)] * 4
    answers = waiting(world, proxy, works, gate, number=2)
    for place, answer in enumerate(answers):
        if place % 3 == 1:
            same(answer.status, 200, "a good key")
        else:
            need(answer.status in (400, 200), answer)
    need(2 <= world.upstream.count() <= 3, f"{world.upstream.count()} requests upstream for three scopes")
    need(any(answer.status == 400 for answer in answers[::3]), "the bad key was never tried")


@check("coalescing")
def a_slow_follower_holds_nobody_back(world):
    proxy = world.proxy()
    begin = threading.Event()
    texts = ["y" * 100_000] * 60

    def large(exchange):
        chunks = pieces(1, texts)
        exchange.begin()
        exchange.event(chunks[0])
        begin.wait(15)
        for chunk in chunks[1:]:
            exchange.event(chunk)
        exchange.end()

    world.upstream.always(large)
    slow = proxy.client().start(SSE, body("slow"))
    slow.read1(10)
    fast = proxy.client().start(SSE, body("slow"))
    fast.read1(10)
    begin.set()
    fast.read()
    rest = slow.read()
    need(len(rest) > 5_900_000 and world.upstream.count() == 1, f"{len(rest)} bytes, {world.upstream.count()} requests")


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
    answers = waiting(world, proxy, [lambda: proxy.ask(GENERATE, body("fresh"), {"Cache-Control": "no-cache"}), lambda: proxy.ask(GENERATE, body("fresh"))], gate, number=2)
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
    works = [lambda fields=fields: proxy.ask(GENERATE, body("n"), fields) for fields in ({}, {"x-gemcache-sample": "1"}, {"x-gemcache-namespace": "a"}, {"x-gemcache-sample": "2"})]
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


def said(target, answer):
    """An answer's bytes; of JSON its meaning, which may be laid out in two ways."""
    return answer.data if target == SSE else json.dumps(answer.json)


@check("coalescing")
def followers_at_random_moments_get_the_same_bytes_or_an_error(world):
    import random
    dice, proxy, wrong = random.Random(11), world.proxy(), []
    for turn in range(14):
        pieces_, cut_at = dice.randrange(2, 9), dice.choice((None, None, 1, 2, 4))
        gates = [threading.Event() for _ in range(pieces_)]

        texts = [f"{turn}.{number} " * dice.choice((1, 500)) for number in range(pieces_)]

        def act(exchange):
            is_unary, chunks = exchange.verb == "generateContent", pieces(turn, texts)
            data = json.dumps(whole(turn, "".join(texts))).encode()
            if is_unary:
                exchange.head(200, [("Content-Type", "application/json"), ("Content-Length", str(len(data)))])
            else:
                exchange.begin(kind="text/event-stream" if exchange.wants_events else "application/json")
            for place, chunk in enumerate(chunks):
                gates[place].wait(15)
                if place == cut_at:
                    return exchange.cut()
                if is_unary:
                    exchange.write(data[len(data) * place // len(chunks):len(data) * (place + 1) // len(chunks)])
                elif exchange.wants_events:
                    exchange.event(chunk)
                else:
                    exchange.chunk((b",\r\n" if place else b"[") + json.dumps(chunk, indent=2).encode() + (b"]" if place == len(chunks) - 1 else b"\n"))
            if not is_unary:
                exchange.end()

        world.upstream.rules[:] = []
        world.upstream.always(act)
        results, threads, before = [], [], world.upstream.count()

        def follow(target):
            try:
                results.append((target, proxy.ask(target, body(f"turn {turn}"))))
            except (http.client.HTTPException, ConnectionError) as failure:
                results.append((target, failure))

        for gate in gates:
            for _ in range(dice.randrange(0, 4) + (not threads)):
                threads.append(threading.Thread(target=follow, args=(dice.choice((SSE, SSE, STREAM, GENERATE)),), daemon=True))
                threads[-1].start()
            until(lambda: world.upstream.count() > before, "upstream is asked")
            gate.set()
        for thread in threads:
            thread.join(20)
        need(len(results) == len(threads), "a follower never came back")
        whole_ = {target: {said(target, result) for where, result in results if where == target and isinstance(result, Answer) and result.status == 200 and b'"error"' not in result.data} for target in (SSE, STREAM, GENERATE)}
        complete = cut_at is None or cut_at >= pieces_
        for target, found in whole_.items():
            if not complete and found:
                wrong.append(f"turn {turn}: a cut stream looked whole as {target}: {found}")
            if complete and len(found) > 1 and world.upstream.count() == before + 1:
                wrong.append(f"turn {turn}: {len(found)} different answers as {target}")
        if complete and any(not isinstance(result, Answer) or result.status != 200 for _, result in results):
            wrong.append(f"turn {turn}: somebody got no answer: {[str(result) for _, result in results][:3]}")
    need(not wrong, "; ".join(shown(one) for one in wrong[:5]))


@check("coalescing")
def a_follower_that_never_reads_costs_bounded_memory(world):
    import socket
    proxy, begin = world.proxy(), threading.Event()
    texts = ["m" * 100_000] * 1500

    def large(exchange):
        chunks = pieces(1, texts)
        exchange.begin()
        exchange.event(chunks[0])
        begin.wait(15)
        for chunk in chunks[1:]:
            exchange.event(chunk)
        exchange.end()

    world.upstream.always(large)
    leader = proxy.client().start(SSE, body("lazy"))
    leader.read1(10)
    data = json.dumps(body("lazy")).encode()
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=20) as lazy:
        lazy.sendall(b"POST %s HTTP/1.1\r\nHost: localhost\r\nx-goog-api-key: %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (SSE.encode(), KEY.encode(), len(data), data))
        lazy.recv(1000)
        begin.set()
        total = sum(len(block) for block in iter(lambda: leader.read(1 << 20), b""))
        resident = next(int(line.split()[1]) for line in open(f"/proc/{proxy.process.pid}/status") if line.startswith("VmHWM"))
        need(total > 150_000_000, f"the leader got {total}")
        from .kit import drained
        rest = len(drained(lazy, 1 << 28))
    need(rest > 150_000_000, f"the lazy one got {rest} bytes")
    need(resident < 220_000, f"{resident} KB at the peak")
