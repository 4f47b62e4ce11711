"""What has been asked often must be decided as what is asked first: no memory of a hit may overlook a field, a credential or a change."""

from .check_safety import message, status
from .kit import GENERATE, KEY, OTHER, STREAM, TOKEN, body, check, need, same


def warm(world, *options, key=KEY, **rest):
    proxy = world.proxy(*options, **rest)
    client = proxy.client(key)
    for _ in range(4):
        answer = client.ask(GENERATE, body("warm"))
        same(answer.status, 200, str(answer))
    need(answer.hit and world.upstream.count() == 1, answer)
    return proxy, client


@check("memory")
def each_field_that_counts_counts_on_a_warm_connection(world):
    proxy, client = warm(world)
    for fields in (
        {"Cache-Control": "no-cache"},
        {"Cache-Control": "max-age=0"},
        {"Cache-Control": "no-store, no-cache"},
        {"x-gemcache-sample": "1"},
        {"x-gemcache-namespace": "n"},
        {"X-Goog-FieldMask": "candidates"},
    ):
        before = world.upstream.count()
        answer = client.ask(GENERATE, body("warm"), fields)
        need(not answer.hit and world.upstream.count() == before + 1, f"{fields}: {answer}")
        need(client.ask(GENERATE, body("warm")).hit, f"after {fields}")


@check("memory")
def each_target_and_method_counts_on_a_warm_connection(world):
    proxy, client = warm(world)
    for method, target in (
        ("POST", GENERATE + "?fields=candidates"),
        ("POST", GENERATE + "?$callback=f"),
        ("POST", GENERATE + "?alt=media"),
        ("POST", GENERATE + "?brandNew=1"),
        ("POST", GENERATE.replace("flash", "pro")),
        ("POST", GENERATE.replace("generateContent", "countTokens")),
        ("PUT", GENERATE),
    ):
        before = world.upstream.count()
        answer = client.ask(target, body("warm"), method=method)
        need(not answer.hit and world.upstream.count() == before + 1, f"{method} {target}: {answer}")
    flat = client.ask(GENERATE + "?prettyPrint=false", body("warm"))
    need(flat.hit and flat.json == client.ask(GENERATE, body("warm")).json, flat)
    need(client.ask(STREAM + "?alt=sse", body("warm")).events, "as events")


@check("memory")
def hosts_origins_and_tokens_count_on_a_warm_connection(world):
    proxy, client = warm(world)
    same(client.ask(GENERATE, body("warm"), {"Origin": "http://evil.example"}).status, 403)
    same(proxy.client().ask(GENERATE, body("warm"), {"Host": "evil.example"}).status, 403)
    guarded, known = warm_token(world)
    for key in (None, KEY, TOKEN[:-1], TOKEN + "x"):
        need(guarded.client().ask(GENERATE, body("warm"), key=key).status in (401, 403), f"key {key}")
        need(known.ask(GENERATE, body("warm"), key=key).status in (401, 403), f"key {key} on the connection that was let in")
        need(known.ask(GENERATE, body("warm")).hit, "the token again")


def warm_token(world):
    guarded = world.proxy("--token", TOKEN, env={"GEMINI_API_KEY": KEY})
    known = guarded.client(TOKEN)
    for _ in range(4):
        same(known.ask(GENERATE, body("warm")).status, 200)
    return guarded, known


@check("memory")
def scopes_count_when_they_are_warm(world):
    proxy, client = warm(world, "--scope-by-credential")
    need(not client.ask(GENERATE, body("warm"), key=OTHER).hit, "another's key on the same connection")
    need(client.ask(GENERATE, body("warm")).hit, "the first one again")
    need(not client.ask(GENERATE, body("warm"), key=None).hit, "no key")


@check("memory")
def an_entry_that_was_removed_is_forgotten(world):
    proxy, client = warm(world)
    key = client.ask(GENERATE, body("warm")).cache["key"]
    done = world.run("cache", "rm", key, "--store", proxy.store)
    need(done.returncode == 0, done.stderr)
    need(not client.ask(GENERATE, body("warm")).hit and world.upstream.count() == 2, "a removed answer was served")


@check("memory")
def an_entry_that_another_process_replaced_is_the_new_one(world):
    proxy, client = warm(world)
    other = world.proxy("--mode", "refresh", store=proxy.store)
    new = other.ask(GENERATE, body("warm"))
    same(client.ask(GENERATE, body("warm")).json, new.json, "the answer after the refresh")


@check("memory")
def a_lifetime_ends_for_what_is_asked_often_too(world):
    from .kit import until

    proxy, client = warm(world, "--ttl", "generate=2s")
    until(lambda: not client.ask(GENERATE, body("warm"), {"Cache-Control": "max-stale=0"}).hit or world.upstream.count() > 1, "it grows stale")


@check("memory")
def bodies_of_one_length_are_not_confused(world):
    proxy = world.proxy()
    client = proxy.client()
    for turn in range(3):
        for number in range(100, 160):
            answer = client.ask(GENERATE, body(f"number {number}"))
            same(answer.text, f"answer {number - 99}", f"turn {turn}")
    same(world.upstream.count(), 60)


@check("memory")
def versions_of_HTTP_count_on_a_warm_question(world):
    proxy, client = warm(world)
    import json

    content = json.dumps(body("warm")).encode()
    old = proxy.raw(message(f"POST {GENERATE} HTTP/1.0", content=content), patience=3)
    need(status(old) == 200 and b"; hit" in old and b"chunked" not in old.lower(), old[:300])
    closed = proxy.raw(message(f"POST {GENERATE} HTTP/1.1", "Connection: close", content=content), patience=3)
    need(status(closed) == 200 and b"; hit" in closed, closed[:300])
    head = proxy.raw(message(f"HEAD {GENERATE} HTTP/1.1", "Connection: close", content=content), patience=3)
    need(b"\r\n\r\n" in head and not head.partition(b"\r\n\r\n")[2], head[:200])
