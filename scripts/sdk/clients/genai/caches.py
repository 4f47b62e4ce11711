"""Cached contents: made, told, prolonged, used, gone."""

import datetime
import time
import uuid

from kit import FLASH, MEDIA, case, has, need, same

from .client import ask, client, fails, stream, joined, types

LONG = "The logbook of the lighthouse keeper tells of wind, of ships and of the sea. " * 120


def create(contents=LONG, model=FLASH, **config):
    config.setdefault("display_name", f"logbook-{uuid.uuid4().hex[:8]}")
    return client.caches.create(model=model, config={"contents": contents, "ttl": "600s", **config})


@case("caches")
def create_and_get():
    cache = create(display_name="logbook")
    need(cache.name.startswith("cachedContents/"), cache.name)
    same((cache.model, cache.display_name), (f"models/{FLASH}", "logbook"), "model and name")
    need(cache.usage_metadata.total_token_count >= 1024, f"{cache.usage_metadata}")
    left = (cache.expire_time - cache.create_time).total_seconds()
    need(abs(left - 600) < 5, f"lives {left} s")
    same(client.caches.get(name=cache.name).name, cache.name, "the name")


@case("caches", kept=False)
def use():
    cache = create(system_instruction="You are the keeper called Boje.")
    answer = ask("What does the logbook tell?", cached_content=cache.name)
    has(answer.text, "What does the logbook tell?", "Boje")
    usage = answer.usage_metadata
    same(usage.cached_content_token_count, cache.usage_metadata.total_token_count, "the cached tokens")
    need(usage.prompt_token_count > usage.cached_content_token_count, f"{usage}")
    need(usage.cache_tokens_details, "no details of cached tokens")
    need(joined(stream("And what else?", cached_content=cache.name)), "no streamed text")


@case("caches", kept=False)
def use_with_a_file():
    file = client.files.upload(file=MEDIA / "report.pdf")
    cache = create([types.Content(role="user", parts=[types.Part.from_uri(file_uri=file.uri, mime_type="application/pdf"), types.Part(text=LONG)])])
    has(ask("How high is the lighthouse?", cached_content=cache.name).text, "lighthouse")


@case("caches", kept=False)
def use_of_tools_in_a_cache():
    tool = types.Tool(function_declarations=[{"name": "ring_bell", "description": "Rings the bell."}])
    cache = create(tools=[tool], tool_config={"function_calling_config": {"mode": "ANY"}})
    same([call.name for call in ask("Ring the bell.", cached_content=cache.name).function_calls or []], ["ring_bell"], "the calls")


@case("caches")
def settings_beside_a_cache_are_refused():
    cache = create()
    fails(400, "INVALID_ARGUMENT", lambda: ask("Hello", cached_content=cache.name, system_instruction="Be brief."), "CachedContent can not be used")


@case("caches")
def another_model_is_refused():
    cache = create()
    fails(400, "INVALID_ARGUMENT", lambda: ask("Hello", model="gemini-2.5-pro", cached_content=cache.name))


@case("caches")
def prolong():
    cache = create()
    longer = client.caches.update(name=cache.name, config={"ttl": "7200s"})
    need((longer.expire_time - cache.expire_time).total_seconds() > 6000, f"{longer.expire_time}")
    date = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=2)
    until = client.caches.update(name=cache.name, config={"expire_time": date})
    need(abs((until.expire_time - date).total_seconds()) < 1, f"{until.expire_time}")


@case("caches")
def list_all():
    mine = {create().name for _ in range(3)}
    listed = [cache.name for cache in client.caches.list(config={"page_size": 2})]
    need(mine <= set(listed), f"missing {mine - set(listed)}")


@case("caches")
def delete():
    cache = create()
    client.caches.delete(name=cache.name)
    fails(403, "PERMISSION_DENIED", lambda: client.caches.get(name=cache.name), "CachedContent not found")
    fails(403, "PERMISSION_DENIED", lambda: ask("Hello", cached_content=cache.name))
    fails(403, "PERMISSION_DENIED", lambda: client.caches.delete(name=cache.name))


@case("caches")
def expire():
    cache = create(ttl="1s")
    time.sleep(1.2)
    fails(403, "PERMISSION_DENIED", lambda: client.caches.get(name=cache.name))


@case("caches")
def too_small():
    fails(400, "INVALID_ARGUMENT", lambda: create("Too short."), "too small")
