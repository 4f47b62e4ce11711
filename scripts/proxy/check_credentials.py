"""Keys: the caller's go upstream and nowhere else; the proxy's own serves only whom it may."""

import signal
import threading

from .kit import GENERATE, KEY, MARK, OTHER, TOKEN, body, check, need, same, until
from .forms import error
from .replies import whole

OWN = f"AIza-{MARK}-own"
ENV = {"GEMINI_API_KEY": OWN}
FORBIDDEN = error(403, "Method doesn't allow unregistered callers (callers without established identity).", "PERMISSION_DENIED")


def strict(world):
    """Upstream wants a key, as the API does."""

    def act(exchange):
        found = exchange.header("x-goog-api-key") or dict(exchange.query).get("key") or exchange.header("authorization")
        exchange.send(body=whole(exchange.number)) if found else exchange.send(403, FORBIDDEN)

    world.upstream.always(act)


def seen(world):
    return world.upstream.last.everything().decode("utf-8", "replace")


@check("credentials")
def a_key_goes_upstream_where_it_came_and_once(world):
    strict(world)
    proxy = world.proxy()
    for number, (path, fields) in enumerate(
        ((GENERATE, {"x-goog-api-key": KEY}), (f"{GENERATE}?key={KEY}", {}), (GENERATE, {"Authorization": f"Bearer {KEY}"}))
    ):
        same(proxy.ask(path, body(f"k{number}"), fields, key=None).status, 200)
        same(seen(world).count(KEY), 1, f"{path} {fields}: the key in {seen(world)[:500]}")
        same(
            world.upstream.last.header("x-goog-api-key")
            if "x-goog-api-key" in fields
            else world.upstream.last.header("authorization") or dict(world.upstream.last.query).get("key"),
            f"Bearer {KEY}" if "Authorization" in fields else KEY,
            "place",
        )


@check("credentials")
def without_a_key_known_answers_come_and_others_get_upstreams_403(world):
    strict(world)
    proxy = world.proxy(env=ENV)
    first = proxy.ask(GENERATE, body("k"))
    need(proxy.ask(GENERATE, body("k"), key=None).json == first.json, "the known one")
    answer = proxy.ask(GENERATE, body("unknown"), key=None)
    same((answer.status, answer.json), (403, FORBIDDEN))
    need(OWN not in seen(world), "the proxy's own key was spent unasked")


@check("credentials")
def the_own_key_serves_who_shows_the_token(world):
    strict(world)
    proxy = world.proxy("--token", TOKEN, env=ENV)
    ways = (
        (GENERATE, {"x-goog-api-key": TOKEN}),
        (f"{GENERATE}?key={TOKEN}", {}),
        (GENERATE, {"Authorization": f"Bearer {TOKEN}"}),
        (GENERATE, {"x-gemcache-token": TOKEN}),
    )
    for number, (path, fields) in enumerate(ways):
        answer = proxy.ask(path, body(f"t{number}"), fields, key=None)
        same(answer.status, 200, f"{path} {list(fields)}: {answer}")
        need(OWN in seen(world) and TOKEN not in seen(world), f"{path} {list(fields)}: {seen(world)[:600]}")
        same(seen(world).count(OWN), 1, "the own key")


@check("credentials")
def a_token_beside_a_key_lets_the_key_through(world):
    strict(world)
    proxy = world.proxy("--token", TOKEN, env=ENV)
    same(proxy.ask(GENERATE, body("own"), {"x-gemcache-token": TOKEN, "x-goog-api-key": KEY}, key=None).status, 200)
    need(KEY in seen(world) and OWN not in seen(world) and TOKEN not in seen(world), seen(world)[:500])


@check("credentials")
def without_the_token_nothing_comes_not_even_what_is_known(world):
    proxy = world.proxy("--token", TOKEN, env=ENV)
    same(proxy.ask(GENERATE, body("k"), {"x-goog-api-key": TOKEN}, key=None).status, 200)
    before = world.upstream.count()
    for fields in (
        {},
        {"x-goog-api-key": KEY},
        {"x-goog-api-key": TOKEN[:-1]},
        {"x-goog-api-key": TOKEN + "x"},
        {"x-goog-api-key": ""},
        {"Authorization": TOKEN},
        {"Authorization": f"Basic {TOKEN}"},
        {"x-gemcache-token": "wrong"},
    ):
        answer = proxy.ask(GENERATE, body("k"), fields, key=None)
        need(answer.status in (401, 403), f"{list(fields)}: {answer}")
        need(answer.json["error"]["message"] and TOKEN not in answer.data.decode(), answer)
    same(world.upstream.count(), before, "requests upstream")


@check("credentials")
def a_token_without_an_own_key_brings_upstreams_403(world):
    strict(world)
    proxy = world.proxy("--token", TOKEN)
    answer = proxy.ask(GENERATE, body("k"), {"x-goog-api-key": TOKEN}, key=None)
    same(answer.status, 403, str(answer))
    need(TOKEN not in seen(world) if world.upstream.requests else True, "the token went upstream")


@check("credentials")
def another_authorization_goes_up_as_it_came_or_is_refused(world):
    proxy = world.proxy()
    for name in ("Basic " + MARK, "Basic " + MARK + "2"):
        same(proxy.ask(GENERATE, body(name[-1]), {"Authorization": name}, key=None).status, 200)
        same(world.upstream.last.header("authorization"), name)
        need(world.upstream.last.header("x-goog-api-key") is None, "a key came with it")
    before = world.upstream.count()
    answer = proxy.ask(GENERATE, body("two"), {"Authorization": "Basic " + MARK, "x-goog-api-key": KEY}, key=None)
    need(answer.status == 400 and "only one" in answer.json["error"]["message"] and MARK not in answer.data.decode(), answer)
    same(world.upstream.count(), before)


@check("credentials")
def share_key_lends_it_to_everyone_without_one(world):
    strict(world)
    proxy = world.proxy("--share-key", env=ENV)
    same(proxy.ask(GENERATE, body("a"), key=None).status, 200)
    need(OWN in seen(world), "the own key")
    same(proxy.ask(GENERATE, body("b"), key=KEY).status, 200)
    need(KEY in seen(world) and OWN not in seen(world), "a caller's own key goes first")


@check("credentials")
def a_key_file_is_read(world):
    strict(world)
    path = world.root / "key.secret"
    path.write_text(OWN + "\n")
    path.chmod(0o600)
    proxy = world.proxy("--key-file", str(path), "--token", TOKEN)
    same(proxy.ask(GENERATE, body("a"), {"x-goog-api-key": TOKEN}, key=None).status, 200)
    same(world.upstream.last.header("x-goog-api-key"), OWN)


@check("credentials")
def a_key_file_alone_serves_nobody_and_harms_nobody(world):
    strict(world)
    path = world.root / "key.secret"
    path.write_text(OWN)
    path.chmod(0o600)
    proxy = world.proxy("--key-file", str(path))
    same(proxy.ask(GENERATE, body("a"), key=None).status, 403, "without a token, upstream's own 403")
    need(OWN not in seen(world), "the own key was spent")
    same(proxy.ask(GENERATE, body("a")).status, 200)


@check("credentials")
def a_key_file_that_is_not_there_or_empty_is_told(world):
    empty = world.root / "empty.secret"
    empty.write_text("\n")
    empty.chmod(0o600)
    for path in (world.root / "none.secret", empty):
        done = world.run("proxy", "--listen", "127.0.0.1:0", "--store", world.folder("s"), "--share-key", "--key-file", path)
        need(done.returncode > 0 and path.name.encode() in done.stderr, f"{path.name}: {done.returncode} {done.stderr}")


@check("credentials")
def the_token_may_come_from_the_environment(world):
    proxy = world.proxy(env={**ENV, "GEMCACHE_TOKEN": TOKEN})
    need(proxy.ask(GENERATE, body("k")).status in (401, 403), "no token was wanted")
    same(proxy.ask(GENERATE, body("k"), key=TOKEN).status, 200)


@check("credentials")
def a_key_that_upstream_echoes_is_not_kept_or_logged(world):
    proxy = world.proxy("--verbose")
    world.upstream.always(lambda exchange: exchange.send(400, error(400, f"API key not valid: {exchange.header('x-goog-api-key')}", "INVALID_ARGUMENT")))
    proxy.ask(GENERATE, body("echo"))
    proxy.ask(f"{GENERATE}?key={KEY}", body("echo"), key=None)
    need(MARK not in proxy.log, "the log holds a key")


@check("credentials")
def keys_in_odd_places_do_not_reach_the_disk(world):
    proxy = world.proxy("--verbose")
    for number, (path, fields) in enumerate(
        (
            (f"{GENERATE}?key={KEY}&access_token={KEY}", {}),
            (f"{GENERATE}?%6Bey={KEY}", {}),
            (f"/v1beta/{KEY}/x", {}),
            (GENERATE, {"Authorization": f"bearer {KEY}"}),
            (GENERATE, {"X-Goog-User-Project": "p", "Cookie": KEY}),
            (GENERATE, {"Proxy-Authorization": f"Basic {KEY}"}),
            (f"{GENERATE}?KEY={KEY}", {}),
        )
    ):
        proxy.ask(path, body(f"odd{number}"), fields, key=None)
    # The driver looks for the key in store and log afterwards.
    need("leakmark" not in proxy.log, proxy.log[-400:])


@check("credentials")
def hop_by_hop_fields_and_our_own_do_not_go_upstream(world):
    proxy = world.proxy()
    proxy.ask(
        GENERATE,
        body("hop"),
        {
            "Connection": "close, x-private",
            "x-private": "1",
            "Proxy-Authorization": "Basic abc",
            "TE": "trailers",
            "Keep-Alive": "5",
            "x-gemcache-sample": "1",
            "x-gemcache-namespace": "n",
            "Prefer": "respond-async",
            "Upgrade": "h2c",
        },
    )
    names = {name for name, _ in world.upstream.last.headers}
    for name in ("x-private", "proxy-authorization", "keep-alive", "x-gemcache-sample", "x-gemcache-namespace", "upgrade", "x-gemcache-token"):
        need(name not in names, f"{name} went upstream")
    same(world.upstream.last.header("host"), f"127.0.0.1:{world.upstream.port}", "Host")


@check("credentials")
def two_keys_at_once_do_not_confuse(world):
    strict(world)
    proxy = world.proxy(env=ENV)
    proxy.ask(f"{GENERATE}?key={OTHER}", body("two"), {"x-goog-api-key": KEY, "Authorization": f"Bearer {OTHER}"}, key=None)
    need(OWN not in seen(world), "the own key was sent")


@check("credentials")
def the_credential_is_not_told_in_answers(world):
    proxy = world.proxy(env=ENV)
    for path in ("/__gemcache/health", "/__gemcache/stats", "/__gemcache/metrics", "/__gemcache/entries", "/__gemcache/queue", "/__gemcache/"):
        proxy.ask(GENERATE, body("x"))
        answer = proxy.ask(path)
        need(MARK not in answer.data.decode("utf-8", "replace"), path)


@check("credentials")
def a_crash_tells_no_key(world):
    gate = threading.Event()
    world.upstream.always(lambda exchange: (gate.wait(10), exchange.send(body=whole(1)))[1])
    proxy = world.proxy("--token", TOKEN, env={**ENV, "SWIFT_BACKTRACE": "enable=yes,color=no"})
    threading.Thread(target=lambda: _quietly(lambda: proxy.ask(GENERATE, body("crash"), {"x-goog-api-key": TOKEN}, key=None)), daemon=True).start()
    until(lambda: world.upstream.count() == 1, "upstream is asked")
    proxy.process.send_signal(signal.SIGSEGV)
    # A fault that was only sent may leave the process as it is, its account written.
    until(lambda: proxy.process.poll() is not None or "Registers" in proxy.log or "Images" in proxy.log, "the account of the crash", 60)
    proxy.stop(signal.SIGKILL)
    gate.set()
    need(MARK not in proxy.log, "crash output holds a key")
    world.proxies.remove(proxy)


@check("credentials")
def no_core_file_may_be_written_of_a_process_with_keys(world):
    proxy = world.proxy(env=ENV, prefix=("sh", "-c", 'ulimit -c unlimited; exec "$@"', "sh"))
    limits = open(f"/proc/{proxy.process.pid}/limits").read()
    line = next(one for one in limits.splitlines() if one.startswith("Max core file size"))
    need(line.split()[4] == "0", f"a crash would write the keys to a core file: {line}")


def _quietly(work):
    try:
        work()
    except Exception:  # noqa: BLE001 — the proxy dies under it
        pass
