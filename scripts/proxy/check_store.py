"""The store from outside: several at once, killed, full, checked, exported."""

import random
import threading

from .check_failures import answers
from .kit import GENERATE, Skip, body, check, need, same, together
from .replies import whole


@check("store")
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


@check("store")
def several_proxies_share_a_store(world):
    first = world.proxy()
    second = world.proxy(store=first.store)
    answers(first, "shared")
    need(answers(second, "shared").hit, "what one knows the other knows")
    works = [lambda proxy=proxy, number=number: answers(proxy, f"s{number}") for number in range(20) for proxy in (first, second)]
    together(*works)
    third = world.proxy(store=first.store)
    need(all(answers(third, f"s{number}").hit for number in range(20)), "all are known")


@check("store")
def killed_writers_leave_a_sound_store(world):
    store = world.folder("store")
    world.upstream.always(lambda exchange: exchange.send(body=whole(1, exchange.json["contents"][0]["parts"][0]["text"])))
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
        threading.Event().wait(0.3)  # some work, no matter how much
        proxy.stop(9)
        for thread in threads:
            thread.join(5)
    checked = world.run("cache", "verify", "--store", store)
    same(checked.returncode, 0, f"{checked.stdout} {checked.stderr}")
    proxy = world.proxy(store=store)
    for turn in range(5):
        for number in range(30):
            same(answers(proxy, f"{turn} {number}").text, f"{turn} {number}")


@check("store")
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


@check("store")
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
            bad = bad[: dice.randrange(len(bad))]
        else:
            bad[dice.randrange(len(bad))] ^= 1 << dice.randrange(8)
        two.write_bytes(bad)
        empty = world.root / f"empty{number}"
        done = world.run("cache", "import", two, "--store", empty)
        need(done.returncode > 0 and done.stderr, f"tampered {number}: {done.returncode} {done.stdout}")
        listed = world.run("cache", "ls", "--store", empty)
        need(b"gemini" not in listed.stdout, "something was imported all the same")


@check("store")
def the_cache_commands_answer(world):
    proxy = world.proxy()
    key = answers(proxy, "c").cache["key"]
    proxy.stop()
    for words in (
        ("ls",),
        ("ls", "--json"),
        ("show", key),
        ("verify",),
        ("verify", "--json"),
        ("gc",),
        ("gc", "--json"),
        ("stats",),
        ("stats", "--json"),
        ("compact",),
        ("pin", key),
        ("unpin", key),
        ("show", key[:10]),
        ("rm", key),
        ("clear",),
    ):
        done = world.run("cache", *words, "--store", proxy.store)
        need(done.returncode == 0, f"cache {' '.join(words)}: {done.returncode} {done.stderr}")
    for words in (("show", "zz"), ("rm", "nothex"), ("pin", "12")):
        done = world.run("cache", *words, "--store", proxy.store)
        same(done.returncode, 65, f"cache {' '.join(words)}: {done.stderr}")
