"""The OpenAI-compatible dialect and Interactions."""

from .kit import GENERATE, KEY, body, check, need


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
