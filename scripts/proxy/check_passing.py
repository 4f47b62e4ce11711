"""What the proxy does not understand passes as it is: batches, caches, unknown paths, odd queries."""

from .kit import FLASH, GENERATE, body, check, need, same


@check("passing")
def batches_pass_each_time(world):
    proxy = world.proxy()
    content = {"batch": {"displayName": "b", "inputConfig": {"requests": {"requests": [{"request": body("x"), "metadata": {"key": "1"}}]}}}}
    names = {proxy.ask(FLASH + "batchGenerateContent", content).json["name"] for _ in range(2)}
    same(len(names), 2, "a batch was answered from the store")
    for _ in range(2):
        before = world.upstream.count()
        same(proxy.ask("/v1beta/batches/b1").status, 200)
        same(world.upstream.count(), before + 1, "polling was answered from the store")


@check("passing")
def operations_and_lists_are_asked_each_time(world):
    proxy = world.proxy()
    for path in (
        "/v1beta/models/m/operations/1",
        "/v1beta/operations/1",
        "/v1beta/fileSearchStores",
        "/v1beta/cachedContents",
        "/v1beta/files",
        "/v1beta/batches",
        "/v1beta/tunedModels",
        "/v1beta/corpora",
        "/$discovery/rest?version=v1beta",
        "/",
    ):
        for _ in range(2):
            before = world.upstream.count()
            answer = proxy.ask(path)
            need(answer.status == 200 and world.upstream.count() == before + 1 and not answer.hit, f"{path}: {answer}")


@check("passing")
def cached_contents_have_their_life(world):
    proxy = world.proxy()
    made = proxy.ask("/v1beta/cachedContents", {"model": "models/gemini-2.5-flash", "contents": [{"parts": [{"text": "x"}]}], "ttl": "300s"}).json
    need(made["name"].startswith("cachedContents/"), made)
    same(proxy.ask(f"/v1beta/{made['name']}").json, made)
    same(proxy.ask(f"/v1beta/{made['name']}?updateMask=ttl", {"ttl": "600s"}, method="PATCH").status, 200)
    same(world.upstream.last.target, f"/v1beta/{made['name']}?updateMask=ttl")
    same(proxy.ask(f"/v1beta/{made['name']}", method="DELETE").json, {})
    same(proxy.ask(f"/v1beta/{made['name']}").status, 403)


@check("passing")
def queries_fields_and_bodies_arrive_as_they_were(world):
    proxy = world.proxy()
    target = "/v1beta/things/a%2Fb%20c;d?x=1&x=2&empty&y=%C3%A4%26&z=a+b&q=a%2Bb"
    data = bytes(range(256))
    proxy.ask(
        target,
        data,
        {
            "X-Own": "1, 2",
            "Content-Type": "application/octet-stream",
            "User-Agent": "mine/1",
            "If-None-Match": '"e"',
            "Range": "bytes=0-1",
            "X-Goog-User-Project": "p",
        },
    )
    got = world.upstream.last
    same(got.target, target, "target")
    same(got.body, data, "body")
    for name, value in (
        ("x-own", "1, 2"),
        ("content-type", "application/octet-stream"),
        ("user-agent", "mine/1"),
        ("if-none-match", '"e"'),
        ("range", "bytes=0-1"),
        ("x-goog-user-project", "p"),
    ):
        same(got.header(name), value, name)


@check("passing")
def answers_arrive_as_they_were(world):
    proxy = world.proxy()
    data = bytes(range(256)) * 300
    world.upstream.always(
        lambda exchange: exchange.send(
            207,
            data,
            headers=[("X-Own", "a"), ("X-Goog-Meta", "b"), ("Server-Timing", "gfet4t7; dur=1854"), ("Content-Disposition", "attachment")],
            kind="application/octet-stream",
        )
    )
    answer = proxy.ask("/v1beta/things")
    same(
        (answer.status, answer.data, answer.header("x-own"), answer.header("x-goog-meta"), answer.header("content-type"), answer.header("content-disposition")),
        (207, data, "a", "b", "application/octet-stream", "attachment"),
    )


@check("passing")
def statuses_and_errors_arrive_as_they_were(world):
    proxy = world.proxy()
    for status in (400, 401, 403, 404, 409, 412, 416, 418, 429, 499, 500, 501, 502, 503, 504):
        if status == 499:
            continue
        world.upstream.always(lambda exchange: exchange.send(status, b'{"error": {"odd": [1, 2.50, "\\u0041"]}}', headers=[("Retry-After", "7")]))
        answer = proxy.ask(GENERATE, body(f"s{status}"))
        same((answer.status, answer.data, answer.header("retry-after")), (status, b'{"error": {"odd": [1, 2.50, "\\u0041"]}}', "7"))


@check("passing")
def a_base_with_a_path_is_kept(world):
    proxy = world.proxy(url=world.upstream.url + "/gateway/gemini/")
    proxy.ask(GENERATE, body("b"))
    same(world.upstream.last.path, "/gateway/gemini" + GENERATE)


@check("passing")
def the_proxy_does_not_retry_unasked(world):
    proxy = world.proxy()
    world.upstream.always(lambda exchange: exchange.send(503, {"error": {"code": 503, "message": "x", "status": "UNAVAILABLE"}}))
    same(proxy.ask(GENERATE, body("r")).status, 503)
    same(world.upstream.count(), 1)


@check("passing")
def a_thousand_questions_at_sixteen_connections_are_all_right(world):
    from .kit import together
    from .replies import whole

    world.upstream.always(lambda exchange: exchange.send(body=whole(1, "to " + exchange.json["contents"][0]["parts"][0]["text"])))
    proxy = world.proxy()

    def load(seed):
        import random

        dice, client = random.Random(seed), proxy.client()
        for _ in range(60):
            text = f"q{dice.randrange(80)}"
            same(client.ask(GENERATE, body(text)).text, f"to {text}")

    together(*[lambda seed=seed: load(seed) for seed in range(16)])
    need(world.upstream.count() <= 80, f"{world.upstream.count()} requests upstream for 80 questions")
