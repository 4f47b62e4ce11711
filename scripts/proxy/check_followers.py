"""Streams that several share: from the first chunk, at each one's pace, and no cut told as whole."""

import http.client
import json
import random
import socket
import threading

from .check_coalescing import SSE, waiting
from .kit import GENERATE, KEY, STREAM, Answer, body, check, need, same, shown, until
from .replies import pieces, whole


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


def held(texts, begin):
    """A stream of these texts whose rest waits for `begin` once the first is out."""

    def answer(exchange):
        chunks = pieces(1, texts)
        exchange.begin()
        exchange.event(chunks[0])
        begin.wait(15)
        for chunk in chunks[1:]:
            exchange.event(chunk)
        exchange.end()

    return answer


@check("coalescing")
def a_slow_follower_holds_nobody_back(world):
    proxy = world.proxy()
    begin = threading.Event()
    world.upstream.always(held(["y" * 100_000] * 60, begin))
    slow = proxy.client().start(SSE, body("slow"))
    slow.read1(10)
    fast = proxy.client().start(SSE, body("slow"))
    fast.read1(10)
    begin.set()
    fast.read()
    rest = slow.read()
    need(len(rest) > 5_900_000 and world.upstream.count() == 1, f"{len(rest)} bytes, {world.upstream.count()} requests")


def said(target, answer):
    """An answer's bytes; of JSON its meaning, which may be laid out in two ways."""
    return answer.data if target == SSE else json.dumps(answer.json)


@check("coalescing")
def followers_at_random_moments_get_the_same_bytes_or_an_error(world):
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
                    exchange.write(data[len(data) * place // len(chunks) : len(data) * (place + 1) // len(chunks)])
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
        whole_ = {
            target: {
                said(target, result)
                for where, result in results
                if where == target and isinstance(result, Answer) and result.status == 200 and b'"error"' not in result.data
            }
            for target in (SSE, STREAM, GENERATE)
        }
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
    proxy, begin = world.proxy(), threading.Event()
    world.upstream.always(held(["m" * 100_000] * 1500, begin))
    leader = proxy.client().start(SSE, body("lazy"))
    leader.read1(10)
    data = json.dumps(body("lazy")).encode()
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=20) as lazy:
        lazy.sendall(
            b"POST %s HTTP/1.1\r\nHost: localhost\r\nx-goog-api-key: %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
            % (SSE.encode(), KEY.encode(), len(data), data)
        )
        lazy.recv(1000)
        begin.set()
        total = sum(len(block) for block in iter(lambda: leader.read(1 << 20), b""))
        resident = next(int(line.split()[1]) for line in open(f"/proc/{proxy.process.pid}/status") if line.startswith("VmHWM"))
        need(total > 150_000_000, f"the leader got {total}")
        from .kit import drained

        rest = len(drained(lazy, 1 << 28))
    need(rest > 150_000_000, f"the lazy one got {rest} bytes")
    need(resident < 220_000, f"{resident} KB at the peak")
