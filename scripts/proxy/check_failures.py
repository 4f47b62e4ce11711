"""A store that cannot be used, a disk that is full, a value that was changed: answers still come, nothing false does."""

import contextlib
import http.client
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import threading

from . import kit, replies
from .kit import GENERATE, KEY, STREAM, Skip, body, check, need, same, until
from .replies import whole

ROOT = os.geteuid() == 0


def answers(proxy, text="still"):
    answer = proxy.ask(GENERATE, body(text))
    same(answer.status, 200, str(answer))
    return answer


@check("failures")
def a_store_that_cannot_be_written_still_answers(world):
    first = world.proxy()
    known = answers(first, "known")
    first.stop()
    prefix = ()
    if ROOT:
        if not pathlib.Path("/usr/bin/setpriv").exists():
            raise Skip("needs setpriv to give up root")
        world.root.chmod(0o755)
        for path in first.store.parent.glob("log*"):
            path.chmod(0o777)
        prefix = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
    for path in [first.store, *first.store.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    binary = pathlib.Path(kit.BINARY[0]).parent
    if ROOT and subprocess.run([*prefix, "test", "-x", kit.BINARY[0]]).returncode:
        raise Skip(f"nobody may not run {binary}")
    log = world.folder("log")
    log.chmod(0o777)
    world.counter -= 1
    world.folder = lambda name, make=world.folder, done=log: done if name == "log" else make(name)
    proxy = world.proxy(store=first.store, prefix=prefix)
    again = answers(proxy, "known")
    need(again.hit and again.json == known.json, f"the known one: {again}")
    answers(proxy, "new")
    need(proxy.log.strip().count("\n") >= 1 or "read" in proxy.log.lower(), f"no warning: {proxy.log}")


@check("failures")
def a_store_that_is_a_file_or_cannot_be_made_is_told(world):
    path = world.root / "file"
    path.write_text("x")
    proxy = world.proxy(store=path, is_ready=False)
    kit.until(lambda: proxy.process.poll() is not None or "listens" in proxy.log, "an end or a start")
    need(str(path) in proxy.log or "file" in proxy.log, proxy.log)
    code = proxy.process.poll()
    need(code is None or code > 0, f"it ended with {code}")
    world.proxies.remove(proxy)
    proxy.stop()


@check("failures")
def a_store_of_garbage_is_told_and_not_destroyed(world):
    store = world.folder("store")
    for name in ("data.mdb", "lock.mdb"):
        (store / name).write_bytes(random.Random(1).randbytes(65536))
    before = (store / "data.mdb").read_bytes()
    proxy = world.proxy(store=store, is_ready=False)
    kit.until(lambda: proxy.process.poll() is not None or "listens" in proxy.log, "an end or a start")
    code = proxy.process.poll()
    if code is None:
        kit.until(lambda: (proxy.log_path.with_name("ready")).exists(), "ready")
        proxy.port = int(proxy.log_path.with_name("ready").read_text().strip().rpartition(":")[2])
        answers(proxy)
    need(code is None or code > 0, f"it crashed with {code}: {proxy.log[-300:]}")
    need((store / "data.mdb").read_bytes() == before or code is None, "the garbage was overwritten")
    proxy.stop()
    world.proxies.remove(proxy)


@check("failures")
def an_empty_data_file_is_no_crash(world):
    store = world.folder("store")
    (store / "data.mdb").write_bytes(b"")
    answers(world.proxy(store=store))


@check("failures")
def a_full_disk_still_answers_and_harms_nothing(world):
    store = world.folder("store")
    limit = 3 * 1024 * 1024

    proxy = world.proxy(store=store, prefix=("sh", "-c", f'ulimit -f {limit // 512}; exec "$@"', "sh"))
    world.upstream.always(lambda exchange: exchange.send(body=whole(exchange.number, "z" * 300_000)))
    for number in range(30):
        answers(proxy, f"full {number}")
    need(proxy.process.poll() is None, "the proxy died of it")
    need(proxy.log.count("\n") >= 2, f"no warning: {proxy.log}")
    proxy.stop()
    again = world.proxy(store=store)
    for number in range(30):
        need(len(answers(again, f"full {number}").text) == 300_000, f"answer {number}")
    checked = world.run("cache", "verify", "--store", store)
    same(checked.returncode, 0, f"{checked.stdout[-300:]} {checked.stderr[-300:]}")


@check("failures")
def a_full_file_system_still_answers(world):
    if not ROOT:
        raise Skip("needs root to mount a small file system")
    store = world.folder("store")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(store)], capture_output=True).returncode:
        raise Skip("may not mount")
    try:
        proxy = world.proxy(store=store)
        world.upstream.always(lambda exchange: exchange.send(body=whole(exchange.number, "z" * 100_000)))
        for number in range(25):
            answers(proxy, f"full {number}")
        for number in range(25):
            answer = answers(proxy, f"full {number}")
            need(len(answer.text) == 100_000, f"answer {number}")
        answer = proxy.ask(STREAM + "?alt=sse", body("stream"))
        same(answer.status, 200)
        proxy.stop()
    finally:
        subprocess.run(["umount", "-l", str(store)], capture_output=True)


@check("failures")
def a_full_disk_does_not_lose_a_queued_question_silently(world):
    """A 202 is a promise: with no room for the row there must be another answer."""
    from .check_offline import hole

    store = world.folder("store")
    proxy = world.proxy("--queue", store=store, url=hole(), prefix=("sh", "-c", 'ulimit -f 1024; exec "$@"', "sh"))
    taken = []
    for number in range(40):
        answer = proxy.ask(GENERATE, body(f"{number} " + "q" * 40_000))
        need(answer.status in (202, 500, 503, 507), answer)
        if answer.status == 202:
            taken.append(number)
    proxy.stop(9)
    done = world.run("sync", "--store", store, env={"GEMINI_API_KEY": KEY, "GOOGLE_GEMINI_BASE_URL": world.upstream.url}, patience=60)
    asked = {exchange.json["contents"][0]["parts"][0]["text"].split()[0] for exchange in world.upstream.requests}
    missing = [number for number in taken if str(number) not in asked]
    need(not missing, f"{len(missing)} of {len(taken)} promised questions were lost: {done.stderr[-200:]}")


@check("failures")
def a_flipped_byte_is_a_miss_and_never_an_answer(world):
    dice, texts = random.Random(3), [f"flip {number}" for number in range(12)]
    proxy = world.proxy()
    world.upstream.always(lambda exchange: exchange.send(body=whole(1, "answer to " + exchange.json["contents"][0]["parts"][0]["text"] + " " + "pad " * 300)))
    truth = {text: answers(proxy, text).text for text in texts}
    proxy.stop()
    path = proxy.store / "data.mdb"
    if not path.exists():
        raise Skip("the store is kept in another way")
    clean = path.read_bytes()
    places = [place for place in range(len(clean) - 3) if clean[place : place + 4] == b"pad "]
    for _ in range(8):
        data = bytearray(clean)
        for place in dice.sample(places, 40):
            data[place] ^= 1 << dice.randrange(8)
        path.write_bytes(data)
        again = world.proxy(store=proxy.store)
        for text in texts:
            same(answers(again, text).text, truth[text], text)
        again.stop()


@check("failures")
def a_newer_store_is_told_with_its_version_and_answers_still_come(world):
    proxy = world.proxy()
    answers(proxy, "old")
    proxy.stop()
    path = proxy.store / "data.mdb"
    data = path.read_bytes()
    if b"schema\x01\x00\x00\x00" not in data:
        raise Skip("the schema's number does not stand where it stood")
    path.write_bytes(data.replace(b"schema\x01\x00\x00\x00", b"schema\x63\x00\x00\x00"))
    again = world.proxy(store=proxy.store)
    answers(again, "new")
    need("newer" in again.log and "99" in again.log, f"no warning: {again.log}")
    again.stop()
    need(b"schema\x63\x00\x00\x00" in path.read_bytes(), "the newer store was changed")


@check("failures")
def a_store_that_is_removed_under_it_still_answers(world):
    proxy = world.proxy()
    answers(proxy, "before")
    shutil.rmtree(proxy.store)
    for number in range(5):
        answers(proxy, f"after {number}")
    answers(proxy, "before")


@check("failures")
def too_few_file_descriptors_end_nothing(world):
    proxy = world.proxy(prefix=("sh", "-c", 'ulimit -n 80; exec "$@"', "sh"))
    crowd = []
    try:
        for _ in range(200):
            with contextlib.suppress(OSError):
                crowd.append(socket.create_connection(("127.0.0.1", proxy.port), timeout=2))
    finally:
        for one in crowd:
            one.close()

    def alive():
        with contextlib.suppress(OSError, http.client.HTTPException):
            return proxy.ask(GENERATE, body("again")).status == 200

    until(alive, "it answers again when the crowd has gone")
    began = cpu(proxy)
    threading.Event().wait(0.5)
    need(cpu(proxy) - began < 0.3, "it spins")


def cpu(proxy):
    """Seconds of processor time so far."""
    fields = pathlib.Path(f"/proc/{proxy.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@check("failures")
def clients_that_hang_up_in_the_middle_end_nothing(world):
    world.upstream.always(lambda exchange: replies.stream(exchange, replies.pieces(1, ["x" * 50_000] * 40)))
    proxy = world.proxy()
    data = json.dumps(body("hang up")).encode()
    for number in range(60):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", proxy.port), timeout=5) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0" if number % 2 else b"\0" * 8)
            connection.sendall(b"POST %s?alt=sse HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s" % (STREAM.encode(), len(data), data))
            connection.recv(number * 37 + 1)
    same(proxy.ask(STREAM + "?alt=sse", body("hang up")).status, 200)


@check("failures")
def a_closed_standard_error_ends_nothing(world):
    proxy = world.proxy("--verbose", prefix=("sh", "-c", 'exec "$@" >&- 2>&-', "sh"))
    for number in range(3):
        answers(proxy, f"unheard {number}")


@check("failures")
def a_signal_to_stop_and_go_on_harms_nothing(world):
    proxy = world.proxy()
    answers(proxy, "a")
    proxy.process.send_signal(signal.SIGSTOP)
    proxy.process.send_signal(signal.SIGCONT)
    answers(proxy, "b")
