"""A unary answer made of a stream: nothing is lost."""

import random

from .check_shapes import SSE
from .kit import GENERATE, STREAM, body, check, need, same
from .replies import stream

CHUNKS = [
    {
        "candidates": [{"content": {"parts": [{"text": "think ", "thought": True}], "role": "model"}, "index": 0}],
        "usageMetadata": {"promptTokenCount": 9, "totalTokenCount": 10, "thoughtsTokenCount": 1},
        "modelVersion": "m",
        "responseId": "r",
    },
    {
        "candidates": [{"content": {"parts": [{"text": "more", "thought": True}], "role": "model"}, "index": 0}],
        "usageMetadata": {"promptTokenCount": 9, "totalTokenCount": 12, "thoughtsTokenCount": 3},
        "modelVersion": "m",
        "responseId": "r",
    },
    {"candidates": [{"content": {"parts": [{"text": "Hello"}], "role": "model"}, "index": 0, "groundingMetadata": {}}], "modelVersion": "m", "responseId": "r"},
    {"candidates": [{"content": {"parts": [{"text": "second"}], "role": "model"}, "index": 1}], "modelVersion": "m", "responseId": "r"},
    {
        "candidates": [
            {
                "content": {"parts": [{"text": " wörld"}], "role": "model"},
                "index": 0,
                "citationMetadata": {"citationSources": [{"startIndex": 1, "endIndex": 4, "uri": "https://a.example"}]},
            }
        ],
        "modelVersion": "m",
        "responseId": "r",
    },
    {
        "candidates": [
            {
                "content": {"parts": [{"functionCall": {"name": "f", "args": {"user_id": 1}, "id": "abc"}, "thoughtSignature": "AAEC"}], "role": "model"},
                "index": 0,
            }
        ],
        "modelVersion": "m",
        "responseId": "r",
    },
    {
        "candidates": [{"content": {"parts": [{"inlineData": {"mimeType": "image/png", "data": "aGVsbG8="}}], "role": "model"}, "index": 0}],
        "modelVersion": "m",
        "responseId": "r",
    },
    {
        "candidates": [
            {
                "content": {
                    "parts": [{"executableCode": {"language": "PYTHON", "code": "1"}}, {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "1"}}],
                    "role": "model",
                },
                "index": 0,
            }
        ],
        "modelVersion": "m",
        "responseId": "r",
    },
    {
        "candidates": [{"content": {"parts": [{"text": " half"}], "role": "model"}, "index": 1, "finishReason": "MAX_TOKENS", "finishMessage": "long"}],
        "modelVersion": "m",
        "responseId": "r",
    },
    {
        "candidates": [
            {
                "content": {"parts": [{"text": "", "thoughtSignature": "AwQF"}], "role": "model"},
                "index": 0,
                "finishReason": "STOP",
                "safetyRatings": [{"category": "HARM_CATEGORY_HARASSMENT", "probability": "NEGLIGIBLE"}],
                "groundingMetadata": {
                    "webSearchQueries": ["q"],
                    "groundingChunks": [{"web": {"uri": "https://b.example", "title": "b"}}],
                    "groundingSupports": [{"segment": {"endIndex": 5, "text": "Hello"}, "groundingChunkIndices": [0]}],
                },
                "urlContextMetadata": {"urlMetadata": [{"retrievedUrl": "https://c.example", "urlRetrievalStatus": "URL_RETRIEVAL_STATUS_SUCCESS"}]},
                "avgLogprobs": -0.25,
                "brandNewMember": {"x": 1},
            }
        ],
        "usageMetadata": {
            "promptTokenCount": 9,
            "candidatesTokenCount": 7,
            "totalTokenCount": 19,
            "thoughtsTokenCount": 3,
            "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 9}],
        },
        "modelVersion": "m",
        "responseId": "r",
        "brandNew": 2,
    },
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
    dice, proxy = random.Random(17), world.proxy()
    client = proxy.client()
    for turn in range(60):
        candidates, chunks = [], []
        for index in range(dice.randrange(1, 4)):
            parts = []
            for number in range(dice.randrange(1, 6)):
                kind = dice.choice(("text", "text", "thought", "call", "image", "code"))
                if (
                    kind in ("text", "thought")
                    and parts
                    and "text" in parts[-1]
                    and parts[-1].get("thought", False) == (kind == "thought")
                    and "thoughtSignature" not in parts[-1]
                ):
                    kind = "call"  # two texts side by side would be one text
                parts.append(
                    {
                        "text": {"text": "".join(dice.choice('abcä😀 \n"') for _ in range(dice.randrange(1, 30)))},
                        "thought": {"text": f"hm {number} é", "thought": True},
                        "call": {"functionCall": {"name": "f", "args": {"n": number}}},
                        "image": {"inlineData": {"mimeType": "image/png", "data": "aGVsbG8="}},
                        "code": {"executableCode": {"language": "PYTHON", "code": "1"}},
                    }[kind]
                )
                if dice.random() < 0.2:
                    parts[-1]["thoughtSignature"] = f"AAA{number}"
            candidates.append(
                {
                    "content": {"parts": parts, "role": "model"},
                    "finishReason": dice.choice(("STOP", "MAX_TOKENS")),
                    "index": index,
                    **dice.choice(
                        (
                            {},
                            {"avgLogprobs": -0.5},
                            {"groundingMetadata": {"webSearchQueries": ["q"]}},
                            {"safetyRatings": [{"category": "HARM_CATEGORY_HARASSMENT", "probability": "LOW"}]},
                        )
                    ),
                }
            )
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
