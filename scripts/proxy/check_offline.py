"""Upstream cannot be reached: what is known still comes, the rest is a clear error."""

import socket

from .kit import FLASH, GENERATE, STREAM, body, check, need, same


def hole():
    """The address of a port where nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{one.getsockname()[1]}"


def refused(answer, is_array=False):
    same(answer.status, 503, str(answer))
    error = (answer.json[0] if is_array else answer.json)["error"]
    same((error["code"], error["status"]), (503, "UNAVAILABLE"))
    need(error["message"], "no message")
    detail = next(one for one in error["details"] if one["@type"] == "type.googleapis.com/google.rpc.ErrorInfo")
    same(detail["reason"], "OFFLINE", "reason")
    need(detail.get("domain"), detail)
    need((answer.header("retry-after") or "").isdigit(), f"Retry-After: {answer.header('retry-after')}")
    need("hit" not in answer.cache, answer)


@check("offline")
def known_answers_come_and_unknown_ones_are_refused(world):
    online = world.proxy()
    first = online.ask(GENERATE, body("known"))
    online.stop()
    for proxy in (world.proxy(url=hole(), store=online.store),):
        answer = proxy.ask(GENERATE, body("known"))
        need(answer.hit and answer.json == first.json, answer)
        need(proxy.ask(STREAM + "?alt=sse", body("known")).hit, "as a stream")
        refused(proxy.ask(GENERATE, body("unknown")))
        refused(proxy.ask(GENERATE, body("unknown"), key=None))
        refused(proxy.ask(FLASH + "countTokens", body("unknown")))
        refused(
            proxy.ask(
                "/v1beta/models/gemini-embedding-001:batchEmbedContents",
                {"requests": [{"model": "models/gemini-embedding-001", "content": {"parts": [{"text": "x"}]}}]},
            )
        )
        refused(proxy.ask("/v1beta/models"))
        refused(proxy.ask("/v1beta/files/abc"))


@check("offline")
def the_offline_mode_says_the_same_and_asks_nobody(world):
    proxy = world.proxy("--mode", "offline")
    refused(proxy.ask(GENERATE, body("x")))
    refused(proxy.ask("/v1beta/models/x"))
    refused(proxy.ask("/v1beta/batches/x"))
    same(world.upstream.count(), 0)


@check("offline")
def streams_are_refused_in_their_own_form(world):
    proxy = world.proxy("--mode", "offline")
    refused(proxy.ask(STREAM + "?alt=sse", body("x")))
    refused(proxy.ask(STREAM, body("x")), is_array=True)


@check("offline")
def the_OpenAI_dialect_gets_its_own_form(world):
    proxy = world.proxy("--mode", "offline")
    answer = proxy.ask("/v1beta/openai/chat/completions", {"model": "m", "messages": []})
    same(answer.status, 503)
    error = answer.json[0] if isinstance(answer.json, list) else answer.json
    need("error" in error, answer)


@check("offline")
def a_name_nobody_has_is_offline_too(world):
    refused(world.proxy(url="http://nobody.invalid").ask(GENERATE, body("x")))


@check("offline")
def a_connection_that_ends_without_a_word_is_no_crash(world):
    proxy = world.proxy()
    world.upstream.always(lambda exchange: exchange.cut())
    answer = proxy.ask(GENERATE, body("x"))
    need(500 <= answer.status < 600 and answer.json["error"]["message"], answer)
    world.upstream.rules.clear()
    same(proxy.ask(GENERATE, body("x")).status, 200)


@check("offline")
def an_upstream_that_talks_nonsense_is_a_bad_gateway(world):
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        import threading

        def nonsense():
            for _ in range(3):
                connection, _ = server.accept()
                connection.recv(65536)
                connection.sendall(b"SSH-2.0-OpenSSH_9\r\n\x00\xff")
                connection.close()

        threading.Thread(target=nonsense, daemon=True).start()
        answer = world.proxy(url=f"http://127.0.0.1:{server.getsockname()[1]}").ask(GENERATE, body("x"))
        need(500 <= answer.status < 600 and answer.json["error"]["message"], answer)


@check("offline")
def upstream_is_asked_again_when_it_is_back(world):
    proxy = world.proxy()
    world.upstream.always(lambda exchange: exchange.cut())
    proxy.ask(GENERATE, body("x"))
    world.upstream.rules.clear()
    same(proxy.ask(GENERATE, body("x")).status, 200)
    need(proxy.ask(GENERATE, body("x")).hit, "kept")


@check("offline")
def a_partly_known_batch_is_refused_offline_and_a_known_one_is_not(world):
    from .check_embeddings import batch, item, values
    from .replies import vector

    online = world.proxy()
    batch(online, item("a"), item("b"))
    online.stop()
    proxy = world.proxy("--mode", "offline", store=online.store)
    same(values(batch(proxy, item("b"), item("a"))), [vector(text, 8, None, None) for text in "ba"])
    refused(batch(proxy, item("a"), item("c")))


@check("offline")
def stale_answers_serve_when_nobody_can_be_reached(world):
    from .check_freshness import staled

    online = world.proxy("--ttl", "generate=1s")
    first = staled(world, online, "stale")
    online.stop()
    proxy = world.proxy("--ttl", "generate=1s", store=online.store, url=hole())
    answer = proxy.ask(GENERATE, body("stale"), {"Cache-Control": "stale-if-error=3600"})
    need(answer.status == 200 and answer.json == first.json, answer)
    strict = proxy.ask(GENERATE, body("stale"), {"Cache-Control": "no-cache"})
    same(strict.status, 503, "who wants a fresh one")
