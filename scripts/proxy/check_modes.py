"""Each --mode: who is asked, what is kept, what is said."""

from .kit import GENERATE, KEY, STREAM, body, check, need, same, together
from .forms import error
from .replies import pieces, whole


def cassette(world, *exchanges):
    """A cassette in which these questions are recorded; gives its path and the answers."""
    path = world.folder("tape") / "tape.jsonl"
    proxy = world.proxy("--mode", "record", "--cassette", str(path))
    answers = [proxy.ask(*exchange) for exchange in exchanges]
    proxy.stop()
    return path, answers


@check("modes")
def record_asks_always_and_writes_all(world):
    path, answers = cassette(world, (GENERATE, body("a")), (GENERATE, body("a")), (GENERATE, body("b")))
    same(world.upstream.count(), 3, "requests upstream")
    need(answers[0].json != answers[1].json, "the second was answered from the store")
    need(path.exists() and path.stat().st_size > 100, "no cassette was written")


@check("modes")
def replay_answers_from_the_cassette_and_asks_nobody(world):
    path, (first, second) = cassette(world, (GENERATE, body("a")), (STREAM + "?alt=sse", body("s")))
    asked = world.upstream.count()
    proxy = world.proxy("--mode", "replay", "--cassette", str(path))
    for key in (KEY, None):
        same(proxy.ask(GENERATE, body("a"), key=key).json, first.json, "answer")
    same(proxy.ask(GENERATE, {"contents": {"parts": {"text": "a"}}}).json, first.json, "another spelling")
    same(proxy.ask(STREAM + "?alt=sse", body("s")).events, second.events, "stream")
    missed = proxy.ask(GENERATE, body("unknown"))
    need(missed.status >= 400 and missed.json["error"]["message"], missed)
    same(world.upstream.count(), asked, "requests upstream")


@check("modes")
def replay_does_not_answer_from_the_store(world):
    path, _ = cassette(world, (GENERATE, body("a")))
    online = world.proxy()
    online.ask(GENERATE, body("in the store alone"))
    online.stop()
    answer = world.proxy("--mode", "replay", "--cassette", str(path), store=online.store).ask(GENERATE, body("in the store alone"))
    need(answer.status >= 400, answer)


@check("modes")
def replay_repeats_errors_as_they_were(world):
    world.upstream.always(lambda exchange: exchange.send(429, error(429, "quota", "RESOURCE_EXHAUSTED")))
    path, _ = cassette(world, (GENERATE, body("e")))
    answer = world.proxy("--mode", "replay", "--cassette", str(path)).ask(GENERATE, body("e"))
    same((answer.status, answer.json["error"]["message"]), (429, "quota"))


@check("modes")
def newEpisodes_asks_only_what_is_new(world):
    path, (first,) = cassette(world, (GENERATE, body("a")))
    proxy = world.proxy("--mode", "newEpisodes", "--cassette", str(path))
    same(proxy.ask(GENERATE, body("a")).json, first.json)
    same(world.upstream.count(), 1)
    new = proxy.ask(GENERATE, body("b"))
    same(world.upstream.count(), 2)
    proxy.stop()
    again = world.proxy("--mode", "replay", "--cassette", str(path))
    same(again.ask(GENERATE, body("b")).json, new.json, "recorded")
    same(again.ask(GENERATE, body("a")).json, first.json, "the old one")


@check("modes")
def refresh_asks_and_replaces(world):
    auto = world.proxy()
    auto.ask(GENERATE, body("r"))
    auto.stop()
    refresh = world.proxy("--mode", "refresh", store=auto.store)
    second = refresh.ask(GENERATE, body("r"))
    third = refresh.ask(GENERATE, body("r"))
    need(not second.hit and not third.hit and world.upstream.count() == 3, f"{second} {third}")
    refresh.stop()
    same(world.proxy(store=auto.store).ask(GENERATE, body("r")).json, third.json, "the newest answer")


@check("modes")
def passthrough_neither_looks_nor_keeps(world):
    auto = world.proxy()
    auto.ask(GENERATE, body("p"))
    auto.stop()
    through = world.proxy("--mode", "passthrough", store=auto.store)
    for number in (2, 3):
        same(through.ask(GENERATE, body("p")).text, f"answer {number}")
    through.ask(GENERATE, body("only here"))
    through.stop()
    again = world.proxy(store=auto.store)
    same(again.ask(GENERATE, body("p")).text, "answer 1", "the store was touched")
    need(not again.ask(GENERATE, body("only here")).hit, "it was kept")


@check("modes")
def passthrough_changes_no_byte(world):
    proxy = world.proxy("--mode", "passthrough")
    content = b'{ "contents" : {"parts":{"text":"\\u0041"}}, "tools": null }'
    proxy.ask(f"{GENERATE}?%24alt=json%3Benum-encoding%3Dint&x=%C3%A4+b&x=2", content, {"x-own": "ä".encode("latin-1").decode("latin-1")})
    same(world.upstream.last.body, content, "body")
    same(world.upstream.last.target, f"{GENERATE}?%24alt=json%3Benum-encoding%3Dint&x=%C3%A4+b&x=2", "target")


@check("modes")
def auto_sends_the_body_as_it_came(world):
    proxy = world.proxy()
    content = b'{ "contents" : {"parts":{"text":"\\u0041"}}, "tools": null, "generation_config": {"temperature": 1.0} }'
    proxy.ask(GENERATE, content)
    same(world.upstream.last.body, content, "body")
    same(world.upstream.last.header("content-type"), "application/json")
    same(world.upstream.last.header("x-goog-api-key"), KEY)


@check("modes")
def offline_never_asks(world):
    proxy = world.proxy("--mode", "offline", "--queue")
    for path, content in (
        (GENERATE, body("x")),
        ("/v1beta/models", None),
        ("/v1beta/files", None),
        ("/v1beta/cachedContents", {"model": "m"}),
        ("/upload/v1beta/files", b"x"),
        ("/anything", None),
    ):
        proxy.ask(path, content)
        proxy.ask(path, content, {"Cache-Control": "no-cache"})
    same(world.upstream.count(), 0)


@check("modes")
def cassette_modes_without_a_cassette_say_what_is_missing(world):
    for mode in ("record", "replay", "newEpisodes"):
        done = world.run("proxy", "--listen", "127.0.0.1:0", "--store", world.folder("s"), "--mode", mode)
        need(done.returncode in (64, 78) and b"--cassette" in done.stderr, f"{mode}: {done.returncode} {done.stderr}")
    done = world.run("proxy", "--listen", "127.0.0.1:0", "--store", world.folder("s"), "--mode", "replay", "--cassette", world.root / "nowhere.jsonl")
    need(done.returncode not in (0, -11, -4, -5) and b"nowhere.jsonl" in done.stderr, f"{done.returncode} {done.stderr}")
    done = world.run("proxy", "--mode", "sometimes")
    need(done.returncode == 64 and b"sometimes" in done.stderr, done.stderr)


@check("modes")
def a_damaged_cassette_is_a_clear_error(world):
    path = world.root / "bad.jsonl"
    path.write_bytes(b"\x00\xff{not a cassette\n" * 3)
    done = world.run("proxy", "--listen", "127.0.0.1:0", "--store", world.folder("s"), "--mode", "replay", "--cassette", path)
    need(done.returncode > 0 and b"bad.jsonl" in done.stderr, f"{done.returncode} {done.stderr}")


@check("modes")
def a_cassette_holds_no_key(world):
    path, _ = cassette(
        world, (f"{GENERATE}?key={KEY}", body("k")), (GENERATE, body("k2"), {"Authorization": f"Bearer {KEY}"}), (GENERATE, body("k3"), {"Cookie": f"a={KEY}"})
    )
    need(KEY not in path.read_text(), "the cassette holds the key")


@check("modes")
def a_recorded_cut_replays_as_a_cut(world):
    import http.client

    def cut(exchange):
        exchange.begin()
        exchange.event(pieces(1, ["a", "b"])[0])
        exchange.cut()

    world.upstream.always(cut)
    path = world.folder("tape") / "tape.jsonl"

    def taken(proxy):
        try:
            return proxy.ask(STREAM + "?alt=sse", body("c"))
        except (http.client.IncompleteRead, ConnectionError) as failure:
            return failure

    proxy = world.proxy("--mode", "record", "--cassette", str(path))
    taken(proxy)
    proxy.stop()
    answer = taken(world.proxy("--mode", "replay", "--cassette", str(path)))
    need(isinstance(answer, Exception) or b'"error"' in answer.data or answer.status >= 400, f"a cut came as {answer}")


@check("modes")
def a_cassette_is_complete_after_a_kill(world):
    path = world.folder("tape") / "tape.jsonl"
    proxy = world.proxy("--mode", "record", "--cassette", str(path))
    first = proxy.ask(GENERATE, body("k"))
    proxy.stop(15)
    same(world.proxy("--mode", "replay", "--cassette", str(path)).ask(GENERATE, body("k")).json, first.json)


@check("modes")
def many_at_once_are_all_recorded(world):
    world.upstream.always(lambda exchange: exchange.send(body=whole(1, "to " + exchange.json["contents"][0]["parts"][0]["text"])))
    path = world.folder("tape") / "tape.jsonl"
    proxy = world.proxy("--mode", "record", "--cassette", str(path))
    together(*[lambda number=number: proxy.ask(GENERATE, body(f"q{number}")) for number in range(40)])
    proxy.stop()
    again = world.proxy("--mode", "replay", "--cassette", str(path))
    for number in range(40):
        same(again.ask(GENERATE, body(f"q{number}")).text, f"to q{number}")
    same(world.upstream.count(), 40)


@check("modes")
def a_cassette_serves_other_shapes_and_batches(world):
    from .check_embeddings import batch, item, values
    from .replies import vector

    path = world.folder("tape") / "tape.jsonl"
    proxy = world.proxy("--mode", "record", "--cassette", str(path))
    proxy.ask(STREAM + "?alt=sse", body("s"))
    batch(proxy, item("a"), item("b"))
    proxy.stop()
    asked = world.upstream.count()
    again = world.proxy("--mode", "replay", "--cassette", str(path))
    same(values(batch(again, item("a"), item("b"))), [vector(text, 8, None, None) for text in "ab"])
    same(again.ask(STREAM + "?alt=sse", body("s")).status, 200)
    same(world.upstream.count(), asked)
