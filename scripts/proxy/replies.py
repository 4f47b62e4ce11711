"""What the upstream says when a check says nothing else. Vectors follow from the text alone, other answers carry a number."""

import hashlib
import json
import struct

from . import uploads_upstream
from .forms import error

PASS = object()
VERTEX_ONLY = "publishers/"


def answer(owner, exchange):
    path, verb = exchange.path, exchange.verb
    if path.startswith("/upload/"):
        return uploads_upstream.answer(owner, exchange)
    if verb in ("generateContent", "streamGenerateContent"):
        return generation(exchange)
    if verb == "countTokens":
        return exchange.send(body={"totalTokens": exchange.number, "promptTokensDetails": [{"modality": "TEXT", "tokenCount": exchange.number}]})
    if verb in ("embedContent", "batchEmbedContents", "predict"):
        return embedding(exchange)
    if verb == "batchGenerateContent":
        return exchange.send(body={"name": f"batches/b{exchange.number}", "metadata": {"state": "BATCH_STATE_PENDING"}})
    if path.endswith("/chat/completions"):
        return chat(exchange)
    if path.endswith("/openai/embeddings"):
        return exchange.send(
            body={
                "object": "list",
                "model": "m",
                "data": [{"object": "embedding", "index": 0, "embedding": [0.1, float(exchange.number)]}],
                "usage": {"prompt_tokens": 1, "total_tokens": 1},
            }
        )
    if "/files" in path:
        return uploads_upstream.files(owner, exchange)
    if "/cachedContents" in path:
        return caches(owner, exchange)
    if path.endswith("/interactions"):
        return exchange.send(
            body={
                "id": f"v1_{exchange.number}",
                "status": "completed",
                "object": "interaction",
                "model": "gemini-2.5-flash",
                "steps": [{"type": "model_output", "content": [{"type": "text", "text": f"interaction {exchange.number}"}]}],
            }
        )
    if path.endswith("/models") or "/models/" in path:
        return exchange.send(body=models(exchange))
    return exchange.send(body={"unknown": path, "number": exchange.number})


def models(exchange):
    def one(name):
        return {
            "name": f"models/{name}",
            "version": "1",
            "displayName": f"{name} {exchange.number}",
            "inputTokenLimit": 1048576,
            "outputTokenLimit": 65536,
            "supportedGenerationMethods": ["generateContent", "countTokens"],
        }

    name = exchange.path.rpartition("/models")[2].strip("/")
    return one(name) if name else {"models": [one("gemini-2.5-flash"), one("gemini-2.5-pro")]}


def whole(number, text=None, vertex=False):
    """A finished answer as the API writes it."""
    candidate = {"content": {"parts": [{"text": text or f"answer {number}"}], "role": "model"}, "finishReason": "STOP"}
    if not vertex:
        candidate["index"] = 0
    result = {
        "candidates": [candidate],
        "usageMetadata": {"promptTokenCount": 5, "candidatesTokenCount": 3, "totalTokenCount": 8},
        "modelVersion": "gemini-2.5-flash",
    }
    if vertex:
        result["createTime"] = "2026-11-21T10:00:00.000000Z"
    return result | {"responseId": f"response{number}"}


def pieces(number, texts, vertex=False):
    """A stream's chunks; the last one finishes."""
    chunks = []
    for place, text in enumerate(texts):
        chunk = whole(number, text, vertex)
        chunk["usageMetadata"] = {"promptTokenCount": 5, "totalTokenCount": 5 + place}
        if place < len(texts) - 1:
            del chunk["candidates"][0]["finishReason"]
        else:
            chunk["usageMetadata"] = {"promptTokenCount": 5, "candidatesTokenCount": len(texts), "totalTokenCount": 5 + len(texts)}
        chunks.append(chunk)
    return chunks


def array(chunks):
    return ("[" + "\n,\r\n".join(json.dumps(chunk, indent=2, ensure_ascii=False) for chunk in chunks) + "\n]").encode()


def generation(exchange):
    vertex = VERTEX_ONLY in exchange.path
    if exchange.verb == "generateContent":
        return exchange.send(body=whole(exchange.number, vertex=vertex))
    stream(exchange, pieces(exchange.number, ["one ", "two ", f"stream {exchange.number}"], vertex))


def stream(exchange, chunks):
    """Sends the chunks in the framing that was asked for."""
    if not exchange.wants_events:
        exchange.begin(kind="application/json; charset=UTF-8")
        exchange.chunk(array(chunks))
        return exchange.end()
    exchange.begin()
    for chunk in chunks:
        exchange.event(chunk)
    exchange.end()


def vector(text, size=8, *rest):
    """The vector of a text, a size and whatever else takes part: always the same, unlike any other's."""
    seed = json.dumps([text, size, *rest]).encode()
    block = b"".join(hashlib.sha256(seed + bytes([place])).digest() for place in range((size * 2 + 31) // 32))
    return [round(value / 32768, 6) for value in struct.unpack(f"<{size}h", block[: size * 2])]


def item_vector(item, default=8):
    size = int(item.get("outputDimensionality") or item.get("output_dimensionality") or default)
    parts = item.get("content", {}).get("parts", [])
    parts = [parts] if isinstance(parts, dict) else parts
    text = [part.get("text", part) for part in parts]
    return vector(text[0] if len(text) == 1 else text, size, item.get("taskType") or item.get("task_type"), item.get("title"))


def embedding(exchange):
    body, size = exchange.json, (3072 if dict(exchange.query).get("full") else 8)
    if exchange.verb == "batchEmbedContents":
        return exchange.send(body={"embeddings": [{"values": item_vector(item, size)} for item in body["requests"]]})
    if exchange.verb == "predict":
        options = body.get("parameters", {})
        values = [
            vector(item["content"], int(options.get("outputDimensionality") or size), item.get("task_type"), item.get("title")) for item in body["instances"]
        ]
        return exchange.send(
            body={
                "predictions": [{"embeddings": {"values": one, "statistics": {"token_count": 2, "truncated": False}}} for one in values],
                "metadata": {"billableCharacterCount": 9},
            }
        )
    options = body.get("embedContentConfig", {})
    return exchange.send(body={"embedding": {"values": item_vector({**body, **options}, size)}})


def chat(exchange):
    if not exchange.json.get("stream"):
        return exchange.send(
            body={
                "id": f"chat{exchange.number}",
                "object": "chat.completion",
                "created": 1,
                "model": exchange.json["model"],
                "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": f"chat {exchange.number}"}}],
                "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
            }
        )
    exchange.begin()
    for delta, reason in (({"role": "assistant", "content": "chat "}, None), ({"content": str(exchange.number)}, "stop")):
        exchange.event(
            {
                "id": f"chat{exchange.number}",
                "object": "chat.completion.chunk",
                "created": 1,
                "model": exchange.json["model"],
                "choices": [{"index": 0, "delta": delta, "finish_reason": reason}],
            }
        )
    exchange.chunk(b"data: [DONE]\n\n")
    exchange.end()


def caches(owner, exchange):
    name = "cachedContents/" + exchange.path.rpartition("/")[2]
    if exchange.method == "POST":
        name = f"cachedContents/c{exchange.number}"
        owner.caches[name] = {
            "name": name,
            "model": exchange.json["model"],
            "createTime": "2026-11-21T10:00:00Z",
            "updateTime": "2026-11-21T10:00:00Z",
            "expireTime": "2036-11-21T10:00:00Z",
            "displayName": "",
            "usageMetadata": {"totalTokenCount": 1090},
        }
        return exchange.send(body=owner.caches[name])
    if exchange.method == "GET" and exchange.path.endswith("/cachedContents"):
        return exchange.send(body={"cachedContents": list(owner.caches.values())})
    if name not in owner.caches:
        return exchange.send(403, error(403, "CachedContent not found (or permission denied)", "PERMISSION_DENIED"))
    return exchange.send(body={} if exchange.method == "DELETE" and owner.caches.pop(name) else owner.caches.get(name, {}))
