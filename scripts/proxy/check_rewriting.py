"""A large request: each leaf changed in turn, and all of it spelled otherwise at random."""

import copy
import json
import random

from .check_differences import different
from .check_keys import PNG, judged
from .kit import GENERATE, check, need, same

LARGE = {
    "contents": [
        {
            "role": "user",
            "parts": [
                {"text": "QQ ab"},
                {"text": "c"},
                {"inlineData": {"mimeType": "image/png", "data": PNG}},
                {
                    "fileData": {"mimeType": "video/mp4", "fileUri": "https://www.youtube.com/watch?v=abc"},
                    "videoMetadata": {"startOffset": "1s", "endOffset": "9s", "fps": 2.5},
                },
            ],
        },
        {
            "role": "model",
            "parts": [
                {"text": "hm", "thought": True},
                {"functionCall": {"name": "f", "args": {"user_id": "7", "nothing": None, "empty": {}, "list": [1, 2]}}, "thoughtSignature": "AAEC"},
            ],
        },
        {"role": "user", "parts": [{"functionResponse": {"name": "f", "response": {"mime_type": "x", "deep": {"a_b": [True, None, 1.5]}}}}]},
    ],
    "systemInstruction": {"parts": [{"text": "be brief"}]},
    "tools": [
        {
            "functionDeclarations": [
                {
                    "name": "f",
                    "description": "d",
                    "parameters": {
                        "type": "OBJECT",
                        "properties": {"user_id": {"type": "STRING", "description": "x"}, "kind": {"type": "STRING", "enum": ["a", "b"]}},
                        "required": ["user_id"],
                    },
                },
                {
                    "name": "g",
                    "parametersJsonSchema": {
                        "type": "object",
                        "properties": {"q": {"type": "string"}, "r": {"type": "integer"}},
                        "additional_properties": False,
                    },
                },
            ]
        },
        {"googleSearch": {}},
    ],
    "toolConfig": {"functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["f"]}},
    "safetySettings": [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}],
    "generationConfig": {
        "temperature": 0.5,
        "topP": 0.9,
        "topK": 40,
        "seed": 7,
        "candidateCount": 1,
        "maxOutputTokens": 256,
        "stopSequences": ["x", "y"],
        "responseMimeType": "application/json",
        "responseSchema": {"type": "OBJECT", "properties": {"a": {"type": "STRING"}, "b": {"type": "INTEGER", "minimum": 1}}, "propertyOrdering": ["a", "b"]},
        "thinkingConfig": {"includeThoughts": True, "thinkingBudget": 128},
        "presencePenalty": 0.1,
        "responseModalities": ["TEXT"],
        "mediaResolution": "MEDIA_RESOLUTION_LOW",
        "speechConfig": {"voiceConfig": {"prebuiltVoiceConfig": {"voiceName": "Kore"}}},
        "unknownMember": {"x_y": [1]},
    },
    "serviceTier": "flex",
    "unknownField": {"b": 1},
}


#: Names of the schema that stand in the large request and may be written in snake_case.
FIELDS = set(
    "systemInstruction generationConfig toolConfig safetySettings topP topK candidateCount maxOutputTokens stopSequences responseMimeType responseSchema"
    " propertyOrdering thinkingConfig includeThoughts thinkingBudget presencePenalty responseModalities mediaResolution speechConfig voiceConfig"
    " prebuiltVoiceConfig voiceName functionDeclarations parametersJsonSchema functionCallingConfig allowedFunctionNames inlineData mimeType fileData fileUri"
    " videoMetadata startOffset endOffset functionCall functionResponse thoughtSignature googleSearch serviceTier".split()
)
USER_DATA = {"args", "response", "parametersJsonSchema", "unknownMember", "unknownField"}


def leaves(value, path=()):
    """Each value that holds no other, and where it stands."""
    if isinstance(value, (dict, list)) and value:
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(one, (*path, key))
    else:
        yield path, value


def another(name, value):
    """A value that means something else in the same place."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    special = {"thoughtSignature": "AAED", "startOffset": "7s", "endOffset": "7s"}
    if name in special:
        return special[name]
    if name == "role":
        return "model" if value == "user" else "user"
    if name == "data":
        return "Bh" + value[2:]
    return value + "A" if isinstance(value, str) else {"x": 1}


def changed(path):
    """The large request with one leaf changed."""
    whole = copy.deepcopy(LARGE)
    target = whole
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = another(path[-1], target[path[-1]])
    return whole


@check("differences")
def each_leaf_of_a_large_request_counts(world):
    different(world, *((".".join(map(str, path)), LARGE, changed(path)) for path, _ in leaves(LARGE)))


@check("admin")
def explain_names_each_leaf_that_was_changed(world):
    proxy, wrong = world.proxy(), []
    client = proxy.client()
    same(client.ask(GENERATE, LARGE).status, 200)
    for path, value in leaves(LARGE):
        if path[-1] == "role" or value in ({}, None):  # there the difference may be told one step higher
            continue
        dotted = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path).lstrip(".")
        answer = client.ask("/__gemcache/explain", {"method": "POST", "path": GENERATE, "body": changed(path)}, key=None)
        told = answer.data.decode().replace("\\/", "/")
        if answer.status != 200 or not (dotted in told or "/" + "/".join(map(str, path)) in told):
            wrong.append(f"{dotted}: {answer}")
    need(not wrong, f"{len(wrong)}: " + "; ".join(wrong[:4]))
    same(world.upstream.count(), 1, "requests upstream")


@check("differences")
def random_rewritings_are_equal(world):
    dice = random.Random(20261121)

    def text(value):
        if dice.random() < 0.7:
            return json.dumps(value)
        return '"' + "".join(f"\\u{ord(letter):04x}" if dice.random() < 0.3 and letter != "Q" else json.dumps(letter)[1:-1] for letter in value) + '"'

    def rewritten(value, is_data=False, is_map=False, is_ordered=False):
        if isinstance(value, dict):
            items, pieces = list(value.items()), []
            if not is_ordered:
                dice.shuffle(items)
            for key, one in items:
                word = "".join("_" + letter.lower() if letter.isupper() else letter for letter in key)
                spelled = word if key in FIELDS and not is_data and not is_map and dice.random() < 0.5 else key
                if key in ("parts", "tools") and not is_data and len(one) == 1 and dice.random() < 0.5:
                    one = one[0]
                inner = rewritten(
                    one, is_data or (key in USER_DATA and not is_map), key == "properties" and not is_data, is_ordered or key == "parametersJsonSchema"
                )
                pieces.append(json.dumps(spelled) + dice.choice((":", " : ")) + inner)
            return "{" + dice.choice((",", ", ", "\n,")).join(pieces) + "}"
        if isinstance(value, list):
            return "[" + ",".join(rewritten(one, is_data, False, is_ordered) for one in value) + "]"
        if isinstance(value, str):
            return text(value)
        return f"{value:e}" if isinstance(value, float) and dice.random() < 0.5 else json.dumps(value)

    judged(world, [(f"rewriting {number}", LARGE, rewritten(LARGE).encode()) for number in range(60)], True)
