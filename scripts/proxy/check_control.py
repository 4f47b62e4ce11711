"""Cache-Control, Cache-Status, Age, lifetimes (RFC 9111, RFC 9211)."""

import re

from .kit import GENERATE, STREAM, body, check, need, same
from .replies import whole


def primed(world, *options, text="known"):
    proxy = world.proxy(*options)
    first = proxy.ask(GENERATE, body(text))
    same(first.status, 200, "status")
    return proxy, first


def asked(proxy, control, text="known", **rest):
    return proxy.ask(GENERATE, body(text), {"Cache-Control": control}, **rest)


@check("control")
def a_miss_and_a_hit_are_told(world):
    proxy, first = primed(world)
    same(first.cache.get("fwd"), "miss", "fwd of a miss")
    need(first.cache.get("stored") is True, first)
    need(re.fullmatch(r"[0-9a-f]{32}", first.cache.get("key", "")), first)
    need(first.header("age") is None, f"Age on a miss: {first.header('age')}")
    hit = proxy.ask(GENERATE, body("known"))
    need(hit.hit and "fwd" not in hit.cache, hit)
    need(re.fullmatch(r"\d+", hit.header("age") or ""), f"Age: {hit.header('age')}")
    same(hit.cache.get("key"), first.cache["key"], "key")
    same(hit.data, first.data, "body")
    same(hit.header("content-type"), first.header("content-type"), "content type")


@check("control")
def an_upstream_error_tells_the_status_it_came_with(world):
    proxy = world.proxy()
    world.upstream.always(lambda exchange: exchange.send(429, {"error": {"code": 429, "message": "quota", "status": "RESOURCE_EXHAUSTED"}}))
    answer = proxy.ask(GENERATE, body("quota"))
    same(answer.status, 429)
    same(answer.cache.get("fwd"), "miss", f"fwd in {answer}")
    need("stored" not in answer.cache, answer)
    need(answer.cache.get("fwd-status") in (None, "429"), answer)


@check("control")
def no_cache_asks_upstream_and_replaces(world):
    proxy, first = primed(world)
    second = asked(proxy, "no-cache")
    need(not second.hit and second.json != first.json, second)
    need(second.cache.get("fwd") in ("request", "stale", "miss"), second)
    need(proxy.ask(GENERATE, body("known")).json == second.json, "the new answer did not replace the old one")


@check("control")
def no_store_keeps_nothing(world):
    proxy = world.proxy()
    first = asked(proxy, "no-store")
    need(first.status == 200 and "stored" not in first.cache, first)
    second = asked(proxy, "no-store")
    need(not second.hit, second)
    need(not proxy.ask(GENERATE, body("known")).hit, "it was kept all the same")
    same(world.upstream.count(), 3, "requests upstream")


@check("control")
def no_store_writes_nothing_to_disk(world):
    proxy = world.proxy()
    asked(proxy, "no-store", "unwritten-question-text")
    proxy.stop()
    held = [path for path in proxy.store.rglob("*") if path.is_file() and b"unwritten-question-text" in path.read_bytes()]
    need(not held, f"the question stands in {held}")


@check("control")
def only_if_cached_answers_or_says_504(world):
    proxy, first = primed(world)
    need(asked(proxy, "only-if-cached").json == first.json, "the known one")
    answer = asked(proxy, "only-if-cached", "unknown")
    same(answer.status, 504)
    need(answer.json["error"]["code"] == 504 and answer.json["error"]["message"], answer)
    need("hit" not in answer.cache, answer)
    same(world.upstream.count(), 1, "requests upstream")
    stream = proxy.ask(f"{STREAM}?alt=sse", body("unknown"), {"Cache-Control": "only-if-cached"})
    same(stream.status, 504)
    same(world.upstream.count(), 1, "requests upstream")


@check("control")
def only_if_cached_with_no_cache_is_504_for_lack_of_any_other_way(world):
    proxy, first = primed(world)
    answer = asked(proxy, "only-if-cached, no-cache")
    need(world.upstream.count() == 1 and answer.status == 504, answer)


@check("control")
def max_age_0_asks_upstream(world):
    proxy, first = primed(world)
    second = asked(proxy, "max-age=0")
    need(not second.hit and world.upstream.count() == 2, second)
    same(second.cache.get("fwd"), "stale", f"fwd in {second}")


@check("control")
def a_large_max_age_is_a_hit(world):
    proxy, first = primed(world)
    for control in (
        "max-age=3600",
        "max-age=99999999999999999999",
        'max-age="3600"',
        "MAX-AGE=3600",
        " max-age=60 , foo=bar",
        'foo, bar="a, no-cache"',
        "max-stale",
        "max-stale=60",
        "no-transform",
        "",
        "min-fresh=0",
        "no-cacheable",
        "x-no-cache=1",
    ):
        answer = asked(proxy, control)
        need(answer.hit, f"{control!r}: {answer}")
    same(world.upstream.count(), 1, "requests upstream")


@check("control")
def directives_are_found_wherever_they_stand(world):
    proxy, first = primed(world)
    for control in ("NO-CACHE", "max-age=60, no-cache", 'foo="bar", No-Cache', "no-cache,max-stale"):
        before = world.upstream.count()
        answer = asked(proxy, control)
        need(not answer.hit and world.upstream.count() == before + 1, f"{control!r}: {answer}")


@check("control")
def several_fields_are_one_list(world):
    proxy, first = primed(world)
    content = b'{"contents":[{"role":"user","parts":[{"text":"known"}]}]}'
    data = proxy.raw(
        b"POST %s HTTP/1.1\r\nHost: localhost\r\nCache-Control: max-stale\r\nCache-Control: no-cache\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
        % (GENERATE.encode(), len(content), content)
    )
    need(b"; hit" not in data and world.upstream.count() == 2, data[:300])


@check("control")
def malformed_directives_harm_nobody(world):
    proxy, first = primed(world)
    for control in (
        "max-age",
        "max-age=",
        "max-age=-1",
        "max-age=x",
        "max-age=1e9",
        "max-stale=x",
        "only-if-cached=1",
        ",,,",
        "=",
        '"',
        'foo="unterminated',
        "max-age=1, max-age=2",
        "\x7f",
        "a" * 5000,
    ):
        answer = asked(proxy, control)
        need(answer.status in (200, 400, 504), f"{control[:30]!r}: {answer}")


@check("control")
def Cache_Control_is_obeyed_by_streams_and_embeddings(world):
    proxy = world.proxy()
    embed = "/v1beta/models/gemini-embedding-001:embedContent"
    content = {"content": {"parts": [{"text": "e"}]}}
    proxy.ask(embed, content)
    need(proxy.ask(embed, content).hit, "no hit")
    need(not proxy.ask(embed, content, {"Cache-Control": "no-cache"}).hit and world.upstream.count() == 2, "no-cache")
    same(proxy.ask(embed, {"content": {"parts": [{"text": "f"}]}}, {"Cache-Control": "only-if-cached"}).status, 504, "only-if-cached")
    proxy.ask(f"{STREAM}?alt=sse", body("s"))
    need(not proxy.ask(f"{STREAM}?alt=sse", body("s"), {"Cache-Control": "no-cache"}).hit and world.upstream.count() == 4, "stream")


@check("control")
def a_bypass_is_told(world):
    proxy = world.proxy("--mode", "passthrough")
    proxy.ask(GENERATE, body("x"))
    answer = proxy.ask(GENERATE, body("x"))
    need(not answer.hit and world.upstream.count() == 2, answer)
    same(answer.cache.get("fwd"), "bypass", f"fwd in {answer}")


@check("control")
def Cache_Status_upstream_stays_beside_ours(world):
    proxy = world.proxy()
    world.upstream.always(lambda exchange: exchange.send(body=whole(1), headers=[("Cache-Status", "other; hit"), ("Age", "7")]))
    answer = proxy.ask(GENERATE, body("x"))
    need("gemcache" in answer.header("cache-status"), answer)
