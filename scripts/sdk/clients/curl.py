"""curl, as the documentation shows it: keys in the query, snake_case, single quotes, trailing commas, uploads in two steps."""

import base64
import json
import os
import re
import shutil
import subprocess
import tempfile

from kit import BASE, EMBEDDER, FLASH, KEY, MEDIA, Skip, THREE, UNKNOWN, case, has, need, png, same

if not shutil.which("curl"):
    raise ImportError("curl is not installed")
VERSION = subprocess.run(["curl", "--version"], capture_output=True, text=True).stdout.split()[1]
JSON = ("-H", "Content-Type: application/json")
HEADER = ("-H", f"x-goog-api-key: {KEY}")


def curl(url, *arguments, data=None):
    """Status, headers and body; `url` may be a path."""
    with tempfile.TemporaryDirectory() as folder:
        head = os.path.join(folder, "head")
        more = ["--data-binary", "@-"] if data is not None else []
        run = subprocess.run(["curl", "-sS", "--max-time", "30", "-D", head, *arguments, *more, BASE + url if url.startswith("/") else url],
                             input=data.encode() if isinstance(data, str) else data, capture_output=True)
        need(run.returncode == 0, run.stderr.decode().strip())
        lines = open(head, errors="replace", newline="").read().split("\r\n")
    fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:] if ":" in line)}
    return int(lines[0].split()[1]), fields, run.stdout


def generate(body, model=FLASH, verb="generateContent", query=f"?key={KEY}", *more):
    status, _, told = curl(f"/v1beta/models/{model}:{verb}{query}", *JSON, *more, data=body if isinstance(body, str) else json.dumps(body))
    same(status, 200, f"the status of {told[:300]!r}")
    return json.loads(told)


def text(answer):
    return "".join(part.get("text", "") for part in answer["candidates"][0]["content"]["parts"])


@case("curl")
def text_with_the_key_in_the_query():
    has(text(generate({"contents": [{"parts": [{"text": "Explain the tides to curl."}]}]})), "tides")


@case("curl")
def text_with_the_key_in_a_header():
    has(text(generate({"contents": [{"parts": [{"text": "Explain the moon."}]}]}, FLASH, "generateContent", "", *HEADER)), "moon")


@case("curl")
def lenient_json():
    body = """{
      "contents": [
        {"role": "user",
         "parts": {"text": "Explain the flood."},},
      ],
    }"""
    has(text(generate(body)), "flood")
    has(text(generate("{'contents': [{'parts': [{'text': 'Explain the ebb.'}]}]}")), "ebb")
    has(text(generate('{contents: [{parts: [{text: "Explain the spring tide."}]}]}')), "spring tide")


@case("curl")
def snake_case():
    picture = base64.b64encode(png(57, 43)).decode()
    body = {"system_instruction": {"parts": {"text": "You are Otto."}}, "contents": {"parts": [{"text": "What is this?"}, {"inline_data": {"mime_type": "image/png", "data": picture}}]},
            "generation_config": {"max_output_tokens": 800, "stop_sequences": ["NEVER"]}}
    has(text(generate(body)), "Otto", "57", "43")


@case("curl")
def form_of_the_answer():
    status, fields, told = curl(f"/v1beta/models/{FLASH}:generateContent?key={KEY}", *JSON, data='{"contents":[{"parts":[{"text":"Form"}]}]}')
    same(fields["content-type"], "application/json; charset=UTF-8", "the content type")
    need(told.startswith(b'{\n  "candidates": [\n    {\n      "content": {\n        "parts": ['), f"{told[:100]!r}")
    need(told.endswith(b"}\n"), f"{told[-20:]!r}")
    same(list(json.loads(told)), ["candidates", "usageMetadata", "modelVersion", "responseId"], "the order")
    need("content-encoding" not in fields, "compressed without being asked")


@case("curl", proxy=False)
def compressed_when_asked():
    status, fields, told = curl(f"/v1beta/models/{FLASH}:generateContent?key={KEY}", *JSON, "--compressed", data=json.dumps({"contents": [{"parts": [{"text": "Press me. " * 200}]}]}))
    same(status, 200, "the status")
    has(text(json.loads(told)), "Press me")
    same(fields.get("content-encoding"), "gzip", "the encoding")


@case("curl")
def stream_of_events():
    status, fields, told = curl(f"/v1beta/models/{FLASH}:streamGenerateContent?alt=sse&key={KEY}", *JSON, "--no-buffer",
                                data='{"contents":[{"parts":[{"text": "Write long a story about a magic backpack."}]}]}')
    same(fields["content-type"], "text/event-stream", "the content type")
    events = told.decode().split("\r\n\r\n")
    same(events[-1], "", "the end")
    need(len(events) > 2 and all(event.startswith("data: {") for event in events[:-1]), f"{told[:100]!r}")
    has("".join(text(json.loads(event[6:])) for event in events[:-1] if "parts" in event), "backpack")


@case("curl")
def stream_of_an_array():
    status, fields, told = curl(f"/v1beta/models/{FLASH}:streamGenerateContent?key={KEY}", *JSON, data='{"contents":[{"parts":[{"text": "Write a story about a magic lantern."}]}]}')
    need(told.startswith(b"[{\n") and told.endswith(b"}\n]"), f"{told[:20]!r} {told[-20:]!r}")
    has("".join(text(chunk) for chunk in json.loads(told) if "parts" in chunk["candidates"][0]["content"]), "lantern")


@case("curl")
def chat():
    turns = [("user", "Hello"), ("model", "Great to meet you. What would you like to know?"), ("user", "I have two dogs in my house. How many paws are in my house?")]
    has(text(generate({"contents": [{"role": role, "parts": [{"text": said}]} for role, said in turns]})), "paws")


@case("curl")
def functions():
    tools = {"function_declarations": [{"name": "find_theaters", "description": "find theaters based on location", "parameters": {"type": "object", "properties": {
        "location": {"type": "string", "description": "The city and state"}}, "required": ["location"]}}]}
    question = {"role": "user", "parts": {"text": "Which theaters in Mountain View show a film?"}}
    body = {"contents": question, "tools": tools, "tool_config": {"function_calling_config": {"mode": "ANY", "allowed_function_names": ["find_theaters"]}}}
    call = generate(body)["candidates"][0]["content"]["parts"][0]["functionCall"]
    same(call["name"], "find_theaters", "the name")
    body = {"contents": [question, {"role": "model", "parts": [{"functionCall": call}]},
                         {"role": "function", "parts": [{"functionResponse": {"name": "find_theaters", "response": {"theaters": ["AMC Mountain View 16"]}}}]}], "tools": tools}
    has(text(generate(body)), "AMC Mountain View 16")


@case("curl")
def json_mode():
    body = {"contents": [{"parts": [{"text": "List 5 popular cookie recipes"}]}], "generationConfig": {"response_mime_type": "application/json", "response_schema": {
        "type": "ARRAY", "items": {"type": "OBJECT", "properties": {"recipe_name": {"type": "STRING"}}}}}}
    recipes = json.loads(text(generate(body)))
    need(isinstance(recipes, list) and all(isinstance(recipe, dict) for recipe in recipes), f"{recipes}")


@case("curl")
def thinking():
    body = {"contents": [{"parts": [{"text": "Why is the sky blue?"}]}], "generationConfig": {"thinkingConfig": {"thinkingBudget": 1024, "includeThoughts": True}}}
    parts = generate(body)["candidates"][0]["content"]["parts"]
    same([part.get("thought", False) for part in parts][0], True, "the first part's thought")


@case("curl", kept=False)
def search_and_code():
    answer = generate({"contents": [{"parts": [{"text": "What is the current Google stock price?"}]}], "tools": [{"google_search": {}}]})
    need(answer["candidates"][0]["groundingMetadata"]["groundingChunks"], "no sources")
    answer = generate({"contents": {"parts": {"text": "What is 17 * 23? Use code."}}, "tools": [{"code_execution": {}}]})
    need(any("executableCode" in part for part in answer["candidates"][0]["content"]["parts"]), "no code")


@case("curl", kept=False)
def safety():
    body = {"contents": [{"parts": [{"text": "I support Martians. [[block]]"}]}], "safetySettings": [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_ONLY_HIGH"}]}
    answer = generate(body)
    need("candidates" not in answer and answer["promptFeedback"]["blockReason"], f"{answer}")


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


def upload(path, kind, name):
    """The documentation's two steps; gives the file."""
    size = os.path.getsize(path)
    _, fields, told = curl(f"/upload/v1beta/files?key={KEY}", "-H", "X-Goog-Upload-Protocol: resumable", "-H", "X-Goog-Upload-Command: start",
                           "-H", f"X-Goog-Upload-Header-Content-Length: {size}", "-H", f"X-Goog-Upload-Header-Content-Type: {kind}", *JSON,
                           "-d", "{'file': {'display_name': '" + name + "'}}")
    url = fields["x-goog-upload-url"]
    need(url.startswith(BASE + "/"), f"go on at {url.partition('?')[0]}, wanted {BASE}")
    with open(path, "rb") as file:
        status, fields, told = curl(url, "-H", f"Content-Length: {size}", "-H", "X-Goog-Upload-Offset: 0", "-H", "X-Goog-Upload-Command: upload, finalize", data=file.read())
    same((status, fields["x-goog-upload-status"]), (200, "final"), "status")
    return json.loads(told)["file"]


@case("curl")
def upload_and_use():
    file = upload(MEDIA / "drawing.png", "image/png", "DRAWING")
    same((file["displayName"], file["sizeBytes"], file["state"]), ("DRAWING", str(os.path.getsize(MEDIA / "drawing.png")), "ACTIVE"), "the file")
    body = {"contents": [{"parts": [{"text": "What is drawn here?"}, {"file_data": {"mime_type": "image/png", "file_uri": file["uri"]}}]}]}
    has(text(generate(body)), "image/png")
    status, _, told = curl(f"/v1beta/{file['name']}?key={KEY}")
    same(json.loads(told)["name"], file["name"], "the name")
    status, _, told = curl(f"/v1beta/{file['name']}?key={KEY}", "-X", "DELETE")
    same((status, told), (200, b"{}\n"), "the answer to the deletion")
    status, _, told = curl(f"/v1beta/{file['name']}?key={KEY}")
    same(status, 403, "the status of a deleted file")


@case("curl")
def upload_in_chunks():
    data = os.urandom(8 << 20) + b"the rest"
    _, fields, _ = curl("/upload/v1beta/files", *HEADER, "-H", "X-Goog-Upload-Protocol: resumable", "-H", "X-Goog-Upload-Command: start",
                        "-H", f"X-Goog-Upload-Header-Content-Length: {len(data)}", "-H", "X-Goog-Upload-Header-Content-Type: application/octet-stream", *JSON, "-d", "{}")
    url = fields["x-goog-upload-url"]
    _, fields, _ = curl(url, "-H", "X-Goog-Upload-Offset: 0", "-H", "X-Goog-Upload-Command: upload", data=data[:8 << 20])
    same(fields["x-goog-upload-status"], "active", "the status")
    _, fields, _ = curl(url, "-X", "POST", "-H", "X-Goog-Upload-Command: query", "-H", "Content-Length: 0")
    same((fields["x-goog-upload-status"], fields["x-goog-upload-size-received"]), ("active", str(8 << 20)), "the progress")
    _, fields, told = curl(url, "-H", f"X-Goog-Upload-Offset: {8 << 20}", "-H", "X-Goog-Upload-Command: upload, finalize", data=data[8 << 20:])
    same(json.loads(told)["file"]["sizeBytes"], str(len(data)), "the size")


@case("curl")
def upload_cancelled():
    _, fields, _ = curl("/upload/v1beta/files", *HEADER, "-H", "X-Goog-Upload-Protocol: resumable", "-H", "X-Goog-Upload-Command: start", *JSON, "-d", "{}")
    _, after, _ = curl(fields["x-goog-upload-url"], "-X", "POST", "-H", "X-Goog-Upload-Command: cancel", "-H", "Content-Length: 0")
    same(after["x-goog-upload-status"], "cancelled", "the status")


@case("curl")
def upload_of_several_kinds():
    data = (MEDIA / "story.txt").read_bytes()
    status, _, told = curl("/upload/v1beta/files", *HEADER, "-H", "X-Goog-Upload-Protocol: raw", "-H", "Content-Type: text/plain", data=data)
    same(json.loads(told)["file"]["sizeBytes"], str(len(data)), "the size of a raw upload")
    parts = b"--B\r\nContent-Type: application/json; charset=utf-8\r\n\r\n" + b'{"file": {"displayName": "both", "mimeType": "text/plain"}}' + b"\r\n--B\r\nContent-Type: text/plain\r\n\r\n" + data + b"\r\n--B--"
    status, _, told = curl("/upload/v1beta/files", *HEADER, "-H", "X-Goog-Upload-Protocol: multipart", "-H", "Content-Type: multipart/related; boundary=B", data=parts)
    same((json.loads(told)["file"]["displayName"], json.loads(told)["file"]["sizeBytes"]), ("both", str(len(data))), "the multipart upload")
    size = len(data)
    _, fields, _ = curl(f"/upload/v1beta/files?uploadType=resumable&alt=json&key={KEY}", "-H", "X-Upload-Content-Type: text/plain", "-H", f"X-Upload-Content-Length: {size}", *JSON,
                        "-d", '{"file": {"displayName": "old"}}')
    need(fields["location"].startswith(BASE + "/"), fields["location"])
    status, _, told = curl(fields["location"], "-X", "PUT", "-H", "Content-Type: text/plain", "-H", f"Content-Range: bytes 0-{size - 1}/{size}", data=data)
    same(json.loads(told)["file"]["displayName"], "old", "the older upload")


@case("curl")
def files_list():
    upload(MEDIA / "story.txt", "text/plain", "LISTED")
    _, _, told = curl(f"/v1beta/files?pageSize=100&key={KEY}")
    need("LISTED" in [file.get("displayName") for file in json.loads(told)["files"]], "not listed")


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


def refused(code, status_word, words, *arguments, data=None, path=f"/v1beta/models/{FLASH}:generateContent?key={KEY}"):
    status, fields, told = curl(path, *JSON, *arguments, data=data)
    same(status, code, f"the status of {told!r}")
    error = json.loads(told)["error"]
    same((error["code"], error["status"]), (code, status_word), "the error")
    has(error["message"], words)
    return error


@case("curl", proxy=False)
def errors():
    hello = '{"contents":[{"parts":[{"text":"Hi"}]}]}'
    refused(403, "PERMISSION_DENIED", "unregistered callers", data=hello, path=f"/v1beta/models/{FLASH}:generateContent")
    refused(404, "NOT_FOUND", f"models/{UNKNOWN} is not found for API version v1beta", data=hello, path=f"/v1beta/models/{UNKNOWN}:generateContent?key={KEY}")
    refused(400, "INVALID_ARGUMENT", "contents is not specified", data="{}")
    refused(400, "INVALID_ARGUMENT", "Invalid JSON payload received", data="not json")
    refused(400, "INVALID_ARGUMENT", "Invalid JSON payload received", data='{"contents":[{"parts":[{"text":"Hi"')
    error = refused(400, "INVALID_ARGUMENT", """Unknown name "nonsense" at 'generation_config': Cannot find field.""", data='{"contents":[{"parts":[{"text":"Hi"}]}],"generationConfig":{"nonsense":1}}')
    same(error["details"][0]["fieldViolations"][0]["field"], "generation_config", "the field")
    refused(400, "INVALID_ARGUMENT", "Invalid value at", data='{"contents":[{"parts":[{"text":"Hi"}]}],"generationConfig":{"temperature":"warm"}}')
    error = refused(429, "RESOURCE_EXHAUSTED", "exceeded your current quota", "-H", "x-mock-fault: 429;retry=7s", data=hello)
    need(any(detail.get("retryDelay") == "7s" for detail in error["details"]), f"{error}")


@case("curl")
def errors_of_streams():
    hello = '{"contents":[{"parts":[{"text":"Hi"}]}]}'
    status, fields, told = curl(f"/v1beta/models/{UNKNOWN}:streamGenerateContent?alt=sse&key={KEY}", *JSON, data=hello)
    same((status, fields["content-type"]), (404, "text/event-stream"), "status and type")
    need(told.startswith(b'{\n  "error": {'), f"{told[:40]!r}")
    status, fields, told = curl(f"/v1beta/models/{UNKNOWN}:streamGenerateContent?key={KEY}", *JSON, data=hello)
    same((status, fields["content-type"]), (404, "application/json; charset=UTF-8"), "status and type")
    need(told.startswith(b'[{\n  "error": {') and told.endswith(b"}\n]"), f"{told!r}")


@case("curl", proxy=False)
def enums_as_numbers():
    query = f"?%24alt=json%3Benum-encoding%3Dint&key={KEY}"
    answer = generate({"contents": [{"parts": [{"text": "Numbers, please."}]}]}, FLASH, "generateContent", query)
    same(answer["candidates"][0]["finishReason"], 1, "the finish reason")
    same(answer["usageMetadata"]["promptTokensDetails"][0]["modality"], 1, "the modality")


@case("curl", proxy=False)
def compact_output():
    _, _, told = curl(f"/v1beta/models/{FLASH}?prettyPrint=false&key={KEY}")
    need(told.count(b"\n") <= 1, f"{told!r}")


@case("curl", proxy=False)
def pages_that_are_not():
    for path in ("/v1beta/nothing", "/nothing", f"/v1beta/models/{FLASH}:doNothing"):
        status, fields, _ = curl(f"{path}?key={KEY}", *JSON, data="{}")
        same(status, 404, f"the status of {path}")
    status, fields, _ = curl("/")
    same((status, fields["content-type"]), (404, "text/html; charset=UTF-8"), "the front page")


@case("curl")
def versions():
    for version in ("v1", "v1beta", "v1alpha"):
        status, _, told = curl(f"/{version}/models/{FLASH}:generateContent?key={KEY}", *JSON, data='{"contents":[{"parts":[{"text":"Which version?"}]}]}')
        same(status, 200, f"the status for {version}")


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
