"""Models, tokens, vectors, caches, batches, the other dialects, Vertex."""

import base64
import json

from kit import EMBEDDER, FLASH, KEY, THREE, case, has, need, same

from .client import JSON, HEADER, curl, generate, text


@case("curl")
def tokens():
    same(set(generate({"contents": [{"parts": [{"text": "The quick brown fox jumps over the lazy dog."}]}]}, verb="countTokens")), {"totalTokens", "promptTokensDetails"}, "the fields")
    whole = {"generateContentRequest": {"model": f"models/{FLASH}", "contents": [{"parts": [{"text": "Hi"}]}], "systemInstruction": {"parts": [{"text": "Be a cat."}]}}}
    need(generate(whole, verb="countTokens")["totalTokens"] > 1, "too few")


@case("curl")
def embeddings():
    body = {"model": f"models/{EMBEDDER}", "content": {"parts": [{"text": "What is the meaning of life?"}]},}
    same(len(generate(body, EMBEDDER, "embedContent")["embedding"]["values"]), 3072, "the length")
    several = {"requests": [{"model": f"models/{EMBEDDER}", "content": {"parts": [{"text": word}]}, "task_type": "SEMANTIC_SIMILARITY"} for word in ("life", "death", "taxes")]}
    same(len(generate(several, EMBEDDER, "batchEmbedContents")["embeddings"]), 3, "the number of vectors")


@case("curl")
def models():
    for path in ("/v1beta/models", "/v1/models", "/v1beta/models?pageSize=3"):
        status, _, told = curl(f"{path}{'&' if '?' in path else '?'}key={KEY}")
        need(status == 200 and json.loads(told)["models"], f"{status} {told[:200]!r}")
    need(json.loads(told)["nextPageToken"], "no next page")
    status, _, told = curl(f"/v1beta/models/{FLASH}?key={KEY}")
    same(json.loads(told)["name"], f"models/{FLASH}", "the name")


@case("curl", kept=False)
def caches():
    body = {"model": f"models/{FLASH}", "contents": [{"parts": [{"inline_data": {"mime_type": "text/plain", "data": base64.b64encode(b"The long text of a transcript. " * 400).decode()}}], "role": "user"}],
            "systemInstruction": {"parts": [{"text": "You are an expert at analyzing transcripts."}]}, "ttl": "300s"}
    status, _, told = curl(f"/v1beta/cachedContents?key={KEY}", *JSON, data=json.dumps(body))
    same(status, 200, f"the status of {told!r}")
    name = json.loads(told)["name"]
    answer = generate({"contents": [{"parts": [{"text": "Please summarize this transcript"}], "role": "user"}], "cachedContent": name})
    need(answer["usageMetadata"]["cachedContentTokenCount"] > 1000, f"{answer['usageMetadata']}")
    status, _, told = curl(f"/v1beta/{name}?key={KEY}", "-X", "PATCH", *JSON, "-d", '{"ttl": "600s"}')
    same(status, 200, f"the status of {told!r}")
    status, _, told = curl(f"/v1beta/{name}?key={KEY}", "-X", "DELETE")
    same((status, told), (200, b"{}\n"), "the answer to the deletion")


@case("curl")
def batches():
    request = {"batch": {"display_name": "my-batch-requests", "input_config": {"requests": {"requests": [
        {"request": {"contents": [{"parts": [{"text": "Describe the process of photosynthesis."}]}]}, "metadata": {"key": "request-1"}}]}}}}
    answer = generate(request, verb="batchGenerateContent")
    has(answer["name"], "batches/")
    _, _, told = curl(f"/v1beta/{answer['name']}", *HEADER)
    same(json.loads(told)["name"], answer["name"], "the name")
    status, _, told = curl(f"/v1beta/{answer['name']}:cancel", *HEADER, *JSON, "-X", "POST", "-H", "Content-Length: 0")
    same((status, told), (200, b"{}\n"), "the answer to the cancellation")


@case("curl")
def interactions():
    status, _, told = curl("/v1beta/interactions", *HEADER, *JSON, data=json.dumps({"model": THREE, "input": "Tell me a short joke about tides."}))
    same(status, 200, f"the status of {told!r}")
    same(json.loads(told)["status"], "completed", "the state")
    status, fields, told = curl("/v1beta/interactions", *HEADER, *JSON, "--no-buffer", data=json.dumps({"model": THREE, "input": "Stream a joke.", "stream": True}))
    same(fields["content-type"].split(";")[0], "text/event-stream", "the content type")
    need(told.startswith(b"event: interaction.created\ndata: {") and told.endswith(b"event: done\ndata: [DONE]\n\n"), f"{told[:60]!r} {told[-60:]!r}")


@case("curl")
def openai_endpoint():
    status, _, told = curl("/v1beta/openai/chat/completions", *JSON, "-H", f"Authorization: Bearer {KEY}",
                           data=json.dumps({"model": FLASH, "messages": [{"role": "user", "content": "Explain to me how tides work"}]}))
    has(json.loads(told)["choices"][0]["message"]["content"], "tides")
    status, _, told = curl("/v1beta/openai/models", "-H", f"Authorization: Bearer {KEY}")
    need(json.loads(told)["data"], "no models")


@case("curl", proxy=False)
def vertex():
    base = "/v1/projects/harbour/locations/us-central1/publishers/google/models"
    hello = '{"contents":[{"role":"user","parts":[{"text":"Hello, Vertex"}]}]}'
    status, _, told = curl(f"{base}/{FLASH}:generateContent", *JSON, "-H", "Authorization: Bearer token", data=hello)
    has(text(json.loads(told)), "Vertex")
    status, fields, told = curl(f"{base}/{FLASH}:generateContent", *JSON, data=hello)
    same(status, 401, "the status without a token")
    has(fields["www-authenticate"], "Bearer")
    status, _, told = curl(f"{base}/{EMBEDDER}:predict", *JSON, "-H", "Authorization: Bearer token", data='{"instances":[{"task_type":"RETRIEVAL_QUERY","content":"A boat"}],"parameters":{"outputDimensionality":256}}')
    same(len(json.loads(told)["predictions"][0]["embeddings"]["values"]), 256, "the length")
