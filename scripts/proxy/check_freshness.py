"""Age, lifetimes, stale answers (RFC 9111, RFC 5861)."""

import threading

from .check_control import asked, primed
from .kit import FLASH, GENERATE, OTHER, body, check, need, same, until
from .replies import whole


@check("freshness")
def the_ttl_of_answers_with_a_lifetime_is_told(world):
    proxy = world.proxy()
    count = FLASH + "countTokens"
    proxy.ask(count, body("ttl"))
    hit = proxy.ask(count, body("ttl"))
    need(hit.hit and 86000 < int(hit.cache.get("ttl", 0)) <= 86400, f"countTokens: {hit}")
    for name, content in (
        ("googleSearch", body("s", tools=[{"googleSearch": {}}])),
        ("urlContext", body("s", tools=[{"urlContext": {}}])),
        ("maps", body("s", tools=[{"googleMaps": {}}])),
        ("google_search", body("s2", tools=[{"google_search": {}}])),
        ("fileSearch", body("s", tools=[{"fileSearch": {"fileSearchStoreNames": ["fileSearchStores/x"]}}])),
        ("YouTube", {"contents": [{"parts": [{"fileData": {"fileUri": "https://www.youtube.com/watch?v=x"}}]}]}),
        ("https", {"contents": [{"parts": [{"fileData": {"fileUri": "https://a.example/x.pdf"}}]}]}),
    ):
        proxy.ask(GENERATE, content)
        hit = proxy.ask(GENERATE, content)
        need(hit.hit and 86000 < int(hit.cache.get("ttl", 0)) <= 86400, f"{name}: {hit}")
    proxy.ask(GENERATE, body("for ever"))
    need("ttl" not in proxy.ask(GENERATE, body("for ever")).cache, "a ttl without a lifetime")


@check("freshness")
def the_list_of_models_is_kept_for_a_day(world):
    proxy = world.proxy()
    first = proxy.ask("/v1beta/models")
    again = proxy.ask("/v1beta/models")
    need(again.hit and again.json == first.json, again)
    one = proxy.ask("/v1beta/models/gemini-2.5-flash")
    need(proxy.ask("/v1beta/models/gemini-2.5-flash").json == one.json and world.upstream.count() == 2, "one model")
    need(not proxy.ask("/v1beta/models?pageSize=1").hit, "another page size was a hit")
    need(not proxy.ask("/v1beta/models?pageSize=1&pageToken=x").hit, "another page was a hit")


@check("freshness")
def Age_grows_and_ttl_falls(world):
    proxy = world.proxy()
    count = FLASH + "countTokens"
    proxy.ask(count, body("age"))
    answer = until(lambda: (one := proxy.ask(count, body("age"))) and int(one.header("age")) >= 1 and one, "Age grows")
    need(int(answer.cache["ttl"]) + int(answer.header("age")) in (86400, 86399, 86401), answer.headers)
    need(not proxy.ask(count, body("age"), {"Cache-Control": "max-age=0"}).hit, "max-age=0 when a second old")


@check("freshness")
def min_fresh_and_max_age_meet_the_lifetime(world):
    proxy = world.proxy()
    count = FLASH + "countTokens"
    proxy.ask(count, body("mf"))
    need(proxy.ask(count, body("mf"), {"Cache-Control": "min-fresh=80000"}).hit, "fresh for 80,000 s more")
    need(not proxy.ask(count, body("mf"), {"Cache-Control": "min-fresh=90000"}).hit, "not for 90,000")


@check("freshness")
def lifetimes_are_changed_by_kind(world):
    proxy = world.proxy("--ttl", "generate=0s")
    proxy.ask(GENERATE, body("short"))
    answer = proxy.ask(GENERATE, body("short"))
    need(not answer.hit and world.upstream.count() == 2, answer)
    proxy.ask(FLASH + "countTokens", body("short"))
    need(proxy.ask(FLASH + "countTokens", body("short")).hit, "another kind keeps its own lifetime")
    longer = world.proxy("--ttl", "generate=7d", "--ttl", "count=1h")
    for target, ttl in ((GENERATE, 7 * 86400), (FLASH + "countTokens", 3600)):
        longer.ask(target, body("long"))
        answer = longer.ask(target, body("long"))
        need(answer.hit and ttl - 60 < int(answer.cache.get("ttl", 0)) <= ttl, f"{target}: {answer}")
    for bad in ("nonsense", "generate", "generate=", "generate=x", "=1h", "nothing=1h", "generate=-1h", "generate=99999999999999999999d"):
        done = world.run("proxy", "--listen", "127.0.0.1:0", "--store", world.folder("s"), "--upstream", world.upstream.url, "--ttl", bad, patience=10)
        need(done.returncode > 0 and done.stderr, f"--ttl {bad}: {done.returncode}")


def staled(world, proxy, text="old"):
    """Asks, and waits until the answer has outlived its second."""
    first = proxy.ask(GENERATE, body(text))
    until(lambda: asked(proxy, "only-if-cached", text).status == 504, "the answer grows stale")
    return first


@check("freshness")
def a_stale_answer_is_asked_for_again(world):
    proxy = world.proxy("--ttl", "generate=1s")
    first = staled(world, proxy)
    second = proxy.ask(GENERATE, body("old"))
    need(second.json != first.json and world.upstream.count() == 2 or second.hit and int(second.cache.get("ttl", 1)) <= 0, second)
    if not second.hit:
        same(second.cache.get("fwd"), "stale", f"fwd in {second}")


@check("freshness")
def stale_answers_come_to_who_takes_them(world):
    proxy = world.proxy("--ttl", "generate=1s")
    first = staled(world, proxy)
    answer = asked(proxy, "max-stale", "old")
    need(answer.hit and answer.json == first.json and int(answer.cache["ttl"]) <= 0, answer)
    need(asked(proxy, "max-stale=60", "old").hit, "max-stale=60")
    need(asked(proxy, "only-if-cached, max-stale", "old").status == 200, "only-if-cached, max-stale")
    need(not asked(proxy, "max-stale, min-fresh=5", "old").hit, "min-fresh was overlooked")


@check("freshness")
def stale_if_error_serves_what_is_there(world):
    proxy = world.proxy("--ttl", "generate=1s")
    first = staled(world, proxy)
    world.upstream.always(lambda exchange: exchange.send(503, {"error": {"code": 503, "message": "busy", "status": "UNAVAILABLE"}}))
    answer = asked(proxy, "stale-if-error=3600", "old")
    need(answer.status == 200 and answer.json == first.json, answer)
    need(answer.cache.get("fwd") == "stale" or "hit" in answer.cache, answer)
    same(asked(proxy, "no-cache", "old").status, 503, "who wants a fresh one")


@check("freshness")
def stale_while_revalidate_answers_at_once_and_refreshes_behind(world):
    proxy = world.proxy("--ttl", "generate=1s", "--stale-while-revalidate", "1h")
    first = proxy.ask(GENERATE, body("swr"))
    gate = threading.Event()
    world.upstream.always(lambda exchange: (gate.wait(10), exchange.send(body=whole(exchange.number)))[1])
    stale = until(lambda: (one := asked(proxy, "max-stale", "swr")) and int(one.cache.get("ttl", 1)) < 0 and one, "the answer grows stale")
    answer = proxy.ask(GENERATE, body("swr"))
    need(stale.json == answer.json == first.json, f"the stale answer, while upstream is silent: {answer}")
    until(lambda: world.upstream.count() >= 2, lambda: f"the refresh behind it: {answer.headers}")
    proxy.ask(GENERATE, body("swr"))
    gate.set()
    until(lambda: proxy.ask(GENERATE, body("swr"), {"Cache-Control": "max-stale"}).json != first.json, "the new answer")
    need(world.upstream.count() <= 3, f"{world.upstream.count()} requests upstream")


@check("freshness")
def who_wants_a_fresh_answer_is_not_given_a_stale_one_on_error(world):
    proxy, first = primed(world)
    world.upstream.always(lambda exchange: exchange.send(503, {"error": {"code": 503, "message": "busy", "status": "UNAVAILABLE"}}))
    same(asked(proxy, "no-cache").status, 503)
    need(proxy.ask(GENERATE, body("known")).json == first.json, "a failed refresh lost the old answer")


@check("freshness")
def a_restart_keeps_the_answers(world):
    proxy, first = primed(world)
    proxy.stop()
    again = world.proxy(store=proxy.store).ask(GENERATE, body("known"))
    need(again.hit and again.data == first.data, again)


@check("freshness")
def a_kill_keeps_the_answers(world):
    proxy, first = primed(world)
    proxy.stop(9)
    again = world.proxy(store=proxy.store).ask(GENERATE, body("known"))
    need(again.hit and again.data == first.data, again)


@check("freshness")
def a_scope_by_credential_keeps_callers_apart(world):
    proxy = world.proxy("--scope-by-credential")
    proxy.ask(GENERATE, body("mine"))
    need(proxy.ask(GENERATE, body("mine")).hit, "my own")
    need(not proxy.ask(GENERATE, body("mine"), key=OTHER).hit, "another's")
