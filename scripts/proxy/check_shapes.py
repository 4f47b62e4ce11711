"""One entry for unary, SSE and JSON-array answers, and what merging must not lose."""

import json
import re

from .kit import GENERATE, STREAM, body, check, need, same
from .replies import stream, whole

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
    need(first.json["candidates"][0]["finishReason"] in (1, "STOP"), first)  # clients read both
    again = proxy.ask(GENERATE + "?$alt=json;enum-encoding=int", body("enum"))
    need(again.hit and again.json == first.json, f"integers on a hit: {again}")
    plain = proxy.ask(GENERATE, body("enum"))
    need(plain.hit, plain)
    same(plain.json["candidates"][0]["finishReason"], "STOP", "a client without integer enums")
    asked = dict(world.upstream.requests[0].query)
    need("enum-encoding=int" not in asked.get("$alt", ""), f"upstream was asked for {asked}")


@check("shapes")
def upstream_answers_with_byte_order_marks_or_spaces_are_kept_as_sent(world):
    proxy = world.proxy()
    data = b'  {"candidates":[{"content":{"parts":[{"text":"sp\\u0061ce"}],"role":"model"},"finishReason":"STOP","index":0}]}  \n'
    world.upstream.always(lambda exchange: exchange.send(body=data))
    same(proxy.ask(GENERATE, body("sp")).json, json.loads(data))
    same(proxy.ask(GENERATE, body("sp")).json, json.loads(data))
    same(world.upstream.count(), 1)
