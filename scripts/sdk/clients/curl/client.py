"""curl itself, and what every case does with it."""

import json
import os
import shutil
import subprocess
import tempfile

from kit import BASE, FLASH, KEY, need, same

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


