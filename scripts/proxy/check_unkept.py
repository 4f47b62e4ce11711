"""What no cache may keep, and what is no question: it passes (KEYS.md, last part)."""

import json

from .check_keys import text
from .kit import GENERATE, MARK, check, need, same
from .forms import error
from .replies import whole


@check("unkept")
def queries_nobody_knows_make_other_questions(world):
    proxy = world.proxy()
    proxy.ask(GENERATE, text("query"))
    for query in ("brandNew=1", "brandNew=2", "upload_id=x"):
        answer = proxy.ask(f"{GENERATE}?{query}", text("query"))
        need(answer.status == 200 and not answer.hit and query in world.upstream.last.target, f"{query}: {answer}")


@check("unkept")
def other_methods_and_paths_are_no_questions(world):
    proxy = world.proxy()
    proxy.ask(GENERATE, text("path"))
    for method, path in (
        ("PUT", GENERATE),
        ("PATCH", GENERATE),
        ("POST", GENERATE + "/"),
        ("POST", "/v1beta" + GENERATE),
        ("POST", GENERATE.replace("generateContent", "GenerateContent")),
        ("POST", GENERATE + "X"),
        ("POST", GENERATE.replace("models", "Models")),
    ):
        before = world.upstream.count()
        answer = proxy.ask(path, text("path"), method=method)
        need(world.upstream.count() == before + 1 and not answer.hit and world.upstream.last.target == path, f"{method} {path}: {answer}")


@check("unkept")
def what_is_no_question_is_not_kept(world):
    proxy = world.proxy()
    for content in (b"", b"{", b"not json", b'{"contents":[{"parts":[{"text":"x"}]}]', b"[]", b"null", b'"x"'):
        for _ in range(2):
            before = world.upstream.count()
            answer = proxy.ask(GENERATE, content)
            need(not answer.hit and world.upstream.count() == before + 1 and world.upstream.last.body == content, f"{content}: {answer}")


@check("unkept")
def answer_shaping_parameters_bypass_the_cache(world):
    proxy = world.proxy()
    proxy.ask(GENERATE, text("shaped"))
    for query in ("fields=candidates", "%24callback=f", "$callback=f", "alt=media", "alt=proto", "fields="):
        before = world.upstream.count()
        answer = proxy.ask(f"{GENERATE}?{query}", text("shaped"))
        if query != "fields=":
            need(
                not answer.hit and world.upstream.count() == before + 1 and query.split("=")[0].replace("%24", "$").strip("$") in world.upstream.last.target,
                f"{query}: {answer}",
            )
            same(answer.cache.get("fwd"), "bypass", f"{query}: fwd")


@check("unkept")
def fields_of_the_head_that_change_the_answer_bypass_the_cache(world):
    """Google's system parameters may stand in the head: X-Goog-FieldMask is `fields`, X-HTTP-Method-Override is the method."""
    proxy = world.proxy()
    for name, value in (("X-Goog-FieldMask", "candidates.content"), ("X-HTTP-Method-Override", "GET")):
        world.upstream.rules[:] = []
        world.upstream.when(
            lambda exchange: exchange.header(name),
            lambda exchange: exchange.send(body={"candidates": [{"content": {"parts": [{"text": "part"}]}, "finishReason": "STOP"}]}),
        )
        proxy.ask(GENERATE, text(name), {name: value})
        same(world.upstream.last.header(name), value, "the field upstream")
        plain = proxy.ask(GENERATE, text(name))
        need(not plain.hit and "usageMetadata" in plain.json, f"an answer to {name} was kept as a whole one: {plain}")
        need(not proxy.ask(GENERATE, text(name), {name: value}).hit, f"{name} was overlooked")


@check("unkept")
def blocked_cut_and_failed_answers_are_not_kept(world):
    proxy = world.proxy()
    answers = {
        "blocked prompt": (200, {"promptFeedback": {"blockReason": "SAFETY"}, "usageMetadata": {"promptTokenCount": 1}}),
        **{
            f"finish {reason}": (200, {"candidates": [{"content": {"parts": [{"text": "x"}]}, "finishReason": reason}]})
            for reason in ("SAFETY", "RECITATION", "OTHER", "MALFORMED_FUNCTION_CALL", "BRAND_NEW", "FINISH_REASON_UNSPECIFIED")
        },
        "no finish": (200, {"candidates": [{"content": {"parts": [{"text": "x"}]}}]}),
        "one of two unfinished": (
            200,
            {
                "candidates": [
                    {"content": {"parts": [{"text": "x"}]}, "finishReason": "STOP", "index": 0},
                    {"content": {"parts": [{"text": "x"}]}, "finishReason": "SAFETY", "index": 1},
                ]
            },
        ),
        "no candidates": (200, {}),
        "error in 200": (200, error(500, "x", "INTERNAL")),
        "no JSON": (200, b"<html>"),
        "half JSON": (200, json.dumps(whole(1)).encode()[:-20]),
        **{f"status {code}": (code, error(code, "no", "X")) for code in (400, 401, 403, 404, 408, 409, 429, 500, 502, 503, 504)},
        "redirect": (302, b""),
        "no content": (204, b""),
    }
    for name, (status, content) in answers.items():
        world.upstream.always(lambda exchange, status=status, content=content: exchange.send(status, content))
        for _ in range(2):
            before = world.upstream.count()
            answer = proxy.ask(GENERATE, text(name))
            need(not answer.hit and world.upstream.count() == before + 1, f"{name}: {answer}")
            if name != "redirect":
                same(answer.status, status, name)
            if isinstance(content, dict):
                same(answer.json, content, name)


@check("unkept")
def MAX_TOKENS_is_kept(world):
    proxy = world.proxy()
    world.upstream.always(
        lambda exchange: exchange.send(
            body={"candidates": [{"content": {"parts": [{"text": f"x{exchange.number}"}], "role": "model"}, "finishReason": "MAX_TOKENS"}]}
        )
    )
    first = proxy.ask(GENERATE, text("long"))
    again = proxy.ask(GENERATE, text("long"))
    need(again.hit and again.json == first.json, again)


@check("unkept")
def requests_with_secrets_in_the_body_are_sent_and_never_kept(world):
    proxy = world.proxy()
    content = text(
        "mcp", tools=[{"mcpServers": [{"name": "s", "streamableHttpTransport": {"url": "https://x.example", "headers": {"Authorization": f"Bearer {MARK}"}}}]}]
    )
    for _ in range(2):
        before = world.upstream.count()
        answer = proxy.ask(GENERATE, content)
        need(not answer.hit and world.upstream.count() == before + 1 and MARK.encode() in world.upstream.last.body, answer)
    snake = text(
        "mcp",
        tools=[{"mcp_servers": [{"name": "s", "streamable_http_transport": {"url": "https://x.example", "headers": {"Authorization": f"Bearer {MARK}"}}}]}],
    )
    for _ in range(2):
        need(not proxy.ask(GENERATE, snake).hit, "snake_case was kept")
    for address in (f"https://user:{MARK}@x.example/mcp", f"https://x.example/mcp?api_key={MARK}"):
        content = text("address", tools=[{"mcpServers": [{"name": "s", "streamableHttpTransport": {"url": address}}]}])
        for _ in range(2):
            answer = proxy.ask(GENERATE, content)
            need(not answer.hit and MARK.encode() in world.upstream.last.body, f"{address}: {answer}")


@check("unkept")
def a_file_nobody_knows_is_neither_kept_nor_shared(world):
    proxy = world.proxy()
    for member in (
        {"contents": [{"parts": [{"fileData": {"mimeType": "video/mp4", "fileUri": "https://generativelanguage.googleapis.com/v1beta/files/unknown1"}}]}]},
        text("c", cachedContent="cachedContents/unknown1"),
        {"contents": [{"parts": [{"fileData": {"fileUri": "files/unknown1"}}]}]},
    ):
        for _ in range(2):
            before = [exchange for exchange in world.upstream.requests if exchange.verb == "generateContent"]
            answer = proxy.ask(GENERATE, member)
            after = [exchange for exchange in world.upstream.requests if exchange.verb == "generateContent"]
            need(not answer.hit and len(after) == len(before) + 1, f"{member}: {answer}")
