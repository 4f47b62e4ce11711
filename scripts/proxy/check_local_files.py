"""Uploads that upstream cannot take now: local names, questions that wait, and what sync makes of them."""

import socket

from .check_uploads import about, inline, stored, upload
from .kit import GENERATE, KEY, check, need, same
from .forms import digest


@check("files")
def offline_an_upload_is_taken_and_named(world):
    proxy, data = world.proxy("--mode", "offline"), b"offline film " * 100
    file = upload(proxy, data)
    same((file["sha256Hash"], file["sizeBytes"], file["state"], file["mimeType"]), (digest(data), str(len(data)), "ACTIVE", "video/mp4"))
    need(file["name"].startswith("files/") and file["uri"].endswith(file["name"]) and file.get("expirationTime"), file)
    same(proxy.ask(f"/v1beta/{file['name']}").json["sha256Hash"], digest(data), "files.get")
    need(any(one["name"] == file["name"] for one in proxy.ask("/v1beta/files").json.get("files", [])), "files.list")
    same(world.upstream.count(), 0, "requests upstream")


@check("files")
def offline_a_known_question_about_an_upload_is_a_hit(world):
    data = b"known film " * 100
    online = world.proxy()
    first = online.ask(GENERATE, inline(data))
    online.stop()
    proxy = world.proxy("--mode", "offline", store=online.store)
    answer = proxy.ask(GENERATE, about(upload(proxy, data)))
    need(answer.hit and answer.json == first.json, answer)


@check("files")
def offline_a_question_about_an_upload_waits_and_sync_sends_both(world):
    data = b"queued film " * 100
    proxy = world.proxy("--mode", "offline")
    file = upload(proxy, data)
    answer = proxy.ask(GENERATE, about(file), {"Prefer": "respond-async"})
    same(answer.status, 202, str(answer))
    proxy.stop()
    done = world.run("sync", "--store", proxy.store, env={"GEMINI_API_KEY": KEY, "GOOGLE_GEMINI_BASE_URL": world.upstream.url})
    need(done.returncode == 0, f"sync: {done.returncode} {done.stderr.decode()[-300:]}")
    same(stored(world), [digest(data)], "contents upstream")
    name = next(iter(world.upstream.files))
    asked = [exchange for exchange in world.upstream.requests if exchange.verb == "generateContent"]
    need(len(asked) == 1 and name.encode() in asked[0].body and b"local" not in asked[0].body, f"{len(asked)}: {asked and asked[0].body}")
    again = world.proxy(store=proxy.store)
    need(again.ask(GENERATE, about(file)).hit, "by its local name")
    need(again.ask(GENERATE, inline(data)).hit, "inline")


@check("files")
def a_local_file_is_uploaded_when_upstream_is_back(world):
    data = b"back film " * 100
    proxy = world.proxy("--mode", "offline")
    file = upload(proxy, data)
    proxy.stop()
    online = world.proxy(store=proxy.store)
    answer = online.ask(GENERATE, about(file))
    need(answer.status == 200 and stored(world) == [digest(data)], f"{answer} {stored(world)}")
    name = next(iter(world.upstream.files))
    need(name.encode() in world.upstream.last.body, world.upstream.last.body[:200])
    need(online.ask(GENERATE, about(file)).hit and len(stored(world)) == 1, "again")


@check("files")
def uploads_are_taken_when_upstream_cannot_be_reached(world):
    with socket.socket() as hole:
        hole.bind(("127.0.0.1", 0))
        proxy, data = world.proxy(url=f"http://127.0.0.1:{hole.getsockname()[1]}"), b"unreachable " * 50
        file = upload(proxy, data)
        same(file["sha256Hash"], digest(data))
        same(proxy.ask(GENERATE, about(file), {"Prefer": "respond-async"}).status, 202)
