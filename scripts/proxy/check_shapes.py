"""One entry for unary, SSE and JSON-array answers, and what merging must not lose."""

import json
import re
import time

from .check_keys import text
from .kit import FLASH, GENERATE, KEY, STREAM, body, check, need, same, until
from .replies import array, pieces, stream, whole

SSE = STREAM + "?alt=sse"
RICH = {"role": "model"}


def elements(answer):
    """The elements of a JSON array answer."""
    need(isinstance(answer.json, list), f"no array: {answer}")
    return answer.json


def words(chunks):
    return "".join(part.get("text", "") for chunk in chunks for part in chunk.get("candidates", [{}])[0].get("content", {}).get("parts", []))


@check("shapes")
def a_unary_answer_serves_streams_and_arrays(world):
    proxy = world.proxy()
    first = proxy.ask(GENERATE, body("u"))
    events, listed = proxy.ask(SSE, body("u")), proxy.ask(STREAM, body("u"))
    need(events.hit and listed.hit and world.upstream.count() == 1, f"{events} {listed}")
    same(words(events.events), first.text, "SSE text")
    same(words(elements(listed)), first.text, "array text")
    same(events.header("content-type"), "text/event-stream")
    need(listed.header("content-type").startswith("application/json"), listed.header("content-type"))


@check("shapes")
def a_stream_serves_unary_and_array(world):
    proxy = world.proxy()
    first = proxy.ask(SSE, body("s"))
    same(words(first.events), "one two stream 1")
    whole_, listed, again = proxy.ask(GENERATE, body("s")), proxy.ask(STREAM, body("s")), proxy.ask(SSE, body("s"))
    need(whole_.hit and listed.hit and again.hit and world.upstream.count() == 1, f"{whole_} {listed} {again}")
    same(whole_.text, "one two stream 1", "unary text")
    same(words(elements(listed)), "one two stream 1", "array text")
    same(again.events, first.events, "the stream's chunks")
    same(again.data, first.data, "the stream's bytes")
    same(whole_.json["usageMetadata"], {"promptTokenCount": 5, "candidatesTokenCount": 3, "totalTokenCount": 8}, "usage")
    same(whole_.json["candidates"][0]["finishReason"], "STOP")
    same(len(whole_.json["candidates"][0]["content"]["parts"]), 1, "adjacent texts are one part")


@check("shapes")
def an_array_serves_unary_and_stream(world):
    proxy = world.proxy()
    first = proxy.ask(STREAM, body("a"))
    same(words(elements(first)), "one two stream 1")
    whole_, events, again = proxy.ask(GENERATE, body("a")), proxy.ask(SSE, body("a")), proxy.ask(STREAM, body("a"))
    need(whole_.hit and events.hit and again.hit and world.upstream.count() == 1, f"{whole_} {events}")
    same(whole_.text, "one two stream 1")
    same(events.events, first.json, "chunks")
    same(again.json, first.json)


@check("shapes")
def framing_is_exact(world):
    proxy = world.proxy()
    for answer in (proxy.ask(SSE, body("f")), proxy.ask(SSE, body("f"))):
        need(answer.data.endswith(b"\r\n\r\n") and answer.data.startswith(b"data: {"), answer)
        need(all(re.fullmatch(rb"data: \{.*\}", event, re.S) and b"\n" not in event for event in answer.data[:-4].split(b"\r\n\r\n")), answer)
        need(b"[DONE]" not in answer.data, "a [DONE] that the API does not send")
    for answer in (proxy.ask(STREAM, body("f")), proxy.ask(STREAM, body("g"))):
        need(answer.data[:1] == b"[" and answer.data[-1:] == b"]", answer)
    unary = proxy.ask(GENERATE, body("f"))
    need(unary.data.endswith(b"}\n") and b'\n  "candidates"' in unary.data, f"not pretty-printed: {unary.data[:60]}")
    for query in ("prettyPrint=false", "$prettyPrint=false"):
        flat = proxy.ask(f"{GENERATE}?{query}", body("f"))
        need(flat.hit and flat.json == unary.json, flat)


@check("shapes")
def the_shape_may_be_asked_for_in_other_spellings(world):
    proxy = world.proxy()
    first = proxy.ask(SSE, body("alt"))
    for query in ("%24alt=sse", "$alt=sse", "a%6Ct=sse", "alt=sse&prettyPrint=false", "key=x&alt=sse"):
        answer = proxy.ask(f"{STREAM}?{query}", body("alt"))
        need(answer.hit and answer.header("content-type") == "text/event-stream", f"{query}: {answer} {answer.header('content-type')}")
        same(words(answer.events), words(first.events), query)


@check("shapes")
def a_unary_question_as_events_has_one_shape(world):
    proxy = world.proxy()

    def act(exchange):
        return stream(exchange, [whole(exchange.number)]) if exchange.wants_events else exchange.send(body=whole(exchange.number))

    world.upstream.when(":generateContent", act)
    answers = [proxy.ask(GENERATE + "?alt=sse", body("ue")) for _ in range(2)]
    same(answers[1].header("content-type"), answers[0].header("content-type"), "content type")
    need(answers[0].data.startswith(b"data: ") and answers[1].data.startswith(b"data: "), [str(one) for one in answers])
    same(proxy.ask(GENERATE, body("ue")).header("content-type").split(";")[0], "application/json")


@check("shapes")
def integer_enums_are_applied_on_output_alone(world):
    proxy = world.proxy()
    first = proxy.ask(GENERATE + "?%24alt=json%3Benum-encoding%3Dint", body("enum"))
    need(first.json["candidates"][0]["finishReason"] in (1, "STOP"), first)    # clients read both
    again = proxy.ask(GENERATE + "?$alt=json;enum-encoding=int", body("enum"))
    need(again.hit and again.json == first.json, f"integers on a hit: {again}")
    plain = proxy.ask(GENERATE, body("enum"))
    need(plain.hit, plain)
    same(plain.json["candidates"][0]["finishReason"], "STOP", "a client without integer enums")
    asked = dict(world.upstream.requests[0].query)
    need("enum-encoding=int" not in asked.get("$alt", ""), f"upstream was asked for {asked}")


CHUNKS = [
    {"candidates": [{"content": {"parts": [{"text": "think ", "thought": True}], "role": "model"}, "index": 0}], "usageMetadata": {"promptTokenCount": 9, "totalTokenCount": 10, "thoughtsTokenCount": 1}, "modelVersion": "m", "responseId": "r"},
    {"candidates": [{"content": {"parts": [{"text": "more", "thought": True}], "role": "model"}, "index": 0}], "usageMetadata": {"promptTokenCount": 9, "totalTokenCount": 12, "thoughtsTokenCount": 3}, "modelVersion": "m", "responseId": "r"},
    {"candidates": [{"content": {"parts": [{"text": "Hello"}], "role": "model"}, "index": 0, "groundingMetadata": {}}], "modelVersion": "m", "responseId": "r"},
    {"candidates": [{"content": {"parts": [{"text": "second"}], "role": "model"}, "index": 1}], "modelVersion": "m", "responseId": "r"},
    {"candidates": [{"content": {"parts": [{"text": " wörld"}], "role": "model"}, "index": 0, "citationMetadata": {"citationSources": [{"startIndex": 1, "endIndex": 4, "uri": "https://a.example"}]}}], "modelVersion": "m", "responseId": "r"},
    {"candidates": [{"content": {"parts": [{"functionCall": {"name": "f", "args": {"user_id": 1}, "id": "abc"}, "thoughtSignature": "AAEC"}], "role": "model"}, "index": 0}], "modelVersion": "m", "responseId": "r"},
    {"candidates": [{"content": {"parts": [{"inlineData": {"mimeType": "image/png", "data": "aGVsbG8="}}], "role": "model"}, "index": 0}], "modelVersion": "m", "responseId": "r"},
    {"candidates": [{"content": {"parts": [{"executableCode": {"language": "PYTHON", "code": "1"}}, {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "1"}}], "role": "model"}, "index": 0}], "modelVersion": "m", "responseId": "r"},
    {"candidates": [{"content": {"parts": [{"text": " half"}], "role": "model"}, "index": 1, "finishReason": "MAX_TOKENS", "finishMessage": "long"}], "modelVersion": "m", "responseId": "r"},
    {"candidates": [{"content": {"parts": [{"text": "", "thoughtSignature": "AwQF"}], "role": "model"}, "index": 0, "finishReason": "STOP", "safetyRatings": [{"category": "HARM_CATEGORY_HARASSMENT", "probability": "NEGLIGIBLE"}],
                     "groundingMetadata": {"webSearchQueries": ["q"], "groundingChunks": [{"web": {"uri": "https://b.example", "title": "b"}}], "groundingSupports": [{"segment": {"endIndex": 5, "text": "Hello"}, "groundingChunkIndices": [0]}]},
                     "urlContextMetadata": {"urlMetadata": [{"retrievedUrl": "https://c.example", "urlRetrievalStatus": "URL_RETRIEVAL_STATUS_SUCCESS"}]}, "avgLogprobs": -0.25, "brandNewMember": {"x": 1}}],
     "usageMetadata": {"promptTokenCount": 9, "candidatesTokenCount": 7, "totalTokenCount": 19, "thoughtsTokenCount": 3, "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 9}]}, "modelVersion": "m", "responseId": "r", "brandNew": 2},
]


@check("shapes")
def merging_a_stream_loses_nothing(world):
    proxy = world.proxy()
    world.upstream.always(lambda exchange: stream(exchange, CHUNKS))
    same(proxy.ask(SSE, body("rich")).events, CHUNKS, "the live stream")
    answer = proxy.ask(GENERATE, body("rich"))
    need(answer.hit, answer)
    merged = answer.json
    first, second = sorted(merged["candidates"], key=lambda one: one.get("index", 0))
    parts = first["content"]["parts"]
    same("".join(part.get("text", "") for part in parts if part.get("thought")), "think more", "thoughts")
    same("".join(part.get("text", "") for part in parts if not part.get("thought")), "Hello wörld", "text")
    same([part["functionCall"] for part in parts if "functionCall" in part], [{"name": "f", "args": {"user_id": 1}, "id": "abc"}], "call")
    same([part["thoughtSignature"] for part in parts if "thoughtSignature" in part], ["AAEC", "AwQF"], "signatures")
    need(any("functionCall" in part and part.get("thoughtSignature") == "AAEC" for part in parts), "the call's signature went astray")
    same([part["inlineData"]["data"] for part in parts if "inlineData" in part], ["aGVsbG8="], "image")
    need(any("executableCode" in part for part in parts) and any("codeExecutionResult" in part for part in parts), "code")
    kinds = [next(key for key in ("functionCall", "inlineData", "executableCode", "codeExecutionResult", "text") if key in part) for part in parts]
    same([kind for kind in kinds if kind != "text"], ["functionCall", "inlineData", "executableCode", "codeExecutionResult"], "order")
    same((first["finishReason"], first["safetyRatings"], first["avgLogprobs"]), ("STOP", CHUNKS[-1]["candidates"][0]["safetyRatings"], -0.25))
    for member in ("groundingMetadata", "urlContextMetadata", "brandNewMember"):
        same(first.get(member), CHUNKS[-1]["candidates"][0][member], member)
    same(first.get("citationMetadata"), CHUNKS[4]["candidates"][0]["citationMetadata"], "citations")
    same((second["content"]["parts"], second["finishReason"], second["finishMessage"]), ([{"text": "second half"}], "MAX_TOKENS", "long"), "second candidate")
    same(merged["usageMetadata"], CHUNKS[-1]["usageMetadata"], "usage")
    same((merged["modelVersion"], merged["responseId"], merged.get("brandNew")), ("m", "r", 2))
    same(proxy.ask(SSE, body("rich")).events, CHUNKS, "the stream from the store")
    same(proxy.ask(STREAM, body("rich")).json, CHUNKS, "the array from the store")


@check("shapes")
def random_answers_cut_at_random_come_together_again(world):
    import random
    dice, proxy = random.Random(17), world.proxy()
    client = proxy.client()
    for turn in range(60):
        candidates, chunks = [], []
        for index in range(dice.randrange(1, 4)):
            parts = []
            for number in range(dice.randrange(1, 6)):
                kind = dice.choice(("text", "text", "thought", "call", "image", "code"))
                if kind in ("text", "thought") and parts and "text" in parts[-1] and parts[-1].get("thought", False) == (kind == "thought") and "thoughtSignature" not in parts[-1]:
                    kind = "call"    # two texts side by side would be one text
                parts.append({"text": {"text": "".join(dice.choice("abcä😀 \n\"") for _ in range(dice.randrange(1, 30)))}, "thought": {"text": f"hm {number} é", "thought": True}, "call": {"functionCall": {"name": "f", "args": {"n": number}}},
                              "image": {"inlineData": {"mimeType": "image/png", "data": "aGVsbG8="}}, "code": {"executableCode": {"language": "PYTHON", "code": "1"}}}[kind])
                if dice.random() < 0.2:
                    parts[-1]["thoughtSignature"] = f"AAA{number}"
            candidates.append({"content": {"parts": parts, "role": "model"}, "finishReason": dice.choice(("STOP", "MAX_TOKENS")), "index": index,
                               **dice.choice(({}, {"avgLogprobs": -0.5}, {"groundingMetadata": {"webSearchQueries": ["q"]}}, {"safetyRatings": [{"category": "HARM_CATEGORY_HARASSMENT", "probability": "LOW"}]}))})
        streams = []
        for candidate in candidates:
            stream_ = []
            for part in candidate["content"]["parts"]:
                pieces_ = [part]
                if "text" in part and len(part["text"]) > 2 and "thoughtSignature" not in part and dice.random() < 0.7:
                    cut = dice.randrange(1, len(part["text"]))
                    pieces_ = [{**part, "text": part["text"][:cut]}, {**part, "text": part["text"][cut:]}]
                stream_ += [{"content": {"parts": [piece], "role": "model"}, "index": candidate["index"]} for piece in pieces_]
            stream_[-1].update({name: value for name, value in candidate.items() if name != "content"})
            streams.append(stream_)
        while any(streams):
            from_ = dice.choice([one for one in streams if one])
            chunks.append({"candidates": [from_.pop(0)], "modelVersion": "m", "responseId": f"r{turn}"})
        usage = {"promptTokenCount": 3, "candidatesTokenCount": turn, "totalTokenCount": turn + 3}
        chunks[-1]["usageMetadata"] = usage
        world.upstream.rules[:] = []
        world.upstream.always(lambda exchange: stream(exchange, chunks))
        client.ask(SSE, body(f"random {turn}"))
        merged = client.ask(GENERATE, body(f"random {turn}"))
        need(merged.hit, merged)
        same(sorted(merged.json["candidates"], key=lambda one: one.get("index", 0)), candidates, f"turn {turn}")
        same((merged.json["usageMetadata"], merged.json["modelVersion"], merged.json["responseId"]), (usage, "m", f"r{turn}"))


@check("shapes")
def an_early_finishReason_does_not_end_a_stream(world):
    proxy = world.proxy()
    chunks = pieces(1, ["a", "b", "c"])
    chunks[0]["candidates"][0]["finishReason"] = "STOP"
    world.upstream.always(lambda exchange: stream(exchange, chunks))
    same(words(proxy.ask(SSE, body("early")).events), "abc")
    same(proxy.ask(GENERATE, body("early")).text, "abc")
    same(world.upstream.count(), 1)


@check("shapes")
def a_stream_comes_live(world):
    import threading
    proxy, gate = world.proxy(), threading.Event()

    def slow(exchange):
        chunks = pieces(1, ["first ", "second"])
        exchange.begin()
        exchange.event(chunks[0])
        gate.wait(10)
        exchange.event(chunks[1])
        exchange.end()

    world.upstream.always(slow)
    response = proxy.client().start(SSE, body("live"))
    first = b""
    while not first.endswith(b"\r\n\r\n"):
        first += response.read1(4096)
    need(b"first" in first, first)
    gate.set()
    need(b"second" in response.read(), "the rest")


@check("shapes")
def a_cut_stream_is_told_and_not_kept(world):
    proxy = world.proxy()

    def cut(exchange):
        exchange.begin()
        exchange.event(pieces(1, ["a", "b"])[0])
        exchange.cut()

    def finished_but_cut(exchange):
        exchange.begin()
        for chunk in pieces(1, ["a", "b"]):
            exchange.event(chunk)
        exchange.cut()

    def unfinished(exchange):
        exchange.begin()
        exchange.event(pieces(1, ["a", "b"])[0])
        exchange.end()

    import http.client
    for name, act in (("cut", cut), ("cut after the finish", finished_but_cut), ("no finish", unfinished)):
        for target in (SSE, STREAM):
            world.upstream.always(act)
            try:
                answer = proxy.ask(target, body(name + target))
                need(name == "no finish" or target == STREAM and b"error" in answer.data or b"error" in answer.data, f"{name}: a cut answer looks whole: {answer}")
            except (http.client.IncompleteRead, ConnectionError, http.client.RemoteDisconnected):
                pass
            world.upstream.always(lambda exchange: stream(exchange, pieces(exchange.number, ["w"])))
            again = proxy.ask(target, body(name + target))
            need(not again.hit and again.status == 200, f"{name} was kept: {again}")


@check("shapes")
def a_cut_unary_answer_is_no_answer(world):
    proxy = world.proxy()

    def cut(exchange):
        data = json.dumps(whole(1)).encode()
        exchange.head(200, [("Content-Type", "application/json"), ("Content-Length", str(len(data)))])
        exchange.write(data[:-30])
        exchange.cut()

    world.upstream.always(cut)
    import http.client
    try:
        answer = proxy.ask(GENERATE, body("cut"))
        need(answer.status >= 500, f"a cut answer came as {answer}")
        need(answer.json["error"]["message"], answer)
    except (http.client.IncompleteRead, ConnectionError):
        pass
    world.upstream.rules.clear()
    need(not proxy.ask(GENERATE, body("cut")).hit, "it was kept")


@check("shapes")
def an_error_in_mid_stream_is_handed_on_and_not_kept(world):
    proxy = world.proxy()
    error = b'{\n  "error": {\n    "code": 499,\n    "message": "The operation was cancelled.",\n    "status": "CANCELLED"\n  }\n}\n'
    for framing in (error, b"data: " + json.dumps(json.loads(error)).encode() + b"\r\n\r\n"):
        def failing(exchange):
            exchange.begin()
            exchange.event(pieces(1, ["a", "b"])[0])
            exchange.chunk(framing)
            exchange.end()
        world.upstream.always(failing)
        answer = proxy.ask(SSE, body("mid"))
        need(b"The operation was cancelled." in answer.data and b'"a"' in answer.data, answer)
        need(not proxy.ask(SSE, body("mid")).hit, "it was kept")


@check("shapes")
def an_error_before_a_stream_keeps_its_status_and_form(world):
    proxy = world.proxy()
    error = {"error": {"code": 429, "message": "quota", "status": "RESOURCE_EXHAUSTED"}}
    world.upstream.always(lambda exchange: exchange.send(429, error if exchange.wants_events else [error], kind="text/event-stream" if exchange.wants_events else "application/json"))
    events, listed = proxy.ask(SSE, body("e")), proxy.ask(STREAM, body("e"))
    same((events.status, events.json), (429, error))
    same((listed.status, listed.json), (429, [error]))


@check("shapes")
def events_may_come_in_any_pieces(world):
    proxy = world.proxy()
    data = b"".join(b"data: " + json.dumps(chunk, ensure_ascii=False).encode() + b"\r\n\r\n" for chunk in pieces(1, ["zwölf ", "Boxkämpfer 😀"]))

    def crumbs(exchange):
        exchange.begin()
        for place in range(len(data)):
            exchange.chunk(data[place:place + 1])
        exchange.end()

    world.upstream.always(crumbs)
    same(proxy.ask(SSE, body("crumbs")).data, data, "live")
    same(proxy.ask(GENERATE, body("crumbs")).text, "zwölf Boxkämpfer 😀")
    same(proxy.ask(SSE, body("crumbs")).events, [json.loads(line[6:]) for line in data.decode().split("\r\n\r\n") if line])


@check("shapes")
def events_with_plain_newlines_are_read_too(world):
    proxy = world.proxy()
    data = b"".join(b"data: " + json.dumps(chunk).encode() + b"\n\n" for chunk in pieces(1, ["x", "y"]))

    def plain(exchange):
        exchange.begin()
        exchange.chunk(data)
        exchange.end()

    world.upstream.always(plain)
    same(words(proxy.ask(SSE, body("LF")).events), "xy")
    same(proxy.ask(GENERATE, body("LF")).text, "xy")


@check("shapes")
def a_recorded_stream_can_be_paced(world):
    import threading
    proxy = world.proxy()
    pause = threading.Event()

    def slow(exchange):
        exchange.begin()
        for chunk in pieces(1, ["a", "b", "c"]):
            exchange.event(chunk)
            pause.wait(0.15)    # the pace itself is under test
        exchange.end()

    world.upstream.always(slow)
    proxy.ask(SSE, body("pace"))

    def taken(**headers):
        began = time.monotonic()
        answer = proxy.ask(SSE, body("pace"), headers)
        need(answer.hit and words(answer.events) == "abc", answer)
        return time.monotonic() - began

    need(taken() < 0.2, "at once")
    own = taken(**{"x-gemcache-pace": "1"})
    need(own > 0.25, f"at its own pace: {own:.3f} s instead of 0.3")
    twice = taken(**{"x-gemcache-pace": "2"})
    need(0.1 < twice < own, f"twice as fast: {twice:.3f} s")


@check("shapes")
def a_live_stream_is_not_announced_with_a_length(world):
    proxy = world.proxy()
    answer = proxy.ask(SSE, body("head"))
    need(answer.header("content-length") is None or answer.hit, answer)
    for header in ("content-encoding", "x-goog-api-key"):
        need(answer.header(header) is None, header)


@check("shapes")
def upstream_answers_with_byte_order_marks_or_spaces_are_kept_as_sent(world):
    proxy = world.proxy()
    data = b'  {"candidates":[{"content":{"parts":[{"text":"sp\\u0061ce"}],"role":"model"},"finishReason":"STOP","index":0}]}  \n'
    world.upstream.always(lambda exchange: exchange.send(body=data))
    same(proxy.ask(GENERATE, body("sp")).json, json.loads(data))
    same(proxy.ask(GENERATE, body("sp")).json, json.loads(data))
    same(world.upstream.count(), 1)


@check("shapes")
def a_stream_of_one_large_chunk_and_many_small_ones_is_kept_whole(world):
    proxy = world.proxy()
    texts = ["x" * 2_000_000, *[f"{number} " for number in range(2000)]]
    world.upstream.always(lambda exchange: stream(exchange, pieces(1, texts)))
    live = proxy.ask(SSE, body("big"))
    same(len(words(live.events)), len("".join(texts)), "live")
    same(proxy.ask(GENERATE, body("big")).text == "".join(texts), True, "unary")
    same(proxy.ask(SSE, body("big")).data == live.data, True, "stream again")


@check("shapes")
def the_OpenAI_dialect_is_answered_from_the_store(world):
    proxy = world.proxy()
    chat, content = "/v1beta/openai/chat/completions", {"model": "gemini-2.5-flash", "messages": [{"role": "user", "content": "hi"}]}
    first = proxy.ask(chat, content, {"Authorization": f"Bearer {KEY}"}, key=None)
    again = proxy.ask(chat, {**content, "messages": [{"content": "hi", "role": "user"}]}, {"Authorization": f"Bearer {KEY}"}, key=None)
    need(again.hit and again.json == first.json and world.upstream.count() == 1, again)
    for other in ({**content, "model": "gemini-2.5-pro"}, {**content, "temperature": 0}, {**content, "messages": [{"role": "system", "content": "hi"}]}):
        need(not proxy.ask(chat, other).hit, f"{other} was a hit")
    need(not proxy.ask(GENERATE, body("hi")).hit, "another dialect was a hit")


@check("shapes")
def the_OpenAI_dialects_models_have_one_name(world):
    proxy = world.proxy()
    chat, content = "/v1beta/openai/chat/completions", {"model": "gemini-2.5-flash", "messages": [{"role": "user", "content": "named"}]}
    first = proxy.ask(chat, content)
    again = proxy.ask(chat, {**content, "model": "models/gemini-2.5-flash"})
    need(again.hit and again.json == first.json, again)


@check("shapes")
def an_OpenAI_stream_comes_whole(world):
    proxy = world.proxy()
    chat, content = "/v1beta/openai/chat/completions", {"model": "gemini-2.5-flash", "messages": [{"role": "user", "content": "hi"}], "stream": True}
    for _ in range(2):
        answer = proxy.ask(chat, content)
        need(answer.status == 200 and b"[DONE]" in answer.data and len(answer.events) == 2, answer)
    need(proxy.ask(chat, {**content, "stream": False}).json["object"] == "chat.completion", "a stream answered a unary request")


@check("shapes")
def interactions_pass(world):
    proxy = world.proxy()
    for number in range(2):
        answer = proxy.ask("/v1beta/interactions", {"model": "gemini-2.5-flash", "input": "hi"})
        need(answer.status == 200 and answer.json["status"] == "completed", answer)
    need(proxy.ask("/v1beta/interactions", {"model": "gemini-2.5-flash", "input": "hi", "previous_interaction_id": "v1_1"}).hit is False, "with a history")
