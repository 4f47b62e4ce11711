"""Equal questions: two spellings, one upstream request (KEYS.md, E1–E12)."""

import itertools
import json

from .kit import FLASH, GENERATE, KEY, OTHER, check, need, same

#: Gives each pair a text of its own, so that pairs do not answer for each other.
COUNTER = itertools.count(1)
PNG = "iVBORw0KGgo+/+7//w=="


def text(value, **rest):
    return {"contents": [{"role": "user", "parts": [{"text": value}]}], **rest}


def raw(value):
    return value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode()


def unlike(value, number):
    return raw(value).replace(b"QQ", b"pair%d" % number)


def request(side):
    """A side of a pair is a body, or (path, body), or (path, body, headers)."""
    path, content, headers = (side if isinstance(side, tuple) else (GENERATE, side)) + ({},) if not (isinstance(side, tuple) and len(side) == 3) else side
    return path, content, headers


def judged(world, pairs, is_equal):
    """Asks each pair in both orders; all that does not hold is told at once."""
    proxy, wrong = world.proxy(), []
    client = proxy.client()
    for (name, left, right), turned in itertools.product(pairs, (False, True)):
        number = next(COUNTER)
        answers, before = [], world.upstream.count()
        for side in (right, left) if turned else (left, right):
            path, content, headers = request(side)
            answers.append(client.ask(path, unlike(content, number), headers))
        asked = world.upstream.count() - before
        keys = [answer.cache.get("key") for answer in answers]
        said = f"{name}{' (turned)' if turned else ''}"
        if any(answer.status != 200 for answer in answers):
            wrong.append(f"{said}: {[str(answer) for answer in answers]}")
        elif is_equal and (asked != 1 or keys[0] != keys[1] or not answers[1].hit or answers[0].text != answers[1].text):
            wrong.append(f"{said}: asked upstream {asked} times, keys {keys}")
        elif not is_equal and (asked != 2 or keys[0] == keys[1] != None or answers[1].hit):  # noqa: E711 — no key, no answer kept
            wrong.append(f"{said}: asked upstream {asked} times, keys {keys}")
        elif not is_equal and keys[0] is not None:
            path, content, headers = request(right if turned else left)
            again = client.ask(path, unlike(content, number), headers)
            if not again.hit or again.text != answers[0].text:
                wrong.append(f"{said}: asked again, the first is {again}")
    need(not wrong, f"{len(wrong)} of {2 * len(pairs)}: " + "; ".join(wrong[:12]))


def equal(world, *pairs):
    judged(world, pairs, True)


@check("keys")
def the_same_bytes_twice_are_a_hit(world):
    equal(world, ("same", text("QQ"), text("QQ")))


@check("keys")
def E1_spelling_of_JSON_does_not_matter(world):
    one = b'{"contents":[{"role":"user","parts":[{"text":"QQ A\\u00e9\\/\\n"}]}],"generationConfig":{"temperature":1,"topK":40,"maxOutputTokens":100}}'
    equal(
        world,
        (
            "order",
            one,
            b'{"generationConfig":{"maxOutputTokens":100,"topK":40,"temperature":1},"contents":[{"parts":[{"text":"QQ A\\u00e9\\/\\n"}],"role":"user"}]}',
        ),
        (
            "white space",
            one,
            b' {\n\t"contents" : [ { "role":"user" , "parts":[ {"text":"QQ A\\u00e9\\/\\n"}\r\n]}],"generationConfig":{"temperature":1,"topK":40,"maxOutputTokens":100}} \n',
        ),
        (
            "escapes",
            one,
            '{"contents":[{"role":"user","parts":[{"te\\u0078t":"QQ \\u0041é/\\u000a"}]}],"generationConfig":{"temperature":1,"topK":40,"maxOutputTokens":100}}'.encode(),
        ),
        ("surrogate pair", text("QQ 😀"), b'{"contents":[{"role":"user","parts":[{"text":"QQ \\ud83d\\ude00"}]}]}'),
        *(
            (f"number {spelling.decode()}", one, one.replace(b'"temperature":1,', b'"temperature":%s,' % spelling))
            for spelling in (b"1.0", b"1e0", b"1.00", b"10e-1", b"0.1E+1", b"1.0e00")
        ),
        ("integer as float", one, one.replace(b":100", b":100.0")),
        ("integer with an exponent", one, one.replace(b":100", b":1e2")),
        (
            "int64 as string",
            text("QQ", generationConfig={"responseSchema": {"type": "ARRAY", "minItems": "2", "items": {"type": "STRING"}}}),
            text("QQ", generationConfig={"responseSchema": {"type": "ARRAY", "minItems": 2, "items": {"type": "STRING"}}}),
        ),
        ("zero", text("QQ", generationConfig={"temperature": 0}), raw(text("QQ", generationConfig={"temperature": 0})).replace(b": 0}", b": 0.0e5}")),
    )


@check("keys")
def E2_null_empty_lists_and_empty_messages_are_absent(world):
    plain = text("QQ")
    equal(
        world,
        *(
            (f"{name} null", plain, text("QQ", **{name: None}))
            for name in ("generationConfig", "systemInstruction", "tools", "toolConfig", "safetySettings", "cachedContent", "labels")
        ),
        *((f"{name} []", plain, text("QQ", **{name: []})) for name in ("tools", "safetySettings")),
        *((f"{name} {{}}", plain, text("QQ", **{name: {}})) for name in ("generationConfig", "toolConfig")),
        (
            "null in generationConfig",
            text("QQ", generationConfig={"temperature": 0.5}),
            text("QQ", generationConfig={"temperature": 0.5, "topP": None, "stopSequences": [], "responseSchema": None}),
        ),
        ("null in a part", plain, {"contents": [{"role": "user", "parts": [{"text": "QQ", "inlineData": None, "thoughtSignature": None}]}]}),
        ("all null in generationConfig", plain, text("QQ", generationConfig={"temperature": None, "stopSequences": []})),
    )


@check("keys")
def E3_snake_case_is_camel_case_for_fields_of_the_schema(world):
    tools = [
        {
            "functionDeclarations": [
                {"name": "f", "description": "d", "parameters": {"type": "OBJECT", "properties": {"a_b": {"type": "STRING"}}, "propertyOrdering": ["a_b"]}}
            ]
        }
    ]
    snake = [
        {
            "function_declarations": [
                {"name": "f", "description": "d", "parameters": {"type": "OBJECT", "properties": {"a_b": {"type": "STRING"}}, "property_ordering": ["a_b"]}}
            ]
        }
    ]
    media = {
        "contents": [
            {
                "parts": [
                    {"text": "QQ"},
                    {"inlineData": {"mimeType": "image/png", "data": PNG}},
                    {"fileData": {"mimeType": "video/mp4", "fileUri": "https://youtu.be/x"}, "videoMetadata": {"startOffset": "1s", "endOffset": "3s"}},
                ]
            }
        ]
    }
    lower = json.loads(
        json.dumps(media)
        .replace("inlineData", "inline_data")
        .replace("mimeType", "mime_type")
        .replace("fileData", "file_data")
        .replace("fileUri", "file_uri")
        .replace("videoMetadata", "video_metadata")
        .replace("startOffset", "start_offset")
        .replace("endOffset", "end_offset")
    )
    equal(
        world,
        ("systemInstruction", text("QQ", systemInstruction={"parts": [{"text": "s"}]}), text("QQ", system_instruction={"parts": [{"text": "s"}]})),
        (
            "generationConfig",
            text("QQ", generationConfig={"maxOutputTokens": 5, "thinkingConfig": {"includeThoughts": True, "thinkingBudget": 3}}),
            text("QQ", generation_config={"max_output_tokens": 5, "thinking_config": {"include_thoughts": True, "thinking_budget": 3}}),
        ),
        (
            "mixed",
            text("QQ", generationConfig={"maxOutputTokens": 5, "thinkingConfig": {"includeThoughts": True}}),
            text("QQ", generationConfig={"max_output_tokens": 5, "thinkingConfig": {"include_thoughts": True}}),
        ),
        ("tools", text("QQ", tools=tools), text("QQ", tools=snake)),
        ("media", media, lower),
        (
            "safetySettings",
            text("QQ", safetySettings=[{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}]),
            text("QQ", safety_settings=[{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}]),
        ),
        (
            "toolConfig",
            text("QQ", tools=tools, toolConfig={"functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["f"]}}),
            text("QQ", tools=tools, tool_config={"function_calling_config": {"mode": "ANY", "allowed_function_names": ["f"]}}),
        ),
        (
            "schema bounds",
            text(
                "QQ",
                generationConfig={
                    "responseMimeType": "application/json",
                    "responseSchema": {"type": "ARRAY", "minItems": 1, "maxItems": 3, "items": {"type": "STRING"}},
                },
            ),
            text(
                "QQ",
                generationConfig={
                    "response_mime_type": "application/json",
                    "response_schema": {"type": "ARRAY", "min_items": 1, "max_items": 3, "items": {"type": "STRING"}},
                },
            ),
        ),
        ("googleSearch", text("QQ", tools=[{"googleSearch": {}}]), text("QQ", tools=[{"google_search": {}}])),
    )


@check("keys")
def E4_one_object_is_a_list_of_one(world):
    f = {"name": "f", "parameters": {"type": "OBJECT", "properties": {"a": {"type": "STRING"}}}}
    equal(
        world,
        ("contents", text("QQ"), {"contents": {"role": "user", "parts": [{"text": "QQ"}]}}),
        ("parts", text("QQ"), {"contents": [{"role": "user", "parts": {"text": "QQ"}}]}),
        ("both", text("QQ"), {"contents": {"parts": {"text": "QQ"}}}),
        ("tools", text("QQ", tools=[{"functionDeclarations": [f]}]), text("QQ", tools={"functionDeclarations": [f]})),
        ("declarations", text("QQ", tools=[{"functionDeclarations": [f]}]), text("QQ", tools={"function_declarations": f})),
        (
            "safetySettings",
            text("QQ", safetySettings=[{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}]),
            text("QQ", safetySettings={"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}),
        ),
        ("system parts", text("QQ", systemInstruction={"parts": [{"text": "s"}]}), text("QQ", systemInstruction={"parts": {"text": "s"}})),
    )


@check("keys")
def E5_base64_enums_and_durations_have_one_meaning(world):
    def image(data):
        return {"contents": [{"parts": [{"text": "QQ"}, {"inlineData": {"mimeType": "image/png", "data": data}}]}]}

    def schema(kind, inner):
        return text("QQ", generationConfig={"responseSchema": {"type": kind, "properties": {"a": {"type": inner}}}})

    def safety(category, threshold):
        return text("QQ", safetySettings=[{"category": category, "threshold": threshold}])

    def video(start):
        return {"contents": [{"parts": [{"text": "QQ"}, {"fileData": {"fileUri": "https://youtu.be/x"}, "videoMetadata": {"startOffset": start}}]}]}

    def signed(signature):
        return {
            "contents": [
                {"role": "user", "parts": [{"text": "QQ"}]},
                {"role": "model", "parts": [{"functionCall": {"name": "f", "args": {}}, "thoughtSignature": signature}]},
                {"role": "user", "parts": [{"functionResponse": {"name": "f", "response": {"r": 1}}}]},
            ]
        }

    equal(
        world,
        ("URL-safe", image(PNG), image(PNG.replace("+", "-").replace("/", "_"))),
        ("no padding", image(PNG), image(PNG.rstrip("="))),
        ("both", image(PNG), image(PNG.replace("+", "-").replace("/", "_").rstrip("="))),
        ("escaped slash", image(PNG), raw(image(PNG)).replace(b"/", b"\\/")),
        ("signature", signed("+/+/AQ=="), signed("-_-_AQ")),
        ("type in lower case", schema("OBJECT", "STRING"), schema("object", "string")),
        ("type in mixed case", schema("OBJECT", "STRING"), schema("Object", "String")),
        ("type as integer", schema("OBJECT", "STRING"), schema(6, 1)),
        ("category and threshold", safety("HARM_CATEGORY_HARASSMENT", "BLOCK_NONE"), safety(7, 4)),
        ("category", safety("HARM_CATEGORY_DANGEROUS_CONTENT", "BLOCK_ONLY_HIGH"), safety(10, "BLOCK_ONLY_HIGH")),
        ("mode", text("QQ", toolConfig={"functionCallingConfig": {"mode": "ANY"}}), text("QQ", toolConfig={"functionCallingConfig": {"mode": 2}})),
        ("modalities", text("QQ", generationConfig={"responseModalities": ["TEXT", "IMAGE"]}), text("QQ", generationConfig={"responseModalities": [1, 2]})),
        *((f"duration {other}", video("300s"), video(other)) for other in ("300.000s", "300.0s", "300.000000000s")),
        ("fraction of a second", video("1.5s"), video("1.500s")),
    )


@check("keys")
def E6_a_model_has_one_name(world):
    def at(path, **rest):
        return path, text("QQ", **rest)

    here = at(GENERATE)
    equal(
        world,
        *(
            (f"body {name}", here, at(GENERATE, model=name))
            for name in (
                "gemini-2.5-flash",
                "models/gemini-2.5-flash",
                "publishers/google/models/gemini-2.5-flash",
                "projects/p/locations/us-central1/publishers/google/models/gemini-2.5-flash",
            )
        ),
        ("escaped path", here, at("/v1beta/models/gemini-2.5-flash%3AgenerateContent")),
        ("escaped letter", here, at("/v1beta/models/gemini%2D2.5-flash:generateContent")),
    )


@check("keys")
def E7_host_version_credential_and_transport_headers_do_not_matter(world):
    here = (GENERATE, text("QQ"))
    fields = {
        "User-Agent": "google-genai-sdk/2.14.0 gl-python/3.12",
        "x-goog-api-client": "gl-python",
        "X-Server-Timeout": "30",
        "x-goog-request-params": "model=x",
        "Accept": "*/*",
        "traceparent": "00-1-2-01",
        "Accept-Language": "de",
        "x-stainless-lang": "python",
        "X-Goog-User-Project": "p",
        "Cookie": "a=b",
    }
    equal(
        world,
        *((f"version {version}", here, (f"/{version}/models/gemini-2.5-flash:generateContent", text("QQ"))) for version in ("v1", "v1alpha")),
        *(
            (f"query {query}", here, (f"{GENERATE}?{query}", text("QQ")))
            for query in (
                f"key={KEY}",
                f"key={OTHER}",
                "quotaUser=me",
                "prettyPrint=false",
                "$prettyPrint=true",
                "alt=json",
                "$alt=json",
                "%24alt=json%3Benum-encoding%3Dint",
            )
        ),
        *((f"header {name}", here, (GENERATE, text("QQ"), {name: value})) for name, value in fields.items()),
        ("another key", here, (GENERATE, text("QQ"), {"x-goog-api-key": OTHER})),
        ("Bearer", here, (GENERATE, text("QQ"), {"Authorization": f"Bearer {OTHER}"})),
        ("no content type", here, (GENERATE, text("QQ"), {"Content-Type": "text/plain"})),
    )


@check("keys")
def E7_the_host_header_does_not_matter(world):
    proxy = world.proxy()
    same(proxy.ask(GENERATE, text("QQ")).status, 200)
    answer = proxy.ask(GENERATE, text("QQ"), {"Host": f"localhost:{proxy.port}"})
    need(answer.hit, answer)
    same(proxy.ask(GENERATE, text("QQ"), key=None).hit, True, "hit without a key")


@check("keys")
def E9_what_the_model_never_sees_does_not_matter(world):
    def role(**rest):
        return {"contents": [{**rest, "parts": [{"text": "QQ"}]}]}

    def system(**rest):
        return text("QQ", systemInstruction={**rest, "parts": [{"text": "s"}]})

    equal(
        world,
        ("no role", role(role="user"), role()),
        ("USER", role(role="user"), role(role="USER")),
        ("User", role(), role(role="User")),
        (
            "MODEL",
            {"contents": [*role()["contents"], {"role": "model", "parts": [{"text": "m"}]}]},
            {"contents": [*role()["contents"], {"role": "MODEL", "parts": [{"text": "m"}]}]},
        ),
        *((f"system role {word}", system(), system(role=word)) for word in ("user", "system", "model")),
        ("thought false", text("QQ"), {"contents": [{"role": "user", "parts": [{"text": "QQ", "thought": False}]}]}),
        ("labels", text("QQ"), text("QQ", labels={"team": "a"})),
        ("other labels", text("QQ", labels={"team": "b"}), text("QQ", labels={"team": "a"})),
    )


def calls(first, second, answers=None, absent=False):
    def named(value, ident):
        return value if absent else {**value, "id": ident}

    return {
        "contents": [
            {"role": "user", "parts": [{"text": "QQ"}]},
            {
                "role": "model",
                "parts": [{"functionCall": named({"name": "f", "args": {"n": 1}}, first)}, {"functionCall": named({"name": "f", "args": {"n": 2}}, second)}],
            },
            {
                "role": "user",
                "parts": [
                    {"functionResponse": named({"name": "f", "response": {"r": place}}, ident)} for place, ident in enumerate(answers or (first, second))
                ],
            },
        ]
    }


@check("keys")
def E12_the_spelling_of_call_ids_does_not_matter(world):
    equal(world, ("ids", calls("abc", "def"), calls("pyd_ai_1", "pyd_ai_2")), ("swapped names", calls("a", "b"), calls("b", "a")))


@check("keys")
def countTokens_shares_and_differs_by_the_same_rules(world):
    proxy, count = world.proxy(), FLASH + "countTokens"
    first = proxy.ask(count, text("count me"))
    for other in (text("count me", systemInstruction=None), {"contents": {"parts": {"text": "count me"}}}):
        answer = proxy.ask(count, other)
        need(answer.hit and answer.json == first.json, answer)
    need(not proxy.ask(count, text("count me too")).hit, "another text was a hit")
    need(not proxy.ask(GENERATE, text("count me")).hit, "generate was a hit of count")


@check("keys")
def countTokens_of_a_whole_request(world):
    proxy, count = world.proxy(), FLASH + "countTokens"

    def whole_(model="models/gemini-2.5-flash", **rest):
        return {"generateContentRequest": {"model": model, **text("whole", **rest)}}

    first = proxy.ask(count, whole_(systemInstruction={"parts": [{"text": "s"}]}))
    for other in (
        whole_("gemini-2.5-flash", system_instruction={"role": "system", "parts": {"text": "s"}}),
        {"generate_content_request": whole_(systemInstruction={"parts": [{"text": "s"}]}, generationConfig={})["generateContentRequest"]},
    ):
        answer = proxy.ask(count, other)
        need(answer.hit and answer.json == first.json, f"{other}: {answer}")
    for other in (whole_(), whole_(systemInstruction={"parts": [{"text": "t"}]})):
        need(not proxy.ask(count, other).hit, f"{other} was a hit")


@check("keys")
def what_two_APIs_answer_differently_is_never_mixed(world):
    proxy = world.proxy("--vertex-upstream", world.upstream.url)
    vertex = "/v1beta1/projects/p/locations/us-central1/publishers/google/models/gemini-2.5-flash:generateContent"
    developer = proxy.ask(GENERATE, text("both"))
    other = proxy.ask(vertex, text("both"), {"Authorization": f"Bearer {KEY}"}, key=None)
    need(not other.hit and "createTime" in other.json, other)
    same(other.cache.get("key"), developer.cache.get("key"), "one key for both")
    need(proxy.ask(GENERATE, text("both")).json == developer.json, "the Developer API's answer")
    again = proxy.ask(vertex.replace("/p/", "/q/").replace("us-central1", "global"), text("both"), key=None)
    need(again.hit and again.json == other.json, again)
