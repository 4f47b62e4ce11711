"""Files after their upload: one question with their bytes, their names, their owners, their end (E10)."""

import base64

from .check_uploads import about, inline, stored, upload
from .kit import GENERATE, OTHER, body, check, need, same
from .forms import digest, error
from .replies import whole


@check("files")
def E10_inline_bytes_and_an_uploaded_file_are_one_question(world):
    proxy, data = world.proxy(), b"film " * 300
    first = proxy.ask(GENERATE, inline(data))
    file = upload(proxy, data)
    answer = proxy.ask(GENERATE, about(file))
    need(answer.hit and answer.json == first.json, answer)
    need(proxy.ask(GENERATE, about({"uri": file["name"]})).hit, "named by its name alone")
    need(not proxy.ask(GENERATE, about(file, kind="video/webm")).hit, "another MIME type")
    need(not proxy.ask(GENERATE, about(upload(proxy, data + b"!"))).hit, "other bytes")


@check("files")
def E10_the_uploaded_file_first(world):
    proxy, data = world.proxy(), b"film " * 300
    file = upload(proxy, data)
    first = proxy.ask(GENERATE, about(file))
    need(not first.hit and file["name"].encode() in world.upstream.last.body, first)
    need(proxy.ask(GENERATE, inline(data)).hit, "inline")
    need(proxy.ask(GENERATE, about(file)).hit, "again")
    need(world.proxy(store=proxy.store).ask(GENERATE, about(file), key=None).status in (200, 403, 404), "a second process")


@check("files")
def E10_a_file_uploaded_again_keeps_the_key(world):
    proxy, data = world.proxy(), b"again " * 300
    file = upload(proxy, data)
    first = proxy.ask(GENERATE, about(file))
    same(proxy.ask(f"/v1beta/{file['name']}", method="DELETE").status, 200, "delete")
    again = upload(proxy, data)
    need(again["name"] != file["name"], "a deleted file was handed out")
    answer = proxy.ask(GENERATE, about(again))
    need(answer.hit and answer.json == first.json, answer)


@check("files")
def a_file_known_by_files_get_has_a_key(world):
    data, proxy = b"elsewhere", world.proxy()
    world.upstream.serial = 100
    name = "files/elsewhere"
    world.upstream.files[name] = {
        "name": name,
        "mimeType": "video/mp4",
        "sizeBytes": str(len(data)),
        "createTime": "2026-11-21T10:00:00Z",
        "expirationTime": "2036-11-23T10:00:00Z",
        "sha256Hash": digest(data),
        "uri": f"https://generativelanguage.googleapis.com/v1beta/{name}",
        "state": "ACTIVE",
    }
    same(proxy.ask(f"/v1beta/{name}").status, 200)
    first = proxy.ask(GENERATE, about(world.upstream.files[name]))
    again = proxy.ask(GENERATE, about(world.upstream.files[name]))
    need(again.hit and again.json == first.json, again)


@check("files")
def a_reused_copy_that_upstream_lost_is_uploaded_once_more(world):
    proxy, data = world.proxy(), b"lost " * 300
    first = upload(proxy, data)
    world.upstream.files.clear()  # upstream forgot it without a word
    again = upload(proxy, data)  # a live copy, as far as anyone here knows

    def strict(exchange):
        for word in (first["name"], again["name"]):
            if word.encode() in exchange.body and word not in world.upstream.files:
                return exchange.send(403, error(403, f"You do not have permission to access the File {word[6:]} or it may not exist.", "PERMISSION_DENIED"))
        exchange.send(body=whole(exchange.number))

    world.upstream.when(":generateContent", strict)
    answer = proxy.ask(GENERATE, about(again))
    asked = world.upstream.count(":generateContent")
    need(answer.status == 200 and asked == 2 and len(stored(world)) == 1, f"{answer}; {asked} questions, {len(stored(world))} files")


@check("files")
def an_expired_copy_is_not_handed_out(world):
    proxy, data = world.proxy(), b"old " * 300

    def expired(exchange):
        from . import uploads_upstream

        file = uploads_upstream.resource(world.upstream, exchange, exchange.body, {"mimeType": "video/mp4"}, "video/mp4")["file"]
        file["expirationTime"] = "2026-01-01T00:00:00Z"
        exchange.send(body={"file": file}, headers=[("X-Goog-Upload-Status", "final")])

    world.upstream.when("upload_id", expired)
    upload(proxy, data)
    upload(proxy, data)
    same(len(world.upstream.files), 2, "uploads upstream")


@check("files")
def lists_and_deletions_pass(world):
    proxy = world.proxy()
    file = upload(proxy, b"listed")
    same([one["name"] for one in proxy.ask("/v1beta/files").json["files"]], [file["name"]])
    same(proxy.ask(f"/v1beta/{file['name']}", method="DELETE").json, {})
    same(proxy.ask(f"/v1beta/{file['name']}").status, 403)


@check("files")
def cached_contents_of_known_content_are_a_question(world):
    proxy = world.proxy()
    made = proxy.ask(
        "/v1beta/cachedContents", {"model": "models/gemini-2.5-flash", "contents": [{"role": "user", "parts": [{"text": "long " * 2000}]}], "ttl": "300s"}
    )
    same(made.status, 200)
    first = proxy.ask(GENERATE, {**body("about it"), "cachedContent": made.json["name"]})
    again = proxy.ask(GENERATE, {**body("about it"), "cachedContent": made.json["name"]})
    need(again.hit and again.json == first.json, again)
    other = proxy.ask(
        "/v1beta/cachedContents", {"model": "models/gemini-2.5-flash", "contents": [{"role": "user", "parts": [{"text": "long " * 2000}]}], "ttl": "600s"}
    )
    need(proxy.ask(GENERATE, {**body("about it"), "cachedContent": other.json["name"]}).hit, "the same content under another name")
    third = proxy.ask(
        "/v1beta/cachedContents", {"model": "models/gemini-2.5-flash", "contents": [{"role": "user", "parts": [{"text": "other " * 2000}]}], "ttl": "600s"}
    )
    need(not proxy.ask(GENERATE, {**body("about it"), "cachedContent": third.json["name"]}).hit, "another content")
    need(not proxy.ask(GENERATE, body("about it")).hit, "no cached content")


@check("files")
def an_embedded_image_is_the_same_inline_and_uploaded(world):
    proxy, data = world.proxy(), b"\x89PNG picture" * 20
    one = "/v1beta/models/gemini-embedding-2:embedContent"
    inline_ = {"content": {"parts": [{"inlineData": {"mimeType": "image/png", "data": base64.b64encode(data).decode()}}]}}
    world.upstream.when(":embedContent", lambda exchange: exchange.send(body={"embedding": {"values": [0.5, float(exchange.number)]}}))
    first = proxy.ask(one, inline_)
    file = upload(proxy, data, "image/png")
    again = proxy.ask(one, {"content": {"parts": [{"fileData": {"mimeType": "image/png", "fileUri": file["uri"]}}]}})
    need(again.hit and again.json["embedding"] == first.json["embedding"], again)


@check("files")
def a_session_with_a_file_replays_without_upstream(world):
    data, tape = b"taped film " * 100, world.root / "tape.jsonl"

    def session(proxy):
        file = upload(proxy, data)
        return proxy.ask(GENERATE, about(file))

    recording = world.proxy("--mode", "record", "--cassette", str(tape))
    first = session(recording)
    same(first.status, 200)
    recording.stop()
    asked = world.upstream.count()
    again = session(world.proxy("--mode", "replay", "--cassette", str(tape)))
    same((again.status, again.text), (200, first.text), str(again))
    same(world.upstream.count(), asked, "requests upstream")


@check("files")
def a_name_used_again_stands_for_its_new_bytes(world):
    proxy = world.proxy()

    def named(data):
        return upload(proxy, data, meta={"file": {"name": "files/mine", "mimeType": "video/mp4"}})

    first = proxy.ask(GENERATE, about(named(b"first bytes")))
    same(proxy.ask("/v1beta/files/mine", method="DELETE").status, 200)
    file = named(b"second bytes")
    same((file["name"], file["sha256Hash"]), ("files/mine", digest(b"second bytes")))
    second = proxy.ask(GENERATE, about(file))
    need(not second.hit and second.json != first.json, f"the old film's answer: {second}")
    need(proxy.ask(GENERATE, inline(b"second bytes")).json == second.json, "inline")


@check("files")
def a_file_is_known_by_each_of_its_addresses_and_by_no_other(world):
    proxy, data = world.proxy(), b"addressed " * 50
    file = upload(proxy, data)
    ident = file["name"]
    proxy.ask(GENERATE, about(file))
    for uri in (ident, f"https://generativelanguage.googleapis.com/v1/{ident}", f"https://generativelanguage.googleapis.com/v1beta/{ident}"):
        need(proxy.ask(GENERATE, about({"uri": uri})).hit, uri)
    for uri in (
        f"https://evil.example/v1beta/{ident}",
        f"gs://bucket/{ident}",
        f"https://evil.example/?x=https://generativelanguage.googleapis.com/v1beta/{ident}",
        f"https://generativelanguage.googleapis.com.evil.example/v1beta/{ident}",
        ident.upper(),
        ident + "x",
        f"https://youtu.be/{ident}",
    ):
        answer = proxy.ask(GENERATE, about({"uri": uri}))
        need(not answer.hit, f"{uri} was taken for {ident}")


@check("files")
def files_of_one_credential_are_unknown_to_another(world):
    proxy, data = world.proxy(), b"private film " * 50
    file = upload(proxy, data)
    proxy.ask(GENERATE, about(file))
    asked = world.upstream.count(":generateContent")
    proxy.ask(GENERATE, about(file), key=OTHER)
    same(world.upstream.count(":generateContent"), asked + 1, "another's key goes to upstream, which knows whose file it is")
    need(proxy.ask(GENERATE, inline(data), key=OTHER).hit, "who has the bytes has the answer")
