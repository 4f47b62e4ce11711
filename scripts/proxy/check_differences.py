"""Different questions: one value changed, another upstream request (KEYS.md, D1–D9), and what must not be kept at all."""

from .check_keys import PNG, calls, judged, text
from .kit import GENERATE, check, need


#: The larger part of what can be asked, with the lists and maps that are easily overlooked.
def different(world, *pairs):
    judged(world, pairs, False)


def parts(*texts, **rest):
    return {"contents": [{"role": "user", "parts": [{"text": one} for one in texts]}], **rest}


def config(**members):
    return text("QQ", generationConfig=members)


@check("differences")
def D1_operation_model_and_every_byte_count(world):
    def image(data, kind="image/png"):
        return {"contents": [{"parts": [{"text": "QQ"}, {"inlineData": {"mimeType": kind, "data": data}}]}]}

    f, g = ({"name": name, "description": "d"} for name in "fg")
    different(
        world,
        ("model", text("QQ"), ("/v1beta/models/gemini-2.5-pro:generateContent", text("QQ"))),
        ("version of a model", text("QQ"), ("/v1beta/models/gemini-2.5-flash-001:generateContent", text("QQ"))),
        ("tuned model", text("QQ"), ("/v1beta/tunedModels/gemini-2.5-flash:generateContent", text("QQ"))),
        ("a byte of an image", image(PNG), image("j" + PNG[1:])),
        ("MIME type", image(PNG), image(PNG, "image/jpeg")),
        (
            "order of contents",
            {"contents": [*text("QQ")["contents"], {"role": "model", "parts": [{"text": "b"}]}]},
            {"contents": [{"role": "model", "parts": [{"text": "b"}]}, *text("QQ")["contents"]]},
        ),
        ("order of parts", parts("QQ", "b"), parts("b", "QQ")),
        ("order of tools", text("QQ", tools=[{"googleSearch": {}}, {"codeExecution": {}}]), text("QQ", tools=[{"codeExecution": {}}, {"googleSearch": {}}])),
        ("order of functions", text("QQ", tools=[{"functionDeclarations": [f, g]}]), text("QQ", tools=[{"functionDeclarations": [g, f]}])),
        ("order of enum values", config(responseSchema={"type": "STRING", "enum": ["a", "b"]}), config(responseSchema={"type": "STRING", "enum": ["b", "a"]})),
        ("order of stop sequences", config(stopSequences=["a", "b"]), config(stopSequences=["b", "a"])),
    )


@check("differences")
def D2_boundaries_and_roles_count(world):
    different(
        world,
        ("ab c", parts("QQ ab", "c"), parts("QQ a", "bc")),
        ("one part", parts("QQ ab", "c"), parts("QQ abc")),
        ("two turns", parts("QQ", "c"), {"contents": [*parts("QQ")["contents"], *parts("c")["contents"]]}),
        ("system", text("QQ", systemInstruction={"parts": [{"text": "s"}]}), parts("QQ", "s")),
        ("model turn", text("QQ"), {"contents": [{"role": "model", "parts": [{"text": "QQ"}]}]}),
        ("function turn", text("QQ"), {"contents": [{"role": "function", "parts": [{"text": "QQ"}]}]}),
        ("empty part", parts("QQ"), parts("QQ", "")),
        ("thought", text("QQ"), {"contents": [{"role": "user", "parts": [{"text": "QQ", "thought": True}]}]}),
        ("nested boundary", parts('QQ","text":"b'), parts("QQ", "b")),
        (
            "data as text",
            {"contents": [{"role": "user", "parts": [{"inlineData": {"mimeType": "text/plain", "data": "UVE="}}, {"text": "QQ"}]}]},
            parts("UVE=", "QQ"),
        ),
    )


@check("differences")
def D3_every_member_of_generationConfig_counts(world):
    members = {
        "temperature": 1.0,
        "topP": 0.95,
        "topK": 1,
        "seed": 0,
        "candidateCount": 1,
        "maxOutputTokens": 8192,
        "stopSequences": ["x"],
        "responseMimeType": "text/plain",
        "responseSchema": {"type": "STRING"},
        "responseJsonSchema": {"type": "string"},
        "presencePenalty": 0,
        "frequencyPenalty": 0,
        "responseLogprobs": False,
        "logprobs": 0,
        "enableEnhancedCivicAnswers": False,
        "responseModalities": ["TEXT"],
        "speechConfig": {"languageCode": "de"},
        "thinkingConfig": {"thinkingBudget": 0},
        "imageConfig": {"aspectRatio": "1:1"},
        "mediaResolution": "MEDIA_RESOLUTION_LOW",
        "audioTimestamp": False,
        "brandNewMember": 0,
    }
    different(
        world,
        *((f"{name} absent", text("QQ"), config(**{name: value})) for name, value in members.items()),
        ("seed", config(seed=0), config(seed=1)),
        ("temperature", config(temperature=1), config(temperature=1.0000001)),
        ("large integers", config(seed=9007199254740993), config(seed=9007199254740992)),
        ("minus", config(temperature=-0.5), config(temperature=0.5)),
        ("unknown both spellings", config(brandNew=1), config(brand_new=1)),
        ("unknown with null", config(brandNew=None), config(brandNew=1)),
        ("thinking level", config(thinkingConfig={"thinkingLevel": "LOW"}), config(thinkingConfig={"thinkingLevel": "HIGH"})),
        (
            "JSON schema order",
            config(responseJsonSchema={"type": "object", "properties": {"a": {}, "b": {}}}),
            config(responseJsonSchema={"type": "object", "properties": {"b": {}, "a": {}}}),
        ),
        ("JSON schema names", config(responseJsonSchema={"minItems": 1}), config(responseJsonSchema={"min_items": 1})),
        (
            "schema properties' names",
            config(responseSchema={"type": "OBJECT", "properties": {"user_id": {"type": "STRING"}}}),
            config(responseSchema={"type": "OBJECT", "properties": {"userId": {"type": "STRING"}}}),
        ),
    )


@check("differences")
def D4_safety_tools_tier_and_video_offsets_count(world):
    def video(**metadata):
        return {"contents": [{"parts": [{"text": "QQ"}, {"fileData": {"fileUri": "https://youtu.be/x"}, **({"videoMetadata": metadata} if metadata else {})}]}]}

    different(
        world,
        (
            "threshold",
            text("QQ", safetySettings=[{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}]),
            text("QQ", safetySettings=[{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "OFF"}]),
        ),
        ("googleSearch {}", text("QQ"), text("QQ", tools=[{"googleSearch": {}}])),
        ("codeExecution {}", text("QQ", tools=[{}]), text("QQ", tools=[{"codeExecution": {}}])),
        ("urlContext {}", text("QQ"), text("QQ", tools=[{"urlContext": {}}])),
        ("which tool", text("QQ", tools=[{"googleSearch": {}}]), text("QQ", tools=[{"googleMaps": {}}])),
        ("mode", text("QQ", toolConfig={"functionCallingConfig": {"mode": "AUTO"}}), text("QQ", toolConfig={"functionCallingConfig": {"mode": "NONE"}})),
        ("tier", text("QQ", serviceTier="flex"), text("QQ", serviceTier="priority")),
        ("start", video(startOffset="1s"), video(startOffset="2s")),
        ("part of a second", video(startOffset="1s"), video(startOffset="1.001s")),
        ("end", video(endOffset="5s"), video()),
        ("fps", video(fps=1), video(fps=2)),
        ("fps of its default", video(), video(fps=1)),
        ("unknown field", text("QQ"), text("QQ", brandNewField=True)),
        ("unknown field of a part", text("QQ"), {"contents": [{"role": "user", "parts": [{"text": "QQ", "brandNew": 1}]}]}),
    )


@check("differences")
def D6_an_address_is_its_text(world):
    def uri(one):
        return {"contents": [{"parts": [{"text": "QQ"}, {"fileData": {"mimeType": "video/mp4", "fileUri": one}}]}]}

    different(
        world,
        ("https", uri("https://a.example/x"), uri("https://a.example/y")),
        ("case", uri("https://a.example/x"), uri("https://a.example/X")),
        ("gs", uri("gs://b/x"), uri("gs://b/x2")),
        ("scheme", uri("http://a.example/x"), uri("https://a.example/x")),
        ("query", uri("https://youtu.be/x"), uri("https://youtu.be/x?t=1")),
    )


@check("differences")
def D7_user_data_is_data(world):
    def call(args):
        return {
            "contents": [
                {"role": "user", "parts": [{"text": "QQ"}]},
                {"role": "model", "parts": [{"functionCall": {"name": "f", "args": args}}]},
                {"role": "user", "parts": [{"functionResponse": {"name": "f", "response": {"ok": 1}}}]},
            ]
        }

    def response(value):
        return {"contents": [{"role": "user", "parts": [{"text": "QQ"}]}, {"role": "user", "parts": [{"functionResponse": {"name": "f", "response": value}}]}]}

    def function(schema):
        return text("QQ", tools=[{"functionDeclarations": [{"name": "f", "parametersJsonSchema": schema}]}])

    different(
        world,
        ("names of arguments", call({"user_id": 1}), call({"userId": 1})),
        ("null argument", call({"a": None}), call({})),
        ("empty argument", call({"a": {}}), call({})),
        ("empty list argument", call({"a": []}), call({})),
        ("string for number", call({"a": 1}), call({"a": "1"})),
        ("list for one", call({"parts": [1]}), call({"parts": 1})),
        ("names in a response", response({"mime_type": 1}), response({"mimeType": 1})),
        ("null in a response", response({"a": None}), response({})),
        ("base64 in a response", response({"data": "-_8="}), response({"data": "+/8="})),
        ("role in a response", response({"role": "user"}), response({"role": "USER"})),
        ("type in arguments", call({"type": "STRING"}), call({"type": "string"})),
        ("duration in arguments", call({"startOffset": "300s"}), call({"startOffset": "300.000s"})),
        (
            "order in a JSON schema",
            function({"type": "object", "properties": {"a": {}, "b": {}}}),
            function({"type": "object", "properties": {"b": {}, "a": {}}}),
        ),
        ("names in a JSON schema", function({"additionalProperties": False}), function({"additional_properties": False})),
        ("pairing of calls", calls("a", "b"), calls("a", "b", ("b", "a"))),
        ("ids absent", calls("a", "b"), calls("a", "b", absent=True)),
    )


@check("differences")
def D7_names_of_the_schema_mean_nothing_inside_user_data(world):
    def call(**args):
        return {
            "contents": [
                {"role": "user", "parts": [{"text": "QQ"}]},
                {"role": "model", "parts": [{"functionCall": {"name": "f", "args": args}}]},
                {"role": "user", "parts": [{"functionResponse": {"name": "f", "response": {"ok": 1}}}]},
            ]
        }

    def schema(**members):
        return config(responseSchema={"type": "OBJECT", "properties": {"a": {"type": "STRING", **members}}})

    def metadata(value):
        return {"contents": [{"role": "user", "parts": [{"text": "QQ", "partMetadata": value}]}]}

    different(
        world,
        ("labels", call(labels={"a": 1}), call(labels={"a": 2})),
        ("labels at all", call(labels={}), call()),
        ("model", call(model="models/x"), call(model="x")),
        ("thought", call(thought=False), call()),
        ("id", call(id="a"), call(id="b")),
        ("functionCall", call(functionCall={"id": "a"}), call(functionCall={"id": "b"})),
        ("inlineData", call(inlineData={"data": "AAA="}), call(inlineData={"data": "AAA"})),
        ("contents", call(contents={"parts": 1}), call(contents=[{"parts": 1}])),
        ("systemInstruction", call(systemInstruction={"role": "a"}), call(systemInstruction={"role": "b"})),
        ("type of a JSON schema", config(responseJsonSchema={"type": "STRING"}), config(responseJsonSchema={"type": "string"})),
        ("null in a JSON schema", config(responseJsonSchema={"default": None}), config(responseJsonSchema={})),
        ("default", schema(default={"a_b": 1}), schema(default={"aB": 1})),
        ("null default", schema(default={"a": None}), schema(default={})),
        ("example", schema(example={"type": "STRING"}), schema(example={"type": "string"})),
        ("enum values", schema(enum=["A"]), schema(enum=["a"])),
        ("part metadata", metadata({"a_b": 1}), metadata({"aB": 1})),
        ("null in part metadata", metadata({"a": None}), metadata({})),
        (
            "a property called type",
            config(responseSchema={"type": "OBJECT", "properties": {"type": {"type": "STRING"}}}),
            config(responseSchema={"type": "OBJECT", "properties": {"Type": {"type": "STRING"}}}),
        ),
        ("required names", schema(required=["a_b"]), schema(required=["aB"])),
    )


@check("differences")
def a_body_that_names_another_model_is_another_question(world):
    proxy = world.proxy()
    for name in ("models/gemini-2.5-pro", "gemini-2.5-pro", "tunedModels/gemini-2.5-flash", "publishers/meta/models/gemini-2.5-flash"):
        proxy.ask(GENERATE, text(f"model {name}"))
        answer = proxy.ask(GENERATE, text(f"model {name}", model=name))
        need(not answer.hit, f"{name!r}: {answer}")


@check("differences")
def D7_member_order_of_arguments_does_not_matter_though(world):
    def call(args):
        return (
            b'{"contents":[{"role":"user","parts":[{"text":"QQ"}]},{"role":"model","parts":[{"functionCall":{"name":"f","args":%s}}]},{"role":"user","parts":[{"functionResponse":{"name":"f","response":{"ok":1}}}]}]}'
            % args
        )

    judged(world, [("order", call(b'{"a":1,"b":{"c":2,"d":3}}'), call(b'{"b":{"d":3,"c":2},"a":1}'))], True)


@check("differences")
def D8_text_is_never_touched(world):
    different(
        world,
        ("space before", text("QQ"), text(" QQ")),
        ("space after", text("QQ"), text("QQ ")),
        ("newline", text("QQ"), text("QQ\n")),
        ("CRLF", text("QQ\nb"), text("QQ\r\nb")),
        ("case", text("QQ Hello"), text("QQ hello")),
        ("Unicode form", text("QQ é"), text("QQ e\u0301")),
        ("zero width", text("QQ"), text("QQ\u200b")),
        ("NUL", text("QQ"), text("QQ\x00")),
        ("two spaces", text("QQ a b"), text("QQ a  b")),
        ("compatibility", text("QQ ﬁ"), text("QQ fi")),
    )


@check("differences")
def D9_samples_and_namespaces_count_and_are_kept_from_upstream(world):
    plain = (GENERATE, text("QQ"))
    different(
        world,
        ("sample", plain, (GENERATE, text("QQ"), {"x-gemcache-sample": "1"})),
        ("namespace", plain, (GENERATE, text("QQ"), {"x-gemcache-namespace": "ci"})),
        ("two samples", (GENERATE, text("QQ"), {"x-gemcache-sample": "1"}), (GENERATE, text("QQ"), {"x-gemcache-sample": "2"})),
        ("two namespaces", (GENERATE, text("QQ"), {"x-gemcache-namespace": "a"}), (GENERATE, text("QQ"), {"x-gemcache-namespace": "A"})),
        (
            "sample in a namespace",
            (GENERATE, text("QQ"), {"x-gemcache-namespace": "a"}),
            (GENERATE, text("QQ"), {"x-gemcache-namespace": "a", "x-gemcache-sample": "1"}),
        ),
    )
    judged(
        world,
        [
            ("sample 0", plain, (GENERATE, text("QQ"), {"x-gemcache-sample": "0"})),
            ("sample 3", (GENERATE, text("QQ"), {"x-gemcache-sample": "3"}), (GENERATE, text("QQ"), {"X-GemCache-Sample": "3"})),
        ],
        True,
    )
    said = [name for exchange in world.upstream.requests for name, _ in exchange.headers if name.startswith("x-gemcache")]
    need(not said, f"upstream saw {said}")


@check("differences")
def bodies_that_can_be_read_in_two_ways_answer_for_neither(world):
    """The service concatenates or refuses what stands twice; whatever it does, no other question's answer fits."""

    def part(text):
        return b'{"role":"user","parts":[{"text":"%s"}]}' % text

    twice = b'{"contents":[%s],"contents":[%s]}' % (part(b"QQ a"), part(b"QQ b"))
    settings = b'{"contents":[%s],"generationConfig":{"temperature":0.1},"generation_config":{"temperature":0.9}}' % part(b"QQ")
    different(
        world,
        ("first of two", twice, b'{"contents":[%s]}' % part(b"QQ a")),
        ("last of two", twice, b'{"contents":[%s]}' % part(b"QQ b")),
        ("camelCase of two", settings, text("QQ", generationConfig={"temperature": 0.1})),
        ("snake_case of two", settings, text("QQ", generationConfig={"temperature": 0.9})),
        ("text and data", {"contents": [{"role": "user", "parts": [{"text": "QQ", "inlineData": {"mimeType": "image/png", "data": PNG}}]}]}, text("QQ")),
        ("something behind", b'{"contents":[%s]} x' % part(b"QQ"), text("QQ")),
        ("two documents", b'{"contents":[%s]}{}' % part(b"QQ"), text("QQ")),
    )


@check("differences")
def text_that_is_no_text_is_not_mended(world):
    def with_bytes(data):
        return b'{"contents":[{"role":"user","parts":[{"text":"QQ %s"}]}]}' % data

    def image(data):
        return {"contents": [{"role": "user", "parts": [{"text": "QQ"}, {"inlineData": {"mimeType": "image/png", "data": data}}]}]}

    different(
        world,
        ("broken UTF-8", with_bytes(b"\xff"), with_bytes(b"\xfe")),
        ("broken UTF-8 and its replacement", with_bytes(b"\xff"), with_bytes("\ufffd".encode())),
        ("overlong", with_bytes(b"\xc0\xaf"), with_bytes(b"/")),
        ("lone surrogates", with_bytes(b"\\ud800"), with_bytes(b"\\ud801")),
        ("a lone surrogate and its replacement", with_bytes(b"\\ud800"), with_bytes("\ufffd".encode())),
        ("no base64", image("AA!A"), image("AAA")),
        ("no base64 at all", image("!!!!"), image("????")),
        ("cut base64", image("AAAAA"), image("AAAA")),
        ("text for a number", text("QQ", generationConfig={"temperature": "hot"}), text("QQ", generationConfig={"temperature": "cold"})),
        ("not a number", text("QQ", generationConfig={"temperature": "NaN"}), text("QQ", generationConfig={"temperature": 0})),
        (
            "huge numbers",
            b'{"contents":[{"parts":[{"text":"QQ"}]}],"generationConfig":{"temperature":1e400}}',
            b'{"contents":[{"parts":[{"text":"QQ"}]}],"generationConfig":{"temperature":1e401}}',
        ),
        (
            "tiny numbers",
            b'{"contents":[{"parts":[{"text":"QQ"}]}],"generationConfig":{"temperature":1e-400}}',
            b'{"contents":[{"parts":[{"text":"QQ"}]}],"generationConfig":{"temperature":0}}',
        ),
        ("unknown enum values", text("QQ", generationConfig={"mediaResolution": "NEW_ONE"}), text("QQ", generationConfig={"mediaResolution": "NEW_TWO"})),
        ("enum integers without a name", text("QQ", generationConfig={"mediaResolution": 77}), text("QQ", generationConfig={"mediaResolution": 78})),
        ("true and its text", text("QQ", generationConfig={"responseLogprobs": True}), text("QQ", generationConfig={"responseLogprobs": "true!"})),
    )


@check("differences")
def a_bad_sample_number_is_a_clear_error(world):
    proxy = world.proxy()
    for value in ("-1", "x", "1.5", "99999999999999999999", ""):
        answer = proxy.ask(GENERATE, text("s"), {"x-gemcache-sample": value})
        need(answer.status == 400 if value else answer.status in (200, 400), f"{value!r}: {answer}")
