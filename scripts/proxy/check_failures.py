"""A store that cannot be used, a disk that is full, a value that was changed: answers still come, nothing false does."""

import os
import pathlib
import random
import resource
import subprocess

from . import kit
from .kit import GENERATE, KEY, STREAM, Skip, body, check, need, same, together
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
    before = world.upstream.count()
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
    places = [place for place in range(len(clean) - 3) if clean[place:place + 4] == b"pad "]
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
def verify_finds_flipped_bytes(world):
    proxy = world.proxy()
    answers(proxy, "verify me")
    proxy.stop()
    path = proxy.store / "data.mdb"
    data = bytearray(path.read_bytes())
    place = data.rfind(b"answer 1")
    if place < 0:
        raise Skip("the value is not in the clear")
    data[place + 7] ^= 3
    path.write_bytes(data)
    found = world.run("cache", "verify", "--store", proxy.store)
    need(found.returncode != 0 or b"1 damaged" in found.stdout or b"damaged" in found.stdout, f"{found.returncode} {found.stdout} {found.stderr}")
    again = world.proxy(store=proxy.store)
    same(answers(again, "verify me").hit, False, "a damaged value was served")


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
def several_proxies_share_a_store(world):
    first = world.proxy()
    second = world.proxy(store=first.store)
    answers(first, "shared")
    need(answers(second, "shared").hit, "what one knows the other knows")
    works = [lambda proxy=proxy, number=number: answers(proxy, f"s{number}") for number in range(20) for proxy in (first, second)]
    together(*works)
    third = world.proxy(store=first.store)
    need(all(answers(third, f"s{number}").hit for number in range(20)), "all are known")


@check("failures")
def killed_writers_leave_a_sound_store(world):
    store = world.folder("store")
    world.upstream.always(lambda exchange: exchange.send(body=whole(1, exchange.json["contents"][0]["parts"][0]["text"])))
    import threading
    for turn in range(5):
        proxy = world.proxy(store=store)

        def load():
            try:
                for number in range(1000):
                    proxy.ask(GENERATE, body(f"{turn} {number}"))
            except Exception:  # noqa: BLE001 — it is killed meanwhile
                pass

        threads = [threading.Thread(target=load, daemon=True) for _ in range(3)]
        for thread in threads:
            thread.start()
        threading.Event().wait(0.3)    # some work, no matter how much
        proxy.stop(9)
        for thread in threads:
            thread.join(5)
    checked = world.run("cache", "verify", "--store", store)
    same(checked.returncode, 0, f"{checked.stdout} {checked.stderr}")
    proxy = world.proxy(store=store)
    for turn in range(5):
        for number in range(30):
            same(answers(proxy, f"{turn} {number}").text, f"{turn} {number}")


@check("failures")
def the_store_keeps_to_its_size(world):
    store = world.folder("store")
    proxy = world.proxy("--max-size", "2MiB", store=store)
    world.upstream.always(lambda exchange: exchange.send(body=whole(exchange.number, "z" * 50_000)))
    for number in range(150):
        answers(proxy, f"lru {number}")
        answers(proxy, "lru favourite")
    need(proxy.ask(GENERATE, body("lru favourite"), {"Cache-Control": "only-if-cached"}).status == 200, "what is used most was evicted")
    need(proxy.ask(GENERATE, body("lru 0"), {"Cache-Control": "only-if-cached"}).status != 200, "the oldest is still there")
    listed = world.run("cache", "ls", "--store", store)
    need(listed.stdout.count(b"\n") < 60, f"{listed.stdout.count(10)} lines of entries in 2 MiB")


@check("failures")
def export_and_import_agree_and_tampering_is_refused(world):
    proxy = world.proxy()
    for number in range(5):
        answers(proxy, f"x{number}")
    proxy.ask("/v1beta/models/gemini-embedding-001:embedContent", {"content": {"parts": [{"text": "v"}]}})
    proxy.stop()
    one, two = world.root / "one.export", world.root / "two.export"
    for path in (one, two):
        done = world.run("cache", "export", path, "--store", proxy.store)
        need(done.returncode == 0, f"{done.stdout} {done.stderr}")
    same(one.read_bytes() == two.read_bytes(), True, "two exports are the same bytes")
    other = world.folder("store")
    done = world.run("cache", "import", one, "--store", other)
    need(done.returncode == 0, f"{done.stdout} {done.stderr}")
    again = world.proxy(store=other)
    need(all(answers(again, f"x{number}").hit for number in range(5)), "imported entries are hits")
    again.stop()
    data = one.read_bytes()
    dice = random.Random(5)
    for number in range(25):
        bad = bytearray(data)
        if number % 5 == 4:
            bad = bad[:dice.randrange(len(bad))]
        else:
            bad[dice.randrange(len(bad))] ^= 1 << dice.randrange(8)
        two.write_bytes(bad)
        empty = world.root / f"empty{number}"
        done = world.run("cache", "import", two, "--store", empty)
        need(done.returncode > 0 and done.stderr, f"tampered {number}: {done.returncode} {done.stdout}")
        listed = world.run("cache", "ls", "--store", empty)
        need(b"gemini" not in listed.stdout, "something was imported all the same")


@check("failures")
def the_cache_commands_answer(world):
    proxy = world.proxy()
    key = answers(proxy, "c").cache["key"]
    proxy.stop()
    for words in (("ls",), ("ls", "--json"), ("show", key), ("verify",), ("verify", "--json"), ("gc",), ("gc", "--json"), ("stats",), ("stats", "--json"), ("compact",), ("pin", key), ("unpin", key), ("show", key[:10]), ("rm", key), ("clear",)):
        done = world.run("cache", *words, "--store", proxy.store)
        need(done.returncode == 0, f"cache {' '.join(words)}: {done.returncode} {done.stderr}")
    for words in (("show", "zz"), ("rm", "nothex"), ("pin", "12")):
        done = world.run("cache", *words, "--store", proxy.store)
        same(done.returncode, 65, f"cache {' '.join(words)}: {done.stderr}")
