"""The upstream's Files API: resumable in both spellings, multipart, raw; get, list, delete."""

import email
import json
import re

from .forms import digest, error


def resource(owner, exchange, data, meta, kind):
    meta = {**meta, **meta.get("file", {})}
    name = meta.get("name") or f"files/up{exchange.number}"
    file = {
        "name": name,
        "displayName": meta.get("displayName") or meta.get("display_name") or "",
        "mimeType": meta.get("mimeType") or meta.get("mime_type") or kind or "application/octet-stream",
        "sizeBytes": str(len(data)),
        "createTime": "2026-11-21T10:00:00.254017Z",
        "updateTime": "2026-11-21T10:00:00.254017Z",
        "expirationTime": "2036-11-23T10:00:00.088445427Z",
        "sha256Hash": digest(data),
        "uri": f"https://generativelanguage.googleapis.com/v1beta/{name}",
        "state": "ACTIVE",
        "source": "UPLOADED",
    }
    if not file["displayName"]:
        del file["displayName"]
    owner.files[name] = file
    return {"file": file}


def loose(body):
    """JSON as the service reads it, single quotes included."""
    try:
        return json.loads(body) if body.strip() else {}
    except ValueError:
        return json.loads(body.replace(b"'", b'"'))


def answer(owner, exchange):
    query, protocol = dict(exchange.query), (exchange.header("x-goog-upload-protocol") or "").lower()
    kind = exchange.header("content-type") or ""
    if "upload_id" in query:
        return follow(owner, exchange, query["upload_id"])
    if protocol == "resumable" or query.get("uploadType") == "resumable":
        ticket = f"ticket{exchange.number}"
        owner.uploads[ticket] = {
            "data": b"",
            "meta": loose(exchange.body),
            "kind": exchange.header("x-goog-upload-header-content-type") or exchange.header("x-upload-content-type"),
        }
        url = f"{owner.url}{exchange.path}?upload_id={ticket}&upload_protocol=resumable" + (f"&key={query['key']}" if "key" in query else "")
        field = "Location" if "uploadType" in query else "X-Goog-Upload-URL"
        return exchange.send(
            headers=[(field, url), ("X-Goog-Upload-Status", "active"), ("X-Goog-Upload-Chunk-Granularity", "8388608")], kind="text/plain; charset=utf-8"
        )
    if protocol == "multipart" or query.get("uploadType") == "multipart":
        message = email.message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + exchange.body)
        meta, media = message.get_payload()
        boundary = re.search(r'boundary="?([^";]+)', kind).group(1).encode()
        data = exchange.body.split(b"--" + boundary)[2].split(b"\r\n\r\n", 1)[1][:-2]
        return exchange.send(body=resource(owner, exchange, data, loose(meta.get_payload(decode=True)), media.get_content_type()))
    return exchange.send(body=resource(owner, exchange, exchange.body, {}, exchange.header("x-goog-upload-header-content-type") or kind))


def follow(owner, exchange, ticket):
    upload = owner.uploads.get(ticket)
    if upload is None:
        return exchange.send(404, b"", headers=[("X-Goog-Upload-Status", "final")])
    command = (exchange.header("x-goog-upload-command") or "upload, finalize").lower()
    if command == "query" or (exchange.header("content-range") or "").startswith("bytes */"):
        return exchange.send(headers=[("X-Goog-Upload-Status", "active"), ("X-Goog-Upload-Size-Received", str(len(upload["data"])))])
    if command == "cancel":
        owner.uploads.pop(ticket)
        return exchange.send(headers=[("X-Goog-Upload-Status", "cancelled")])
    upload["data"] += exchange.body
    if "finalize" not in command:
        return exchange.send(headers=[("X-Goog-Upload-Status", "active")])
    owner.uploads.pop(ticket)
    return exchange.send(body=resource(owner, exchange, upload["data"], upload["meta"], upload["kind"]), headers=[("X-Goog-Upload-Status", "final")])


def files(owner, exchange):
    name = "files/" + exchange.path.rpartition("/files/")[2]
    if exchange.path.endswith("/files"):
        return exchange.send(
            body={"files": list(owner.files.values())} if exchange.method == "GET" else resource(owner, exchange, b"", loose(exchange.body), None)
        )
    if name not in owner.files:
        word = name.removeprefix("files/")
        return exchange.send(403, error(403, f"You do not have permission to access the File {word} or it may not exist.", "PERMISSION_DENIED"))
    if exchange.method == "DELETE":
        owner.files.pop(name)
        return exchange.send(body={})
    return exchange.send(body=owner.files[name])
