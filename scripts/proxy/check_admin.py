"""The pages under /__gemcache/, stats and metrics."""

import json
import re

from .kit import FLASH, GENERATE, TOKEN, body, check, need, same

ADMIN = "/__gemcache/"


def metrics(proxy):
    """The samples of the Prometheus page: (name, labels) → value."""
    answer = proxy.ask(ADMIN + "metrics", key=None)
    same(answer.status, 200, str(answer))
    need((answer.header("content-type") or "").startswith("text/plain"), answer.header("content-type"))
    samples, typed = {}, set()
    for line in answer.data.decode().splitlines():
        if line.startswith("# TYPE "):
            typed.add(line.split()[2])
        if not line or line.startswith("#"):
            continue
        found = re.fullmatch(r'([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? (\S+)( \d+)?', line)
        need(found, f"no sample: {line!r}")
        labels = tuple(sorted(re.findall(r'([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"', found.group(2) or "")))
        need((found.group(1), labels) not in samples, f"twice: {line}")
        samples[found.group(1), labels] = float(found.group(3))
        base = re.sub(r"_(bucket|sum|count)$", "", found.group(1))
        need(found.group(1) in typed or base in typed, f"no # TYPE of {found.group(1)}")
    need(answer.data.endswith(b"\n"), "the last line has no end")
    return samples


def total(samples, part, **wanted):
    return sum(
        value for (name, labels), value in samples.items() if part in name and all(dict(labels).get(key, "").lower() == one for key, one in wanted.items())
    )


@check("admin")
def health_stats_and_queue_are_there(world):
    proxy = world.proxy()
    for page in ("health", "stats", "queue", "entries"):
        answer = proxy.ask(ADMIN + page, key=None)
        need(answer.status == 200 and answer.header("content-type").startswith("application/json") and answer.json is not None, f"{page}: {answer}")
    same(world.upstream.count(), 0, "requests upstream")


@check("admin")
def an_index_for_people(world):
    answer = world.proxy().ask(ADMIN, key=None)
    need(answer.status == 200 and b"stats" in answer.data, answer)


@check("admin")
def unknown_pages_are_404_and_go_nowhere(world):
    proxy = world.proxy()
    for page in ("nothing", "stats/x/y", "entries/zzz", "queue/zzz", "../v1beta/models"):
        need(proxy.ask(ADMIN + page).status in (400, 404), page)
    same(world.upstream.count(), 0)


@check("admin")
def wrong_methods_are_405_with_Allow(world):
    proxy = world.proxy()
    for method, page in (("POST", "stats"), ("DELETE", "health"), ("PUT", "metrics"), ("GET", "explain"), ("PATCH", "entries")):
        answer = proxy.ask(ADMIN + page, b"{}" if method != "GET" else None, method=method)
        need(answer.status == 405 and answer.header("allow"), f"{method} {page}: {answer} Allow={answer.header('allow')}")


@check("admin")
def the_token_guards_the_pages_too(world):
    proxy = world.proxy("--token", TOKEN)
    for page in ("stats", "entries", "queue", "metrics", "explain", ""):
        need(proxy.ask(ADMIN + page, key=None).status in (401, 403), page)
        need(proxy.ask(ADMIN + page, {} if page == "explain" else None, {"x-gemcache-token": TOKEN}, key=None).status in (200, 400), f"{page} with the token")


@check("admin")
def entries_are_listed_and_shown(world):
    proxy = world.proxy()
    keys = [proxy.ask(GENERATE, body(f"e{number}")).cache["key"] for number in range(3)]
    proxy.ask("/v1beta/models/gemini-embedding-001:embedContent", {"content": {"parts": [{"text": "v"}]}})
    listed = proxy.ask(ADMIN + "entries", key=None)
    need(all(key in listed.data.decode() for key in keys), listed)
    one = proxy.ask(ADMIN + f"entries/{keys[0]}", key=None)
    need(one.status == 200 and keys[0] in one.data.decode() and "gemini-2.5-flash" in one.data.decode(), one)
    same(proxy.ask(ADMIN + "entries/" + "0" * 32, key=None).status, 404)


@check("admin")
def entries_come_in_pages(world):
    proxy = world.proxy()
    keys = {proxy.ask(GENERATE, body(f"p{number}")).cache["key"] for number in range(7)}
    page = proxy.ask(ADMIN + "entries?limit=3", key=None)
    same(page.status, 200, str(page))
    need(sum(key in page.data.decode() for key in keys) == 3, f"limit=3 gave {sum(key in page.data.decode() for key in keys)}")


@check("admin")
def explain_says_hit_miss_and_the_first_difference(world):
    proxy = world.proxy()
    content = body("explain", generationConfig={"temperature": 0.5})
    key = proxy.ask(GENERATE, content).cache["key"]

    def explained(value):
        answer = proxy.ask(ADMIN + "explain", {"method": "POST", "path": GENERATE, "body": value}, key=None)
        same(answer.status, 200, str(answer))
        return answer.json

    hit = explained(content)
    need(key in json.dumps(hit) and "hit" in json.dumps(hit), hit)
    miss = explained(body("explain", generationConfig={"temperature": 0.7}))
    need("miss" in json.dumps(miss) and "temperature" in json.dumps(miss) and key in json.dumps(miss), miss)
    same(world.upstream.count(), 1, "requests upstream")


@check("admin")
def explain_reads_nonsense_calmly(world):
    proxy = world.proxy()
    for content in (
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"method":1}',
        b'{"path":"/x"}',
        b'{"method":"POST","path":"x y","body":{}}',
        b'{"method":"POST","path":"/v1beta/models/m:generateContent","body":"text"}',
    ):
        answer = proxy.ask(ADMIN + "explain", content)
        need(answer.status in (200, 400), f"{content}: {answer}")


@check("admin")
def metrics_count_hits_and_misses_by_kind_and_model(world):
    proxy = world.proxy()
    proxy.ask(GENERATE, body("m"))
    for _ in range(4):
        proxy.ask(GENERATE, body("m"))
    proxy.ask("/v1beta/models/gemini-2.5-pro:generateContent", body("m"))
    proxy.ask(FLASH + "countTokens", body("m"))
    samples = metrics(proxy)
    models = {dict(labels).get("model") for (_, labels) in samples}
    need({"gemini-2.5-flash", "gemini-2.5-pro"} <= models, f"models {models}")
    hits = {(name, labels): value for (name, labels), value in samples.items() if "hit" in name or ("result", "hit") in labels or ("outcome", "hit") in labels}
    need(4 in hits.values() and sum(value for (_, labels), value in hits.items() if dict(labels).get("model") == "gemini-2.5-flash") >= 4, f"hits {hits}")
    names = {name for name, _ in samples}
    for part in ("request", "token", "byte", "second"):
        need(any(part in name for name in names), f"nothing about {part}s in {sorted(names)}")
    need(any("saved" in name for name in names), f"nothing about what was saved in {sorted(names)}")
    need(any(name.endswith("_total") for name in names), "counters end in _total")


@check("admin")
def models_with_odd_names_do_not_break_the_metrics(world):
    proxy = world.proxy()
    for name in ('a"b', "a\\b", "a%0Ab", "ä", "x" * 300, "a}b", "a,b=c"):
        from urllib.parse import quote

        proxy.ask(f"/v1beta/models/{quote(name, safe='%')}:generateContent", body("m"))
        proxy.ask(f"/v1beta/models/{quote(name, safe='%')}:generateContent", body("m"))
    metrics(proxy)


@check("admin")
def stats_tell_what_was_saved(world):
    proxy = world.proxy()
    for _ in range(3):
        proxy.ask(GENERATE, body("s"))
    proxy.stop()
    done = world.run("stats", "--store", proxy.store, "--json")
    need(done.returncode == 0, done.stderr)
    found = json.loads(done.stdout)
    need(2 in list(numbers(found)), f"two hits in {shown_keys(found)}")
    need("saved" in done.stdout.decode().lower(), "nothing about what was saved")
    same(world.run("stats", "--store", proxy.store).returncode, 0)


def numbers(value):
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from numbers(one) if isinstance(one, (dict, list)) else [one]


def shown_keys(value):
    return json.dumps(value)[:500]


@check("admin")
def stats_of_a_store_that_is_not_there_make_none(world):
    path = world.root / "typo"
    done = world.run("stats", "--store", path)
    need(not path.exists(), "a folder was made")
    need(done.returncode in (0, 65, 66, 74), f"{done.returncode} {done.stderr}")


@check("admin")
def HEAD_works_on_the_pages(world):
    proxy = world.proxy()
    for page in ("health", "stats", "metrics", "entries", "queue"):
        answer = proxy.ask(ADMIN + page, method="HEAD")
        need(answer.status == 200 and answer.data == b"", f"{page}: {answer}")


@check("admin")
def explain_and_key_of_the_command_line_agree_with_the_proxy(world):
    proxy = world.proxy()
    content = body("cli", generation_config={"temperature": 0.50}, labels={"a": "b"})
    key = proxy.ask(GENERATE, content).cache["key"]
    path = world.root / "request.json"
    path.write_text(json.dumps(content))
    proxy.stop()
    told = world.run("key", path, "--path", GENERATE)
    need(told.returncode == 0 and key in told.stdout.decode(), f"{key} not in {told.stdout} {told.stderr}")
    more = world.run("key", path, "--path", GENERATE, "--explain")
    need(more.returncode == 0 and "labels" in more.stdout.decode() and "generation_config" in more.stdout.decode(), f"{more.stdout} {more.stderr}")
    hit = world.run("explain", path, "--path", GENERATE, "--store", proxy.store)
    need(hit.returncode == 0 and "hit" in hit.stdout.decode(), f"{hit.stdout} {hit.stderr}")
    path.write_text(json.dumps({**content, "generation_config": {"temperature": 0.9}}))
    miss = world.run("explain", path, "--path", GENERATE, "--store", proxy.store)
    need("miss" in miss.stdout.decode() and "temperature" in miss.stdout.decode() and "0.9" in miss.stdout.decode(), f"{miss.stdout} {miss.stderr}")
