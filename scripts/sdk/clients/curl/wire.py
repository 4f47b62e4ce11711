"""What stands on the wire: forms, headers, errors, pages."""

import json

from kit import FLASH, KEY, UNKNOWN, case, has, need, same

from .client import JSON, curl, generate, text


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
