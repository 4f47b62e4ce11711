"""The Files API: uploads of every size, what is told of them, their use, their end."""

import base64
import hashlib
import io
import os
import time
import uuid

from kit import FLASH, IS_PROXY, MEDIA, case, has, request, need, same

from .client import ask, client, fails, make, types

MIB = 1 << 20


def active(file, via=None):
    for _ in range(200):
        if file.state != types.FileState.PROCESSING:
            break
        time.sleep(0.05)
        file = (via or client).files.get(name=file.name)
    same(file.state, types.FileState.ACTIVE, "the state")
    return file


def uploaded(data, kind="text/plain", **config):
    return client.files.upload(file=io.BytesIO(data), config={"mime_type": kind, **config})


def told_true(file, data):
    same(file.size_bytes, len(data), "the size")
    same(base64.b64decode(file.sha256_hash).decode(), hashlib.sha256(data).hexdigest(), "the SHA-256")


@case("files")
def upload_a_document():
    file = client.files.upload(file=MEDIA / "report.pdf")
    told_true(file, (MEDIA / "report.pdf").read_bytes())
    same(file.mime_type, "application/pdf", "the type")
    same(file.source, types.FileSource.UPLOADED, "the source")
    need(file.uri.endswith(file.name) and file.name.startswith("files/"), f"{file.uri} {file.name}")
    near_two_days = (file.expiration_time - file.create_time).total_seconds()
    need(abs(near_two_days - 48 * 3600) < 60, f"expires after {near_two_days} s")
    has(ask([active(file), "How high is the lighthouse?"]).text, "application/pdf", "lighthouse")


@case("files")
def upload_with_names():
    name = f"harbour-{uuid.uuid4().hex[:8]}"
    file = client.files.upload(file=MEDIA / "story.txt", config={"name": name, "display_name": "A story — Geschichte", "mime_type": "text/plain"})
    same((file.name, file.display_name), (f"files/{name}", "A story — Geschichte"), "the names")
    same(client.files.get(name=name).display_name, "A story — Geschichte", "the name told later")
    fails(409, "ALREADY_EXISTS", lambda: client.files.upload(file=MEDIA / "story.txt", config={"name": name}))


@case("files")
def upload_from_memory():
    data = b"Bytes of a stream. " * 40
    file = uploaded(data)
    told_true(file, data)
    has(ask([file, "What is in it?"]).text, "text/plain")


@case("files")
def upload_of_nothing():
    told_true(uploaded(b""), b"")


@case("files")
def upload_of_several_chunks():
    data = os.urandom(MIB) * 9 + b"end"
    told_true(uploaded(data, "application/octet-stream"), data)


@case("files")
def upload_of_whole_chunks():
    for chunks in (1, 2):
        data = bytes([chunks]) * (8 * MIB * chunks)
        told_true(uploaded(data, "application/octet-stream"), data)


@case("files")
def film_is_processed():
    file = client.files.upload(file=MEDIA / "counting.mp4", config={"display_name": "counting"})
    first = file.state
    file = active(file)
    need(file.video_metadata and str(file.video_metadata.get("videoDuration", file.video_metadata.get("video_duration"))).endswith("s"), f"{file.video_metadata}")
    answer = ask([file, "Which numbers are spoken?"])
    has(answer.text, "video/mp4")
    return f"{first.name} to ACTIVE"


@case("files")
def picture_and_sound_by_file():
    picture, sound = client.files.upload(file=MEDIA / "drawing.png"), client.files.upload(file=MEDIA / "counting.wav")
    answer = ask([active(picture), active(sound), "What are these?"])
    has(answer.text, "image/png", "audio/")
    by_uri = ask([types.Part.from_uri(file_uri=picture.uri, mime_type=picture.mime_type), "And this?"])
    has(by_uri.text, "image/png")


@case("files")
def list_pages_through_all():
    mine = {uploaded(f"page {number}".encode()).name for number in range(12)}
    listed = [file.name for file in client.files.list(config={"page_size": 5})]
    need(mine <= set(listed), f"missing {mine - set(listed)}")
    same(len(listed), len(set(listed)), "the number of different names")
    same(len(client.files.list(config={"page_size": 5}).page), 5, "the size of a page")


@case("files")
def delete():
    file = uploaded(b"to be deleted")
    client.files.delete(name=file.name)
    need(file.name not in [other.name for other in client.files.list(config={"page_size": 100})], "it is still listed")
    fails(403, "PERMISSION_DENIED", lambda: client.files.get(name=file.name), file.name.removeprefix("files/"))
    fails(403, "PERMISSION_DENIED", lambda: client.files.delete(name=file.name))
    fails(403, "PERMISSION_DENIED", lambda: ask([file, "What is it?"]))


@case("files")
def get_of_the_unknown():
    fails(403, "PERMISSION_DENIED", lambda: client.files.get(name="files/nothing-here"))


@case("files")
def uploads_cannot_be_downloaded():
    file = uploaded(b"mine alone")
    fails(400, "INVALID_ARGUMENT", lambda: client.files.download(file=file.name))


@case("files")
def file_counts_tokens():
    file = active(client.files.upload(file=MEDIA / "drawing.png"))
    need(client.models.count_tokens(model=FLASH, contents=[file]).total_tokens >= 258, "too few tokens")


@case("files")
def equal_bytes_equal_answers():
    one, two = uploaded(b"The same bytes."), uploaded(b"The same bytes.")
    # The proxy names the file that is up instead of sending it again.
    need((one.name == two.name) == IS_PROXY, "one name for two files, or two for one that is up")
    same(ask([one, "What is it?"]).text, ask([two, "What is it?"]).text, "the answer")
    return one.name


@case("files")
def upload_in_a_with_block():
    with make() as own:
        file = own.files.upload(file=MEDIA / "lines.txt")
        has(own.models.generate_content(model=FLASH, contents=[file, "Which lines?"]).text, "text/plain", "Which lines")


@case("files")
def register_of_cloud_files():
    status, _, text = request("/v1beta/files:register", {"uris": ["gs://bucket/boat.png"]})
    same(status, 200, f"the status of {text}")
    has(text, "REGISTERED", "image/png")
