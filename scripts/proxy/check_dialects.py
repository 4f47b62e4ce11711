"""The OpenAI-compatible dialect and Interactions."""

import contextlib
import http.client

from .kit import GENERATE, KEY, body, check, need, same

CHAT = "/v1beta/openai/chat/completions"
ASKED = {"model": "gemini-2.5-flash", "messages": [{"role": "user", "content": "hi"}], "stream": True}


@check("dialects")
def the_OpenAI_dialect_is_answered_from_the_store(world):
    proxy = world.proxy()
    chat, content = "/v1beta/openai/chat/completions", {"model": "gemini-2.5-flash", "messages": [{"role": "user", "content": "hi"}]}
    first = proxy.ask(chat, content, {"Authorization": f"Bearer {KEY}"}, key=None)
    again = proxy.ask(chat, {**content, "messages": [{"content": "hi", "role": "user"}]}, {"Authorization": f"Bearer {KEY}"}, key=None)
    need(again.hit and again.json == first.json and world.upstream.count() == 1, again)
    for other in ({**content, "model": "gemini-2.5-pro"}, {**content, "temperature": 0}, {**content, "messages": [{"role": "system", "content": "hi"}]}):
        need(not proxy.ask(chat, other).hit, f"{other} was a hit")
    need(not proxy.ask(GENERATE, body("hi")).hit, "another dialect was a hit")


@check("dialects")
def the_OpenAI_dialects_models_have_one_name(world):
    proxy = world.proxy()
    chat, content = "/v1beta/openai/chat/completions", {"model": "gemini-2.5-flash", "messages": [{"role": "user", "content": "named"}]}
    first = proxy.ask(chat, content)
    again = proxy.ask(chat, {**content, "model": "models/gemini-2.5-flash"})
    need(again.hit and again.json == first.json, again)


@check("dialects")
def an_OpenAI_stream_comes_whole(world):
    proxy = world.proxy()
    chat, content = "/v1beta/openai/chat/completions", {"model": "gemini-2.5-flash", "messages": [{"role": "user", "content": "hi"}], "stream": True}
    for _ in range(2):
        answer = proxy.ask(chat, content)
        need(answer.status == 200 and b"[DONE]" in answer.data and len(answer.events) == 2, answer)
    need(proxy.ask(chat, {**content, "stream": False}).json["object"] == "chat.completion", "a stream answered a unary request")


@check("dialects")
def interactions_pass(world):
    proxy = world.proxy()
    for number in range(2):
        answer = proxy.ask("/v1beta/interactions", {"model": "gemini-2.5-flash", "input": "hi"})
        need(answer.status == 200 and answer.json["status"] == "completed", answer)
    need(proxy.ask("/v1beta/interactions", {"model": "gemini-2.5-flash", "input": "hi", "previous_interaction_id": "v1_1"}).hit is False, "with a history")


def chunk(number, text, reason=None):
    return {
        "id": f"chat{number}",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "gemini-2.5-flash",
        "choices": [{"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": reason}],
    }


@check("dialects")
def an_OpenAI_stream_is_the_same_from_the_store(world):
    proxy = world.proxy()
    first, again = proxy.ask(CHAT, ASKED), proxy.ask(CHAT, ASKED)
    if again.hit:
        same(again.data, first.data, "bytes")
        same(again.header("content-type"), first.header("content-type"), "content type")
    same(world.upstream.count(), 1 if again.hit else 2)


@check("dialects")
def cut_failed_and_filtered_OpenAI_streams_are_not_kept(world):
    proxy = world.proxy()

    def cut(exchange):
        exchange.begin()
        exchange.event(chunk(1, "a"))
        exchange.cut()

    def undone(exchange):
        exchange.begin()
        exchange.event(chunk(1, "a"))
        exchange.end()

    def unfinished(exchange):
        exchange.begin()
        exchange.event(chunk(1, "a"))
        exchange.chunk(b"data: [DONE]\n\n")
        exchange.end()

    def failed(exchange):
        exchange.begin()
        exchange.event(chunk(1, "a"))
        exchange.event({"error": {"code": 500, "message": "x"}})
        exchange.chunk(b"data: [DONE]\n\n")
        exchange.end()

    def filtered(exchange):
        exchange.begin()
        exchange.event(chunk(1, "a", "content_filter"))
        exchange.chunk(b"data: [DONE]\n\n")
        exchange.end()

    for act in (cut, undone, unfinished, failed, filtered):
        world.upstream.rules[:] = []
        world.upstream.always(act)
        content = {**ASKED, "messages": [{"role": "user", "content": act.__name__}]}
        with contextlib.suppress(http.client.HTTPException, ConnectionError):
            proxy.ask(CHAT, content)
        world.upstream.rules[:] = []
        answer = proxy.ask(CHAT, content)
        need(not answer.hit and b"[DONE]" in answer.data, f"{act.__name__} was kept: {answer}")


@check("dialects")
def members_of_the_dialects_count(world):
    proxy = world.proxy()
    content = {"model": "gemini-2.5-flash", "messages": [{"role": "user", "content": "count"}]}
    proxy.ask(CHAT, content)
    for name, value in (
        ("temperature", 0),
        ("seed", 0),
        ("max_tokens", 5),
        ("max_completion_tokens", 5),
        ("tools", [{"type": "function", "function": {"name": "f"}}]),
        ("response_format", {"type": "json_object"}),
        ("reasoning_effort", "low"),
        ("extra_body", {"google": {"thinking_config": {"include_thoughts": True}}}),
        ("n", 2),
        ("stop", ["x"]),
        ("brand_new", 1),
    ):
        need(not proxy.ask(CHAT, {**content, name: value}).hit, f"{name} was overlooked")
    for messages in (
        [{"role": "user", "content": "count "}],
        [{"role": "system", "content": "count"}],
        [{"role": "user", "content": [{"type": "text", "text": "Count"}]}],
        [*content["messages"], {"role": "assistant", "content": "x"}],
    ):
        need(not proxy.ask(CHAT, {**content, "messages": messages}).hit, f"{messages} was a hit")
    one, two = (
        {**content, "messages": [{"role": "assistant", "tool_calls": [{"id": "a", "type": "function", "function": {"name": "f", "arguments": text}}]}]}
        for text in ('{"a":1}', '{"a": 1}')
    )
    proxy.ask(CHAT, one)
    need(not proxy.ask(CHAT, two).hit, "arguments are text")


@check("dialects")
def interactions_that_depend_on_others_are_not_mixed(world):
    proxy = world.proxy()
    path, content = "/v1beta/interactions", {"model": "gemini-2.5-flash", "input": "again"}
    proxy.ask(path, content)
    for other in (
        {**content, "previous_interaction_id": "v1_1"},
        {**content, "input": "again "},
        {**content, "background": True},
        {**content, "agent": "a"},
        {**content, "generation_config": {"temperature": 0}},
        {**content, "tools": [{"type": "google_search"}]},
    ):
        need(not proxy.ask(path, other).hit, f"{other} was a hit")
    before = world.upstream.count()
    for _ in range(2):
        proxy.ask("/v1beta/interactions/v1_1")
        proxy.ask("/v1beta/interactions/v1_1/cancel", {})
    same(world.upstream.count(), before + 4, "an interaction's state was remembered")
