"""HTTP as RFC 9110 and 9112 want it: methods, versions, pipelining, encodings, trailers."""

import json
import re
import threading

from .check_safety import CONTENT, message, status, statuses
from .kit import GENERATE, STREAM, body, check, drained, need, same, until
from .replies import pieces, whole

LONG = "a long answer " * 2000


@check("http")
def many_requests_share_a_connection(world):
    client = world.proxy().client()
    same([client.ask(GENERATE, body("keep")).status for _ in range(200)], [200] * 200)
    same(world.upstream.count(), 1)


@check("http")
def pipelined_answers_keep_their_order(world):
    proxy, gate = world.proxy(), threading.Event()
    proxy.ask(GENERATE, body("known"))
    world.upstream.always(lambda exchange: (gate.wait(10), exchange.send(body=whole(9, "slow one")))[1])
    known = message(f"POST {GENERATE} HTTP/1.1", content=json.dumps(body("known")).encode())
    slow = message(f"POST {GENERATE} HTTP/1.1", content=json.dumps(body("slow")).encode())
    last = message(f"POST {GENERATE} HTTP/1.1", "Connection: close", content=json.dumps(body("known")).encode())
    threading.Thread(
        target=lambda: (until(lambda: world.upstream.count() == 2, "upstream is asked"), threading.Event().wait(0.1), gate.set()), daemon=True
    ).start()
    answer = proxy.raw(known + slow + known + last, patience=10)
    same(re.findall(rb"answer 1|slow one", answer), [b"answer 1", b"slow one", b"answer 1", b"answer 1"], "order")


@check("http")
def a_hundred_pipelined_hits(world):
    proxy = world.proxy()
    proxy.ask(GENERATE, json.loads(CONTENT))
    answer = proxy.raw(message() * 100 + message(f"POST {GENERATE} HTTP/1.1", "Connection: close"), patience=10)
    same(statuses(answer), [200] * 101)


@check("http")
def HTTP_1_0_gets_no_chunks_and_a_closed_connection(world):
    proxy = world.proxy()
    for target in (GENERATE, STREAM + "?alt=sse", GENERATE, STREAM + "?alt=sse"):
        answer = proxy.raw(message(f"POST {target} HTTP/1.0"))
        head, _, rest = answer.partition(b"\r\n\r\n")
        need(status(answer) == 200 and b"chunked" not in head.lower(), head)
        need(rest.startswith((b"{", b"data: ")), rest[:60])
    same(status(proxy.raw(message(f"POST {GENERATE} HTTP/1.0", host=None))), 200, "without a Host")


@check("http")
def HTTP_1_1_without_a_Host_is_400(world):
    same(status(world.proxy().raw(message(f"POST {GENERATE} HTTP/1.1", "Connection: close", host=None))), 400)


@check("http")
def a_connection_is_closed_when_asked(world):
    proxy = world.proxy()
    for _ in range(2):
        answer = proxy.raw(message(f"POST {GENERATE} HTTP/1.1", "Connection: close"), patience=3)
        same(status(answer), 200)
        need(re.search(rb"(?i)connection: close", answer), answer[:300])


@check("http")
def HEAD_has_the_head_alone(world):
    proxy = world.proxy()
    for path in ("/v1beta/models", "/v1beta/models", "/__gemcache/health", "/nowhere"):
        answer = proxy.raw(message(f"HEAD {path} HTTP/1.1", "Connection: close", content=b"", length=False), patience=3)
        head, _, rest = answer.partition(b"\r\n\r\n")
        need(status(answer) is not None and rest == b"", f"{path}: {rest[:80]}")
    need(not any(exchange.method == "POST" for exchange in world.upstream.requests), "HEAD became POST")


@check("http")
def HEAD_does_not_answer_GET(world):
    proxy = world.proxy()
    proxy.ask("/v1beta/models", method="HEAD")
    answer = proxy.ask("/v1beta/models")
    need(answer.status == 200 and answer.json["models"], answer)


@check("http")
def a_hundred_continue_comes_when_it_is_expected(world):
    import socket

    proxy = world.proxy()
    for _ in range(2):
        with socket.create_connection(("127.0.0.1", proxy.port), timeout=5) as connection:
            connection.sendall(
                message(f"POST {GENERATE} HTTP/1.1", "Expect: 100-continue", "Connection: close", f"Content-Length: {len(CONTENT)}", content=b"", length=False)
            )
            first = connection.recv(4096)
            need(first.startswith(b"HTTP/1.1 100"), first[:60])
            connection.sendall(CONTENT)
            same(status(drained(connection)), 200)


@check("http")
def an_unknown_expectation_is_417_or_overlooked(world):
    need(status(world.proxy().raw(message(f"POST {GENERATE} HTTP/1.1", "Expect: miracles", "Connection: close"))) in (200, 417), "neither")


@check("http")
def a_request_in_chunks_is_the_same_question(world):
    proxy = world.proxy()
    proxy.ask(GENERATE, CONTENT)
    data = (
        b"".join(b"%x;ext=1\r\n%s\r\n" % (len(CONTENT[place : place + 7]), CONTENT[place : place + 7]) for place in range(0, len(CONTENT), 7))
        + b"0\r\nX-Trailer: a\r\n\r\n"
    )
    answer = proxy.raw(message(f"POST {GENERATE} HTTP/1.1", "Transfer-Encoding: chunked", "Connection: close", content=data, length=False))
    need(status(answer) == 200 and b"; hit" in answer, answer[:300])


@check("http")
def methods_pass_as_they_are(world):
    proxy = world.proxy()
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        content = b'{"a":1}' if method in ("PUT", "PATCH") else None
        same(proxy.ask("/v1beta/things/x?y=1", content, method=method).status, 200, method)
        same((world.upstream.last.method, world.upstream.last.target, world.upstream.last.body), (method, "/v1beta/things/x?y=1", content or b""))


@check("http")
def a_redirect_is_handed_on_with_no_key_spent_elsewhere(world):
    other, proxy = world.another_upstream(), world.proxy()
    world.upstream.always(lambda exchange: exchange.send(302, b"{}", headers=[("Location", other.url + "/elsewhere")]))
    answer = proxy.ask("/v1beta/files/x:download?alt=media")
    need(answer.status in (302, 200, 502, 403), answer)
    need(not any(exchange.header("x-goog-api-key") for exchange in other.requests), "the key went to another host")


@check("http")
def a_large_body_passes_both_ways(world):
    proxy = world.proxy()
    big = "x" * 20_000_000
    world.upstream.always(lambda exchange: exchange.send(body=whole(1, str(len(exchange.body)) + big)))
    answer = proxy.ask(GENERATE, body(big))
    need(answer.status == 200 and len(answer.text) > 20_000_000, answer.status)
    need(proxy.ask(GENERATE, body(big)).hit, "again")


@check("http")
def answers_have_a_date_and_no_two_lengths(world):
    proxy = world.proxy()
    for _ in range(2):
        answer = proxy.ask(GENERATE, body("date"))
        need(re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT", answer.header("date") or ""), answer.headers)
        same(answer.header("content-length"), str(len(answer.data)), "Content-Length")
        need(answer.header("transfer-encoding") is None, answer.headers)


@check("http")
def a_half_request_is_let_go(world):
    import socket

    proxy = world.proxy()
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=5) as connection:
        connection.sendall(message(content=CONTENT[:10], length=False, *("POST / HTTP/1.1", "Content-Length: 500")))
        connection.shutdown(socket.SHUT_WR)
        answer = drained(connection)
        need(answer == b"" or status(answer) == 400, answer[:100])
    same(world.upstream.count(), 0)


@check("http")
def a_client_that_ends_its_side_is_answered(world):
    proxy = world.proxy()
    world.upstream.always(lambda exchange: (threading.Event().wait(0.2), exchange.send(body=whole(1, "all of it")))[1])
    for _ in range(2):
        answer = proxy.raw(message(f"POST {GENERATE} HTTP/1.1"), is_shut=True)
        same(status(answer), 200)
        need(b"all of it" in answer, answer[-200:])
    same(world.upstream.count(), 1)


@check("http")
def a_slow_client_does_not_grow_the_proxy(world):
    import socket

    proxy = world.proxy()
    text = "w" * 100_000

    def endless(exchange):
        exchange.begin()
        for chunk in pieces(1, [text] * 1500):
            exchange.event(chunk)
        exchange.end()

    world.upstream.always(endless)
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=10) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        connection.sendall(message(f"POST {STREAM}?alt=sse HTTP/1.1", "Connection: close"))
        connection.recv(1000)
        threading.Event().wait(1.5)  # time to grow, if it grows
        resident = next(int(line.split()[1]) for line in open(f"/proc/{proxy.process.pid}/status") if line.startswith("VmRSS"))
    # An answer of up to 128 MiB is read along to be kept, once; the rest of these 150 MB is in a file.
    need(resident < 220_000, f"{resident} KB while nobody reads")


@check("http")
def it_ends_in_order_when_told_to(world):
    import signal

    for how in (signal.SIGTERM, signal.SIGINT):
        proxy = world.proxy()
        proxy.ask(GENERATE, body("end"))
        code = proxy.stop(how)
        need(code in (0, 128 + how, -how), f"{how.name}: {code} {proxy.log[-200:]}")


@check("http")
def an_answer_under_way_is_finished_before_the_end(world):
    import signal

    proxy, gate = world.proxy(), threading.Event()
    world.upstream.always(lambda exchange: (gate.wait(10), exchange.send(body=whole(1)))[1])
    answers = []
    thread = threading.Thread(target=lambda: answers.append(_try(lambda: proxy.ask(GENERATE, body("late")))))
    thread.start()
    until(lambda: world.upstream.count() == 1, "upstream is asked")
    proxy.process.send_signal(signal.SIGTERM)
    threading.Event().wait(0.1)
    gate.set()
    thread.join(10)
    need(answers and getattr(answers[0], "status", None) in (200, 503), f"{answers}")


def _try(work):
    try:
        return work()
    except Exception as failure:  # noqa: BLE001 — told by the check
        return failure


@check("http")
def an_upgrade_to_h2c_is_passed_over(world):
    proxy = world.proxy()
    answer = proxy.raw(
        message(f"POST {GENERATE} HTTP/1.1", "Connection: Upgrade, HTTP2-Settings, close", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"), patience=3
    )
    need(answer.startswith(b"HTTP/1.1 ") and status(answer) in (200, 400, 403, 426, 501), answer[:200])
    proxy.raw(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(9), patience=1)
    same(proxy.ask(GENERATE, body("alive")).status, 200)
    need(all(exchange.header("upgrade") is None for exchange in world.upstream.requests), "Upgrade went upstream")


@check("http")
def a_part_of_an_answer_is_not_kept_as_the_whole(world):
    proxy = world.proxy()
    world.upstream.when(
        lambda exchange: exchange.header("range"), lambda exchange: exchange.send(206, whole(1, "part"), headers=[("Content-Range", "bytes 0-9/100")])
    )
    proxy.ask(GENERATE, body("range"), {"Range": "bytes=0-9"})
    answer = proxy.ask(GENERATE, body("range"))
    need(not answer.hit and answer.text != "part", answer)
    hit = proxy.ask(GENERATE, body("range"), {"Range": "bytes=0-9"})
    need(hit.status in (200, 206), hit)


@check("http")
def a_validator_of_the_clients_brings_no_empty_answer_into_the_store(world):
    proxy = world.proxy()
    world.upstream.when(lambda exchange: exchange.header("if-none-match"), lambda exchange: exchange.send(304, b""))
    proxy.ask(GENERATE, body("etag"), {"If-None-Match": '"x"'})
    need(proxy.ask(GENERATE, body("etag")).text.startswith("answer"), "an empty answer was kept")
