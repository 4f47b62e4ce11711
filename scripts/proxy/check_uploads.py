"""Files through the proxy: every protocol, one upload for the same bytes, the same question afterwards (E10)."""

import base64
import hashlib
import urllib.parse

from .kit import GENERATE, KEY, OTHER, check, need, same, together
from .forms import digest, error

UPLOAD = "/upload/v1beta/files"
CHUNK = 8 * 1024 * 1024


def start(proxy, data, kind="video/mp4", path=UPLOAD, meta=None, **rest):
    """The first step of a resumable upload; gives the path of the next."""
    answer = proxy.ask(
        path,
        meta if meta is not None else {"file": {"mimeType": kind, "displayName": "clip"}},
        {
            "X-Goog-Upload-Protocol": "resumable",
            "X-Goog-Upload-Command": "start",
            "X-Goog-Upload-Header-Content-Length": str(len(data)),
            "X-Goog-Upload-Header-Content-Type": kind,
        },
        **rest,
    )
    same(answer.status, 200, f"start: {answer}")
    same(answer.header("x-goog-upload-status"), "active", "X-Goog-Upload-Status")
    url = urllib.parse.urlsplit(answer.header("x-goog-upload-url") or "")
    same(url.netloc, f"127.0.0.1:{proxy.port}", "the host of X-Goog-Upload-URL")
    need(KEY not in answer.header("x-goog-upload-url"), "the upload URL holds the key")
    return f"{url.path}?{url.query}"


def put(proxy, path, data, command="upload, finalize", offset=0, **rest):
    return proxy.ask(
        path, data, {"X-Goog-Upload-Command": command, "X-Goog-Upload-Offset": str(offset), "Content-Type": "application/json"}, **{"key": None, **rest}
    )


def upload(proxy, data, kind="video/mp4", **rest):
    answer = put(proxy, start(proxy, data, kind, **rest), data)
    need(answer.status == 200 and answer.header("x-goog-upload-status") == "final", f"finalize: {answer} {answer.headers}")
    return answer.json["file"]


def about(file, text="what is this?", kind="video/mp4"):
    return {"contents": [{"role": "user", "parts": [{"fileData": {"mimeType": kind, "fileUri": file["uri"]}}, {"text": text}]}]}


def inline(data, text="what is this?", kind="video/mp4"):
    return {"contents": [{"role": "user", "parts": [{"inlineData": {"mimeType": kind, "data": base64.b64encode(data).decode()}}, {"text": text}]}]}


def stored(world):
    """The contents that reached upstream."""
    return [file["sha256Hash"] for file in world.upstream.files.values()]


@check("uploads")
def a_resumable_upload_arrives_whole(world):
    proxy, data = world.proxy(), bytes(range(256)) * 50
    file = upload(proxy, data)
    same(
        (file["sha256Hash"], file["sizeBytes"], file["mimeType"], file["state"], file.get("displayName")),
        (digest(data), str(len(data)), "video/mp4", "ACTIVE", "clip"),
    )
    same(stored(world), [digest(data)])
    got = proxy.ask(f"/v1beta/{file['name']}")
    same((got.status, got.json["sha256Hash"]), (200, digest(data)))
    keys = {
        exchange.header("x-goog-api-key")
        for exchange in world.upstream.requests
        if exchange.header("x-goog-upload-command") == "start" or "upload_id" not in exchange.target
    }
    need(keys <= {KEY}, f"keys upstream: {keys}")


@check("uploads")
def the_same_bytes_are_uploaded_once(world):
    proxy, data = world.proxy(), b"once " * 1000
    first, second = upload(proxy, data), upload(proxy, data)
    same(second["name"], first["name"], "name")
    same(len(stored(world)), 1, "uploads upstream")
    sent = sum(len(exchange.body) for exchange in world.upstream.requests)
    need(sent < 2 * len(data), f"{sent} bytes went upstream")
    upload(proxy, data + b"x")
    same(len(stored(world)), 2, "other bytes")


@check("uploads")
def another_credential_has_its_own_copy(world):
    proxy, data = world.proxy(), b"scoped " * 100
    upload(proxy, data)
    upload(proxy, data, key=OTHER)
    same(len(stored(world)), 2, "uploads upstream")


@check("uploads")
def another_MIME_type_or_an_explicit_name_is_another_file(world):
    proxy, data = world.proxy(), b"typed " * 100
    upload(proxy, data, "video/mp4")
    other = upload(proxy, data, "video/webm")
    same(other["mimeType"], "video/webm")
    named = upload(proxy, data, meta={"file": {"name": "files/my-name", "mimeType": "video/mp4"}})
    same(named["name"], "files/my-name", "the name that was asked for")


@check("uploads")
def chunks_queries_and_a_finalize_of_its_own(world):
    proxy, data = world.proxy(), bytes(bytearray(7919)) * 2300
    path = start(proxy, data)
    first = put(proxy, path, data[:CHUNK], "upload")
    same((first.status, first.header("x-goog-upload-status")), (200, "active"))
    asked = put(proxy, path, b"", "query")
    same((asked.header("x-goog-upload-status"), asked.header("x-goog-upload-size-received")), ("active", str(CHUNK)), "query")
    wrong = put(proxy, path, data[CHUNK:], "upload, finalize", 5)
    need(wrong.status >= 400 and wrong.header("x-goog-upload-status"), f"a wrong offset: {wrong} {wrong.headers}")
    last = put(proxy, path, data[CHUNK : 2 * CHUNK], "upload", CHUNK)
    same(last.status, 200, f"second chunk after a wrong one: {last}")
    final = put(proxy, path, data[2 * CHUNK :], "upload, finalize", 2 * CHUNK)
    same((final.status, final.header("x-goog-upload-status"), final.json["file"]["sha256Hash"]), (200, "final", digest(data)), f"final {final}")


@check("uploads")
def an_empty_finalize_ends_an_upload_of_whole_chunks(world):
    proxy, data = world.proxy(), b"\x01" * CHUNK
    path = start(proxy, data)
    put(proxy, path, data, "upload")
    final = put(proxy, path, b"", "finalize", len(data))
    same((final.status, final.json["file"]["sha256Hash"]), (200, digest(data)), str(final))


@check("uploads")
def an_upload_of_no_bytes(world):
    proxy = world.proxy()
    same(upload(proxy, b"", "text/plain")["sha256Hash"], digest(b""))


@check("uploads")
def unknown_upload_ids_are_refused(world):
    proxy = world.proxy()
    answer = put(proxy, f"{UPLOAD}?upload_id=nobody&upload_protocol=resumable", b"x")
    need(400 <= answer.status < 500, answer)


@check("uploads")
def a_cancelled_upload_is_gone(world):
    proxy = world.proxy()
    path = start(proxy, b"abc")
    answer = put(proxy, path, b"", "cancel")
    need(answer.status == 200 and answer.header("x-goog-upload-status") == "cancelled", f"{answer} {answer.headers}")
    need(put(proxy, path, b"abc").status >= 400, "it lives on")
    same(stored(world), [])


@check("uploads")
def upload_ids_cannot_be_guessed(world):
    proxy = world.proxy()
    ids = [dict(urllib.parse.parse_qsl(start(proxy, b"abc").partition("?")[2])).get("upload_id", "") for _ in range(3)]
    need(len(set(ids)) == 3 and all(len(one) >= 16 for one in ids), ids)
    need(all(not one.startswith("ticket") for one in ids), f"upstream's own id is handed on: {ids}")


@check("uploads")
def the_older_form_with_Location_and_ranges(world):
    proxy, data = world.proxy(), b"range " * 500
    answer = proxy.ask(
        f"{UPLOAD}?uploadType=resumable&alt=json&key={KEY}",
        {"file": {"displayName": "old"}},
        {"x-upload-content-type": "text/plain", "x-upload-content-length": str(len(data))},
        key=None,
    )
    same(answer.status, 200)
    url = urllib.parse.urlsplit(answer.header("location") or "")
    same(url.netloc, f"127.0.0.1:{proxy.port}", "the host of Location")
    final = proxy.ask(
        f"{url.path}?{url.query}", data, {"Content-Range": f"bytes 0-{len(data) - 1}/{len(data)}", "Content-Type": "text/plain"}, method="PUT", key=None
    )
    same((final.status, final.json["file"]["sha256Hash"] if "file" in final.json else final.json.get("sha256Hash")), (200, digest(data)), str(final))


@check("uploads")
def multipart_and_raw_uploads(world):
    proxy, data = world.proxy(), b"\x00\r\n--B--\xff multipart"
    content = (
        b'--sep\r\nContent-Type: application/json; charset=utf-8\r\n\r\n{"file":{"mimeType":"image/png","displayName":"m"}}\r\n--sep\r\nContent-Type: image/png\r\n\r\n'
        + data
        + b"\r\n--sep--"
    )
    answer = proxy.ask(UPLOAD, content, {"X-Goog-Upload-Protocol": "multipart", "Content-Type": "multipart/related; boundary=sep"})
    same((answer.status, answer.json["file"]["sha256Hash"], answer.json["file"]["mimeType"]), (200, digest(data), "image/png"), str(answer))
    answer = proxy.ask(f"{UPLOAD}?uploadType=multipart", content, {"Content-Type": 'multipart/related; boundary="sep"'})
    same(answer.json["file"]["sha256Hash"], digest(data))
    raw = proxy.ask(UPLOAD, b"raw bytes", {"X-Goog-Upload-Protocol": "raw", "Content-Type": "text/plain", "X-Goog-Upload-Header-Content-Type": "text/plain"})
    same((raw.status, raw.json["file"]["sha256Hash"]), (200, digest(b"raw bytes")), str(raw))
    media = proxy.ask(f"{UPLOAD}?uploadType=media", b"media bytes", {"Content-Type": "text/plain"})
    same((media.status, media.json["file"]["sha256Hash"]), (200, digest(b"media bytes")), str(media))
    same(len(stored(world)), 3, "contents upstream (multipart twice is one)")


@check("uploads")
def metadata_in_single_quotes_and_snake_case_is_read(world):
    proxy, data = world.proxy(), b"quoted"
    path = start(proxy, data, "text/plain", meta=b"{'file': {'display_name': 'TEXT'}}")
    same(put(proxy, path, data).json["file"].get("displayName"), "TEXT")


@check("uploads")
def a_failed_finalize_upstream_is_told_and_not_remembered(world):
    proxy, data = world.proxy(), b"fails " * 300
    world.upstream.when("/upload/", lambda exchange: exchange.send(500, error(500, "no room", "INTERNAL"), headers=[("X-Goog-Upload-Status", "final")]))
    try:
        answer = put(proxy, start(proxy, data), data)
        need(answer.status >= 500 and answer.header("x-goog-upload-status"), f"{answer} {answer.headers}")
    except AssertionError as failure:
        need("start" in str(failure), failure)
    world.upstream.rules.clear()
    same(upload(proxy, data)["sha256Hash"], digest(data))


@check("uploads")
def four_uploads_of_the_same_bytes_at_once(world):
    proxy, data = world.proxy(), b"crowd " * 200_000
    files = together(*[lambda: upload(proxy, data)] * 4)
    same({file["sha256Hash"] for file in files}, {digest(data)})
    same(len(stored(world)), 1, "uploads upstream")


@check("uploads")
def Google_style_clients_of_version_1_work_too(world):
    proxy, data = world.proxy(), b"version one"
    file = upload(proxy, data, path="/upload/v1/files")
    same(proxy.ask(f"/v1/{file['name']}").json["sha256Hash"], digest(data))


@check("uploads")
def only_what_a_living_file_needs_is_left_of_uploads(world):
    proxy, data = world.proxy(), b"spool-left-over-mark" * 1000
    upload(proxy, data)
    put(proxy, start(proxy, data + b"1"), data[:100], "upload")
    proxy.stop()
    world.proxy(store=proxy.store).stop()
    # The bytes of a file are held while upstream has it, for the day it loses it; of an upload that was given up nothing is.
    held = [path for path in proxy.store.rglob("*") if path.is_file() and b"spool-left-over-mark" in path.read_bytes()]
    need(all(path.read_bytes() == data for path in held) and len(held) <= 1, f"bytes left in {[str(path) for path in held]}")


@check("uploads")
def two_hundred_megabytes_pass_in_bounded_memory(world):
    proxy, block = world.proxy(), b"\x5a" * CHUNK
    sizes = []
    world.upstream.when(
        lambda exchange: len(exchange.body) > 100, lambda exchange: (sizes.append(len(exchange.body)), __import__("proxy.replies").replies.PASS)[1]
    )
    size, path = 25 * CHUNK, None

    class Sized(bytes):
        def __len__(self):
            return size

    path = start(proxy, Sized(b"x"))
    for number in range(25):
        answer = put(proxy, path, block, "upload, finalize" if number == 24 else "upload", number * CHUNK)
        same(answer.status, 200, f"chunk {number}: {answer}")
    hasher = hashlib.sha256()
    for _ in range(25):
        hasher.update(block)
    same(answer.json["file"]["sha256Hash"], base64.b64encode(hasher.hexdigest().encode()).decode())
    peak = next(int(line.split()[1]) for line in open(f"/proc/{proxy.process.pid}/status") if line.startswith("VmHWM"))
    need(peak < 150_000, f"{peak} KB of resident memory")


@check("uploads")
def chunks_without_a_credential_pass_a_guarded_proxy(world):
    """SDKs send no key with the bytes: the upload's own address is the credential."""
    from .kit import TOKEN

    proxy, data = world.proxy("--token", TOKEN, env={"GEMINI_API_KEY": KEY}), b"guarded " * 100
    file = upload(proxy, data, key=TOKEN)
    same(file["sha256Hash"], digest(data))
    said = b"\n".join(exchange.everything() for exchange in world.upstream.requests).decode("utf-8", "replace")
    need(TOKEN not in said and KEY in said, "the token went upstream, or the own key did not")
    need(
        proxy.ask(UPLOAD, {"file": {}}, {"X-Goog-Upload-Protocol": "resumable", "X-Goog-Upload-Command": "start"}, key=None).status in (401, 403),
        "a start without the token",
    )
    same(proxy.ask(GENERATE, about(file), key=TOKEN).status, 200)


@check("uploads")
def an_upload_URL_never_holds_a_key(world):
    proxy = world.proxy()
    answer = proxy.ask(
        f"{UPLOAD}?key={KEY}",
        {"file": {"mimeType": "text/plain"}},
        {"X-Goog-Upload-Protocol": "resumable", "X-Goog-Upload-Command": "start", "X-Goog-Upload-Header-Content-Length": "3"},
        key=None,
    )
    same(answer.status, 200)
    need(all(KEY not in value for _, value in answer.headers), answer.headers)
    url = urllib.parse.urlsplit(answer.header("x-goog-upload-url"))
    same(put(proxy, f"{url.path}?{url.query}", b"abc").json["file"]["sha256Hash"], digest(b"abc"))


@check("uploads")
def a_client_that_says_localhost_is_sent_where_it_can_go(world):
    proxy = world.proxy()
    answer = proxy.ask(
        UPLOAD,
        {"file": {}},
        {
            "Host": f"localhost:{proxy.port}",
            "X-Goog-Upload-Protocol": "resumable",
            "X-Goog-Upload-Command": "start",
            "X-Goog-Upload-Header-Content-Length": "3",
        },
    )
    need(urllib.parse.urlsplit(answer.header("x-goog-upload-url")).netloc in (f"localhost:{proxy.port}", f"127.0.0.1:{proxy.port}"), answer.headers)


@check("uploads")
def a_killed_proxy_leaves_no_half_upload(world):
    proxy, data = world.proxy(), b"half-upload-mark" * 100_000
    path = start(proxy, data)
    put(proxy, path, data[:262144], "upload")
    proxy.stop(9)
    again = world.proxy(store=proxy.store)
    same(upload(again, data)["sha256Hash"], digest(data))
    again.stop()
    third = world.proxy(store=proxy.store)
    third.stop()
    held = sum(path.stat().st_size for path in proxy.store.rglob("*") if path.is_file() and b"half-upload-mark" in path.read_bytes())
    need(held < 2 * len(data), f"{held} bytes of uploads on disk")


@check("uploads")
def uploads_that_say_too_much_are_refused(world):
    proxy = world.proxy()
    path = start(proxy, b"12345")
    answer = put(proxy, path, b"123456789")
    need(400 <= answer.status < 500, f"more than was announced: {answer}")
    huge = proxy.ask(
        UPLOAD, {"file": {}}, {"X-Goog-Upload-Protocol": "resumable", "X-Goog-Upload-Command": "start", "X-Goog-Upload-Header-Content-Length": str(3 * 1024**3)}
    )
    need(huge.status in (400, 413, 200), huge)
    for odd in ("x", "-1", "99999999999999999999", ""):
        answer = proxy.ask(
            UPLOAD, {"file": {}}, {"X-Goog-Upload-Protocol": "resumable", "X-Goog-Upload-Command": "start", "X-Goog-Upload-Header-Content-Length": odd}
        )
        need(answer.status in (200, 400), f"length {odd!r}: {answer}")
    path = start(proxy, b"abc")
    for command, offset in (
        ("upload, finalize", "x"),
        ("upload", "-1"),
        ("upload", "99999999999999999999"),
        ("dance", "0"),
        ("", "0"),
        ("upload, cancel", "0"),
    ):
        answer = proxy.ask(path, b"abc", {"X-Goog-Upload-Command": command, "X-Goog-Upload-Offset": offset}, key=None)
        need(answer.status >= 400, f"{command!r} at {offset}: {answer}")
        if proxy.ask(path, b"", {"X-Goog-Upload-Command": "query"}, key=None).header("x-goog-upload-status") != "active":
            path = start(proxy, b"abc")


@check("uploads")
def commands_and_bytes_may_come_in_other_forms(world):
    from .check_safety import status

    proxy, data = world.proxy(), b"forms " * 100
    for command in ("upload,finalize", "Upload, Finalize", " upload , finalize "):
        path = start(proxy, data)
        same(put(proxy, path, data, command).json["file"]["sha256Hash"], digest(data), command)
    path = start(proxy, data)
    answer = proxy.ask(path, data, {"X-Goog-Upload-Command": "upload, finalize", "X-Goog-Upload-Offset": "0"}, method="PUT", key=None)
    same(answer.json["file"]["sha256Hash"], digest(data), "PUT")
    path = start(proxy, data)
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nX-Goog-Upload-Command: upload, finalize\r\nX-Goog-Upload-Offset: 0\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    answer = proxy.raw(
        head.encode() + b"".join(b"%x\r\n%s\r\n" % (len(data[at : at + 99]), data[at : at + 99]) for at in range(0, len(data), 99)) + b"0\r\n\r\n"
    )
    need(status(answer) == 200 and digest(data).encode() in answer, answer[:300])
    path = start(proxy, data)
    answer = proxy.ask(path, data, {"X-Goog-Upload-Command": "upload, finalize", "X-Goog-Upload-Offset": "0", "Expect": "100-continue"}, key=None)
    same(answer.json["file"]["sha256Hash"], digest(data), "100-continue")


@check("uploads")
def a_start_without_a_length_or_a_body_is_taken(world):
    proxy, data = world.proxy(), b"unsaid"
    answer = proxy.ask(
        UPLOAD, b"", {"X-Goog-Upload-Protocol": "resumable", "X-Goog-Upload-Command": "start", "X-Goog-Upload-Header-Content-Type": "text/plain"}
    )
    same(answer.status, 200, str(answer))
    url = urllib.parse.urlsplit(answer.header("x-goog-upload-url"))
    final = put(proxy, f"{url.path}?{url.query}", data)
    same((final.json["file"]["sha256Hash"], final.json["file"]["mimeType"]), (digest(data), "text/plain"))


@check("uploads")
def a_chunk_sent_twice_after_a_lost_answer_does_no_harm(world):
    proxy, data = world.proxy(), bytes(range(256)) * 2048
    path = start(proxy, data)
    put(proxy, path, data[:262144], "upload")
    put(proxy, path, data[:262144], "upload")  # the client missed the answer: refused or passed over
    received = int(put(proxy, path, b"", "query").header("x-goog-upload-size-received"))
    same(received, 262144, "received")
    same(put(proxy, path, data[received:], offset=received).json["file"]["sha256Hash"], digest(data))
    again = put(proxy, path, b"", "query")
    need(again.header("x-goog-upload-status") == "final" or again.status >= 400, f"the end is forgotten: {again.headers}")


@check("uploads")
def twenty_uploads_at_once_are_not_mixed(world):
    proxy = world.proxy()

    def one(number):
        data = f"{number} ".encode() * 150_000
        path = start(proxy, data)
        put(proxy, path, data[:262144], "upload")
        return put(proxy, path, data[262144:], offset=262144).json["file"]["sha256Hash"] == digest(data)

    need(all(together(*[lambda number=number: one(number) for number in range(20)])), "contents were mixed")
    same(len(set(stored(world))), 20)
