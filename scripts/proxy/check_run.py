"""`gemcache run`: a child with the SDKs' environment, its exit code, what it could not get locally."""

import signal
import subprocess
import sys

from . import kit
from .kit import KEY, MARK, check, need, same

ASK = """
import json, os, sys, urllib.request
base = os.environ["GOOGLE_GEMINI_BASE_URL"].rstrip("/")
key = os.environ.get("GEMINI_API_KEY") or os.environ.get("GOOGLE_API_KEY")
for text in sys.argv[1:]:
    request = urllib.request.Request(base + "/v1beta/models/gemini-2.5-flash:generateContent", json.dumps({"contents": [{"role": "user", "parts": [{"text": text}]}]}).encode(), {"Content-Type": "application/json", "x-goog-api-key": key})
    try:
        print(json.load(urllib.request.urlopen(request))["candidates"][0]["content"]["parts"][0]["text"])
    except urllib.error.HTTPError as failure:
        print("status", failure.code)
"""


def run(world, *arguments, options=(), store=None, env=None, **rest):
    return world.run(
        "run",
        "--upstream",
        world.upstream.url,
        "--store",
        store or world.folder("store"),
        *options,
        "--",
        *arguments,
        env={"GEMINI_API_KEY": KEY, **(env or {})},
        **rest,
    )


def asking(world, *texts, **rest):
    return run(world, sys.executable, "-c", ASK, *texts, **rest)


@check("run")
def the_child_asks_through_the_proxy_with_the_own_key(world):
    done = asking(world, "a", "a", "b")
    same((done.returncode, done.stdout.decode().split("\n")), (0, ["answer 1", "answer 1", "answer 2", ""]), done.stderr)
    same({exchange.header("x-goog-api-key") for exchange in world.upstream.requests}, {KEY}, "keys upstream")


@check("run")
def the_environment_serves_every_SDK(world):
    done = run(world, "env")
    found = dict(line.partition("=")[::2] for line in done.stdout.decode().splitlines())
    for name in ("GOOGLE_GEMINI_BASE_URL", "GOOGLE_VERTEX_BASE_URL"):
        need(found.get(name, "").startswith("http://127.0.0.1:"), f"{name}={found.get(name)}")
    for name in ("GEMINI_API_KEY", "GOOGLE_API_KEY"):
        need(found.get(name) and found[name] != KEY, f"{name} is {'the real key' if found.get(name) == KEY else found.get(name)}")
    need(MARK not in done.stdout.decode(), "the child sees the real key")
    need(len(found["GEMINI_API_KEY"]) >= 16, "the token is short")


@check("run")
def the_childs_exit_code_is_ours(world):
    for code in (0, 1, 3, 42, 255):
        same(run(world, "sh", "-c", f"exit {code}").returncode, code)
    same(run(world, "sh", "-c", "kill -9 $$").returncode, 137, "killed")
    same(run(world, "sh", "-c", "kill -15 $$").returncode, 143, "terminated")


@check("run")
def commands_that_cannot_run_are_126_and_127(world):
    same(run(world, "no-such-command-anywhere").returncode, 127)
    path = world.root / "plain"
    path.write_text("x")
    same(run(world, str(path)).returncode, 126)
    need(world.run("run").returncode == 64, "no command")


@check("run")
def input_output_and_arguments_are_the_childs(world):
    done = run(world, "sh", "-c", 'cat; echo "$1|$2" >&2', "x", "a b", "--strict", data=b"in\n")
    need(done.stdout == b"in\n" and b"a b|--strict" in done.stderr, f"{done.stdout} {done.stderr}")


@check("run")
def strict_fails_when_anything_came_from_upstream(world):
    store = world.folder("store")
    first = asking(world, "a", options=("--strict",), store=store)
    need(first.returncode != 0 and first.stdout == b"answer 1\n", f"a miss: {first.returncode} {first.stdout} {first.stderr}")
    second = asking(world, "a", options=("--strict",), store=store)
    same((second.returncode, second.stdout), (0, b"answer 1\n"), f"all known: {second.stderr}")
    third = run(world, "sh", "-c", "exit 5", options=("--strict",), store=store)
    same(third.returncode, 5, "the child's own failure")


@check("run")
def strict_fails_offline_too(world):
    done = asking(world, "unknown", options=("--strict", "--mode", "offline"))
    need(done.returncode != 0 and b"status 503" in done.stdout, f"{done.returncode} {done.stdout} {done.stderr}")
    same(world.upstream.count(), 0)


@check("run")
def a_summary_is_told_on_standard_error(world):
    store = world.folder("store")
    asking(world, "a", store=store)
    done = asking(world, "a", "a", "b", store=store)
    said = done.stderr.decode().lower()
    need("hit" in said and "miss" in said and "2" in said and "1" in said, said)
    need(MARK not in said, "the summary holds the key")


@check("run")
def signals_reach_the_child(world):
    for how in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        command = [
            kit.BINARY[0],
            "run",
            "--upstream",
            world.upstream.url,
            "--store",
            str(world.folder("store")),
            "--",
            "sh",
            "-c",
            f"trap 'echo got; exit 9' {how.name[3:]}; echo ready; while :; do sleep 0.05; done",
        ]
        process = subprocess.Popen(
            command, env=kit.environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, preexec_fn=kit.hear_signals
        )
        same(process.stdout.readline(), b"ready\n")
        process.send_signal(how)
        output, _ = process.communicate(timeout=15)
        same((output, process.returncode), (b"got\n", 9), how.name)


@check("run")
def nothing_is_left_behind(world):
    done = run(world, "sh", "-c", 'echo "$GOOGLE_GEMINI_BASE_URL"')
    import socket
    import urllib.parse

    port = urllib.parse.urlsplit(done.stdout.decode().strip()).port
    with socket.socket() as one:
        need(one.connect_ex(("127.0.0.1", port)) != 0, "the proxy still listens")


@check("run")
def others_cannot_use_the_ephemeral_proxy(world):
    done = run(world, sys.executable, "-c", ASK.replace('os.environ.get("GEMINI_API_KEY") or os.environ.get("GOOGLE_API_KEY")', '"guess"'), "a")
    need(b"status 401" in done.stdout or b"status 403" in done.stdout, done.stdout)
    same(world.upstream.count(), 0)


@check("run")
def a_cassette_makes_a_run_repeatable(world):
    tape = world.root / "tape.jsonl"
    first = asking(world, "a", "b", options=("--mode", "record", "--cassette", str(tape)))
    asked = world.upstream.count()
    second = asking(world, "a", "b", options=("--mode", "replay", "--cassette", str(tape)), env={"GEMINI_API_KEY": ""})
    need(first.stdout.count(b"answer") == 2, f"{first.stdout} {first.stderr}")
    same(second.stdout, first.stdout, f"{second.stderr}")
    same(world.upstream.count(), asked, "requests upstream")


@check("run")
def two_runs_at_once_share_a_store(world):
    store = world.folder("store")
    results = kit.together(*[lambda: asking(world, *"abcde", store=store)] * 3)
    need(all(one.returncode == 0 and one.stdout.count(b"answer") == 5 for one in results), [one.stderr for one in results])
    need(len({one.stdout for one in results}) >= 1 and world.upstream.count() <= 15, "each was answered")
    before = world.upstream.count()
    asking(world, *"abcde", store=store)
    same(world.upstream.count(), before, "all are known afterwards")


@check("run")
def a_child_that_closes_its_output_harms_nobody(world):
    done = run(world, "sh", "-c", "exec >&- 2>&-; exit 4")
    same(done.returncode, 4)


@check("run")
def our_own_commands_work_inside(world):
    store = world.folder("store")
    for number in range(2):
        done = run(world, kit.BINARY[0], "ask", "inside", "--store", str(store), store=store)
        need(done.returncode == 0 and b"answer 1" in done.stdout or b"stream 1" in done.stdout, f"{number}: {done.stdout} {done.stderr}")
    same(world.upstream.count(), 1, "requests upstream")


@check("run")
def a_run_in_a_run_works(world):
    store, inner = world.folder("store"), world.folder("inner")
    done = run(world, kit.BINARY[0], "run", "--store", str(inner), "--", sys.executable, "-c", ASK, "a", store=store)
    same((done.returncode, done.stdout), (0, b"answer 1\n"), done.stderr)


@check("run")
def an_upload_inside_a_run_carries_the_own_key(world):
    code = """
import os, urllib.request
base, key = os.environ["GOOGLE_GEMINI_BASE_URL"].rstrip("/"), os.environ["GEMINI_API_KEY"]
first = urllib.request.urlopen(urllib.request.Request(base + "/upload/v1beta/files", b'{"file":{"mimeType":"text/plain"}}', {"x-goog-api-key": key, "X-Goog-Upload-Protocol": "resumable", "X-Goog-Upload-Command": "start", "X-Goog-Upload-Header-Content-Length": "3"}))
last = urllib.request.urlopen(urllib.request.Request(first.headers["X-Goog-Upload-URL"], b"abc", {"X-Goog-Upload-Command": "upload, finalize", "X-Goog-Upload-Offset": "0"}))
print(last.headers["X-Goog-Upload-Status"])
"""
    done = run(world, sys.executable, "-c", code)
    same((done.returncode, done.stdout), (0, b"final\n"), done.stderr)


@check("run")
def quiet_says_nothing(world):
    done = run(world, "true", options=("--quiet",))
    same((done.returncode, done.stdout, done.stderr), (0, b"", b""))


@check("run")
def own_options_end_at_the_dashes(world):
    done = run(world, "echo", "--help", "--mode", "x")
    same((done.returncode, done.stdout), (0, b"--help --mode x\n"), done.stderr)
    done = world.run("run", "--mode", "sometimes", "--", "true")
    same(done.returncode, 64)
