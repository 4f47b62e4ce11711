"""A large request: each leaf changed in turn, and all of it spelled otherwise at random."""

import copy
import json
import random

from .check_differences import different
from .check_keys import PNG, judged
from .kit import check

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


@check("differences")
def each_leaf_of_a_large_request_counts(world):
    pairs, wanted = [], json.dumps(LARGE)

    def leaves(value, path=()):
        if isinstance(value, (dict, list)) and value:
            for key, one in value.items() if isinstance(value, dict) else enumerate(value):
                yield from leaves(one, (*path, key))
        else:
            yield path, value

    for path, value in leaves(LARGE):
        changed = json.loads(wanted)
        target = changed
        for key in path[:-1]:
            target = target[key]
        new = (
            {True: False, False: True}[value]
            if isinstance(value, bool)
            else value + 1
            if isinstance(value, (int, float))
            else {"x": 1}
            if not value and value != ""
            else "Bh" + value[2:]
            if path[-1] == "data"
            else value + "A"
        )
        if path[-1] == "thoughtSignature":
            new = "AAED"
        if path[-1] in ("startOffset", "endOffset"):
            new = "7s"
        if path[-1] == "role":
            new = "model" if value == "user" else "user"
        target[path[-1]] = new
        pairs.append((".".join(map(str, path)), LARGE, changed))
    different(world, *pairs)


@check("differences")
def random_rewritings_are_equal_and_random_changes_are_not(world):
    dice = random.Random(20261121)
    fields = {
        "systemInstruction",
        "generationConfig",
        "toolConfig",
        "safetySettings",
        "topP",
        "topK",
        "candidateCount",
        "maxOutputTokens",
        "stopSequences",
        "responseMimeType",
        "responseSchema",
        "propertyOrdering",
        "thinkingConfig",
        "includeThoughts",
        "thinkingBudget",
        "presencePenalty",
        "responseModalities",
        "mediaResolution",
        "speechConfig",
        "voiceConfig",
        "prebuiltVoiceConfig",
        "voiceName",
        "serviceTier",
        "functionDeclarations",
        "parametersJsonSchema",
        "functionCallingConfig",
        "allowedFunctionNames",
        "inlineData",
        "mimeType",
        "fileData",
        "fileUri",
        "videoMetadata",
        "startOffset",
        "endOffset",
        "functionCall",
        "functionResponse",
        "thoughtSignature",
        "googleSearch",
    }
    data = {"args", "response", "parametersJsonSchema", "unknownMember", "unknownField"}

    def snake(name):
        return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name)

    def rewritten(value, is_data=False, is_map=False, is_ordered=False):
        if isinstance(value, dict):
            items = list(value.items())
            if not is_ordered:
                dice.shuffle(items)
            pieces = []
            for key, one in items:
                spelled = snake(key) if key in fields and not is_data and not is_map and dice.random() < 0.5 else key
                ordered = is_ordered or key == "parametersJsonSchema"
                inner = rewritten(one, is_data or (key in data and not is_map), key == "properties" and not is_data, ordered)
                if key in ("parts", "tools") and not is_data and len(one) == 1 and dice.random() < 0.5:
                    inner = rewritten(one[0], is_data)
                pieces.append(json.dumps(spelled) + dice.choice((":", " : ")) + inner)
            if not is_data and not is_map and "parts" in value and dice.random() < 0.5:
                pieces.append(
                    '"unused":null'.replace("unused", "role")
                    if "role" not in value
                    else '"labels":null'
                    if "contents" in value
                    else '"parts_":null'[:0] or pieces.pop()
                )
            return "{" + dice.choice((",", ", ", "\n,")).join(pieces) + "}"
        if isinstance(value, list):
            return "[" + ",".join(rewritten(one, is_data, False, is_ordered) for one in value) + "]"
        if isinstance(value, str) and dice.random() < 0.3:
            return '"' + "".join(f"\\u{ord(letter):04x}" if dice.random() < 0.3 and letter != "Q" else json.dumps(letter)[1:-1] for letter in value) + '"'
        if isinstance(value, float) and dice.random() < 0.5:
            return f"{value:e}"
        return json.dumps(value)

    judged(world, [(f"rewriting {number}", LARGE, rewritten(copy.deepcopy(LARGE)).encode()) for number in range(60)], True)
