"""Thousands of random questions, spelled at random, asked by many at once: each gets its own answer, and each is asked once."""

import json
import os
import random
import threading

from . import replies
from .kit import KEY, OTHER, check, need, same, shown, together

ROUNDS = int(os.environ.get("PROXY_CHECK_ROUNDS", "350"))
PNG, GIF = "iVBORw0KGgo+/+7//w==", "R0lGODlhAQ+/+7//gA=="
FUNCTION = {"name": "f", "parameters": {"type": "OBJECT", "properties": {"user_id": {"type": "STRING"}}, "required": ["user_id"]}}
CHOICES = {
    "model": ["gemini-2.5-flash", "gemini-2.5-pro"],
    "parts": [[{"text": "ab"}, {"text": "c"}], [{"text": "a"}, {"text": "bc"}], [{"text": "abc"}], [{"text": "abc "}]],
    "media": [None, None, {"mimeType": "image/png", "data": PNG}, {"mimeType": "image/gif", "data": PNG}, {"mimeType": "image/png", "data": GIF}],
    "config": [
        None,
        {"temperature": 0},
        {"temperature": 1.0},
        {"seed": 0},
        {"stopSequences": ["a", "b"]},
        {"responseSchema": {"type": "ARRAY", "minItems": 1, "items": {"type": "STRING"}}},
    ],
    "system": [None, None, "be brief"],
    "tools": [None, None, [{"googleSearch": {}}], [{"codeExecution": {}}], [{"functionDeclarations": [FUNCTION]}]],
    "history": [None, None, {"user_id": 1}, {"userId": 1}, {"user_id": None}],
    "safety": [None, None, [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}]],
    "sample": [0, 0, 0, 1],
    "namespace": [None, None, None, "ci"],
}
#: Names of the schema that may be written in snake_case.
FIELDS = "systemInstruction generationConfig safetySettings stopSequences responseSchema minItems functionDeclarations inlineData mimeType functionCall functionResponse codeExecution googleSearch".split()


def meaning(dice):
    return {name: dice.choice(values) for name, values in CHOICES.items()}


def request(what):
    """A meaning as the plain request for it."""
    parts = [*what["parts"], *([{"inlineData": what["media"]}] if what["media"] else [])]
    contents = [{"role": "user", "parts": parts}]
    if what["history"] is not None:
        call = {"functionCall": {"name": "f", "args": what["history"]}}
        contents += [{"role": "model", "parts": [call]}, {"role": "user", "parts": [{"functionResponse": {"name": "f", "response": {"ok": True}}}]}]
    whole = {"contents": contents, "generationConfig": what["config"], "tools": what["tools"], "safetySettings": what["safety"]}
    if what["system"]:
        whole["systemInstruction"] = {"parts": [{"text": what["system"]}]}
    return {name: value for name, value in whole.items() if value is not None}


def spelled(dice, value, name="", is_data=False):
    """The same request in other letters."""
    if isinstance(value, dict):
        items = list(value.items())
        dice.shuffle(items)
        is_map, pieces = is_data or name == "properties", []
        for key, one in items:
            inner = spelled(dice, one, key, is_data or key in ("args", "response"))
            if not is_map and key in ("contents", "parts", "tools", "safetySettings") and len(one) == 1 and dice.random() < 0.3:
                inner = spelled(dice, one[0], key)
            word = (
                "".join("_" + letter.lower() if letter.isupper() else letter for letter in key) if key in FIELDS and not is_map and dice.random() < 0.4 else key
            )
            pieces.append(json.dumps(word) + dice.choice((":", ": ")) + inner)
        if name == "" and dice.random() < 0.5:
            pieces.append(dice.choice(('"toolConfig":{}', '"tool_config":null', '"labels":{"a":"b"}', '"cachedContent":null')))
        if "parts" in value and "role" not in value and dice.random() < 0.5:
            pieces.append('"role":"system"')
        return "{" + dice.choice((",", ", ", ",\n ")).join(pieces) + "}"
    if isinstance(value, list):
        return "[" + ",".join(spelled(dice, one, name, is_data) for one in value) + "]"
    if isinstance(value, str):
        if name == "data" and not is_data and dice.random() < 0.5:
            value = value.replace("+", "-").replace("/", "_").rstrip(dice.choice(("", "=")))
        if name == "type" and not is_data and dice.random() < 0.3:
            value = value.lower()
        if name == "role" and dice.random() < 0.2:
            value = value.upper()
        if dice.random() < 0.1:
            return '"' + "".join(f"\\u{ord(letter):04X}" if dice.random() < 0.5 else json.dumps(letter)[1:-1] for letter in value) + '"'
        return json.dumps(value, ensure_ascii=dice.random() < 0.5)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return dice.choice((str(value), f"{value:.1f}", f"{value:e}", f"{value:.2E}"))
    return json.dumps(value)


def answered(answer, shape):
    need(answer.status == 200, answer)
    chunks = {"unary": lambda: [answer.json], "events": lambda: answer.events, "array": lambda: answer.json}[shape]()
    return "".join(part.get("text", "") for chunk in chunks for part in chunk["candidates"][0]["content"].get("parts", []))


@check("truth")
def random_questions_of_many_clients_get_their_own_answers(world):
    proxy, truth, asked, lock = world.proxy(), {}, [], threading.Lock()
    first = random.Random(2026)
    pool = [meaning(first) for _ in range(ROUNDS)]
    for _ in range(ROUNDS):  # near neighbours: one member of a question is another
        name = first.choice(list(CHOICES))
        pool.append({**first.choice(pool), name: first.choice(CHOICES[name])})

    def act(exchange):
        """Upstream looks the body up: who sent these bytes meant that."""
        with lock:
            said = truth[exchange.header("x-request-id")]
            # Those of one credential and one version share what is under way.
            asked.append((said, exchange.header("x-goog-api-key"), exchange.path.split("/")[1]))
        if exchange.verb == "generateContent":
            return exchange.send(body=replies.whole(1, said))
        cut = len(said) // 2
        replies.stream(exchange, replies.pieces(1, [said[:cut], said[cut:]]))

    world.upstream.always(act)
    wrong = []

    def load(seed):
        dice, client = random.Random(seed), proxy.client()
        for number in range(ROUNDS):
            what, shape, mark = dice.choice(pool), dice.choice(("unary", "events", "array")), f"{seed}.{number}"
            said = json.dumps(what, sort_keys=True)
            with lock:
                truth[mark] = said
            verb = "generateContent" if shape == "unary" else "streamGenerateContent"
            target = f"/{dice.choice(('v1', 'v1beta'))}/models/{what['model']}:{verb}" + ("?alt=sse" if shape == "events" else "")
            fields = {"x-request-id": mark}
            if what["sample"] or dice.random() < 0.2:
                fields["x-gemcache-sample"] = str(what["sample"])
            if what["namespace"]:
                fields["x-gemcache-namespace"] = what["namespace"]
            answer = client.ask(target, spelled(dice, request(what)).encode(), fields, key=dice.choice((KEY, KEY, OTHER)))
            if (found := answered(answer, shape)) != said:
                wrong.append(f"asked {said}, was told {found}")

    together(*[lambda seed=seed: load(seed) for seed in range(6)], patience=120)
    need(not wrong, f"{len(wrong)} wrong answers: {shown('; '.join(wrong[:2]), 900)}")
    need(all(key for _, key, _ in asked), "upstream was asked without a key")
    twice = {one for one in asked if asked.count(one) > 1}
    need(not twice, f"{len(twice)} questions were asked more than once by a credential: {shown(str(sorted(twice)[:1]), 500)}")
    same(len({said for said, _, _ in asked}), len(set(truth.values())), "different questions upstream")
