"""What goes wrong, and what the SDK makes of it."""

import time

from kit import BASE, FLASH, UNKNOWN, case, has, need, same

from .client import ask, client, errors, fails, fault, genai, joined, make, stream


@case("errors")
def unknown_model():
    fails(404, "NOT_FOUND", lambda: ask("Hello", model=UNKNOWN), f"models/{UNKNOWN} is not found")
    fails(404, "NOT_FOUND", lambda: stream("Hello", model=UNKNOWN), UNKNOWN)
    fails(404, "NOT_FOUND", lambda: client.models.count_tokens(model=UNKNOWN, contents="Hello"), UNKNOWN)


@case("errors")
def nothing_asked():
    from kit import request, KEY
    status, _, text = request(f"/v1beta/models/{FLASH}:generateContent", {"contents": []})
    same(status, 400, "the status")
    has(text, "contents is not specified", "INVALID_ARGUMENT")


@case("errors")
def unknown_field():
    extra = {"extra_body": {"wrongField": 1}}
    fails(400, "INVALID_ARGUMENT", lambda: ask("Hello", http_options=extra), 'Unknown name "wrongField"')


@case("errors")
def wrong_schema():
    fails(400, "INVALID_ARGUMENT", lambda: ask("Hello", response_mime_type="text/nonsense"))


@case("errors")
def over_quota():
    started = time.monotonic()
    error = fails(429, "RESOURCE_EXHAUSTED", lambda: ask("What is too much?", http_options=fault("429;retry=30s")))
    need(time.monotonic() - started < 10, "the pause was waited out before the client was told")
    details = error.details["error"]["details"]
    need(any(item["@type"].endswith("RetryInfo") and item["retryDelay"] == "30s" for item in details), f"{details}")
    need(any(item["@type"].endswith("QuotaFailure") for item in details), f"{details}")


@case("errors")
def retried_over_quota():
    has(ask("What passes at the third attempt?", http_options=fault("429;times=2", attempts=4)).text, "third attempt")


@case("errors")
def retried_while_overloaded():
    has(ask("What passes at the second attempt?", http_options=fault("503;times=1", attempts=3)).text, "second attempt")
    has(joined(stream("What streams at the second attempt?", http_options=fault("503;times=1", attempts=3))), "second attempt")


@case("errors")
def given_up_while_overloaded():
    fails(503, "UNAVAILABLE", lambda: ask("What never passes?", http_options=fault("503", attempts=2)))


@case("errors")
def every_status():
    for code, status in ((400, "INVALID_ARGUMENT"), (401, "UNAUTHENTICATED"), (403, "PERMISSION_DENIED"), (404, "NOT_FOUND"), (499, "CANCELLED"),
                         (500, "INTERNAL"), (503, "UNAVAILABLE"), (504, "DEADLINE_EXCEEDED")):
        fails(code, status, lambda: ask(f"What is {code}?", http_options=fault(str(code))))


@case("errors")
def every_status_before_a_stream():
    for code, status in ((400, "INVALID_ARGUMENT"), (429, "RESOURCE_EXHAUSTED"), (500, "INTERNAL"), (503, "UNAVAILABLE")):
        fails(code, status, lambda: stream(f"What is a streamed {code}?", http_options=fault(str(code))))


@case("errors")
def error_in_mid_stream():
    seen = []

    def run():
        for chunk in client.models.generate_content_stream(model=FLASH, contents="Tell me half a story of a whale and of a very small boat.",
                                                           config={"http_options": fault("error-mid-stream;after=1")}):
            seen.append(chunk)

    fails(503, "UNAVAILABLE", run)
    same(len(seen), 1, "the number of chunks before the error")


@case("errors")
def cut_stream():
    try:
        chunks = stream("Tell me the first half of a story of a whale and of a very small boat.", http_options=fault("cut;after=1"))
    except Exception as error:
        return type(error).__name__
    need(chunks[-1].candidates[0].finish_reason is None, "a cut stream looks whole")
    return "the SDK does not tell"


@case("errors", proxy=False)
def dropped_connection():
    try:
        ask("What is dropped?", http_options=fault("drop"))
    except errors.APIError as error:
        raise AssertionError(f"an answer came: {error}")
    except Exception as error:
        return type(error).__name__
    raise AssertionError("an answer came")


@case("errors", proxy=False)
def stalled_answer_times_out():
    started = time.monotonic()
    try:
        ask("What never comes?", http_options=fault("stall", timeout=1000))
    except errors.APIError as error:
        need(error.code == 504, f"an answer came: {error}")
    except Exception as error:
        need("timeout" in type(error).__name__.lower() or "timed out" in str(error).lower(), f"{type(error).__name__}: {error}")
    else:
        raise AssertionError("an answer came")
    need(time.monotonic() - started < 8, "the timeout came late")


@case("errors")
def timeout_that_is_kept():
    has(ask("What is quick?", http_options={"timeout": 30_000}).text, "quick")


@case("errors", proxy=False)
def no_key_at_all():
    from kit import request
    status, _, text = request(f"/v1beta/models/{FLASH}:generateContent", {"contents": [{"parts": [{"text": "Hi"}]}]}, key=None)
    same(status, 403, "the status")
    has(text, "unregistered callers", "PERMISSION_DENIED")


@case("errors")
def key_in_every_place():
    from kit import KEY, request
    for headers, query in (({"x-goog-api-key": KEY}, ""), ({"Authorization": f"Bearer {KEY}"}, ""), ({}, f"?key={KEY}")):
        status, _, text = request(f"/v1beta/models/{FLASH}:generateContent{query}", {"contents": [{"parts": [{"text": "Who may pass?"}]}]}, key=None, headers=headers)
        same(status, 200, f"the status of {text}")


@case("errors", proxy=False)
def answer_tells_its_headers():
    answer = ask("What stands above?")
    headers = {name.lower(): value for name, value in answer.sdk_http_response.headers.items()}
    has(headers["content-type"], "application/json")
    need("server-timing" in headers and headers.get("x-content-type-options") == "nosniff", f"{headers}")


@case("errors")
def own_headers_and_versions():
    for version in ("v1", "v1beta", "v1alpha"):
        own = make(http_options={"base_url": BASE, "api_version": version, "headers": {"x-own": "yes"}})
        has(ask(f"Which version is {version}?", via=own).text, version)


@case("errors")
def base_url_from_the_environment():
    own = genai.Client()
    has(own.models.generate_content(model=FLASH, contents="Who told you the address?").text, "address")
