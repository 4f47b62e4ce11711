"""Uploads in two steps, in pieces, and in the older ways."""

import json
import os

from kit import BASE, KEY, MEDIA, case, has, need, png, same

from .client import JSON, HEADER, curl, generate, text


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
