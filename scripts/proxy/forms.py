"""What all of the upstream's replies are written with."""

import base64
import hashlib


def error(code, message, status, **rest):
    return {"error": {"code": code, "message": message, "status": status, **rest}}


def digest(data):
    """A file's hash as the API writes it: base64 of the hex digits."""
    return base64.b64encode(hashlib.sha256(data).hexdigest().encode()).decode()
