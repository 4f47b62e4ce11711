"""Embeddings: one vector an item, whoever asks for it and in whatever company (E11, D5)."""

import math
import random

from .kit import KEY, check, need, same
from .replies import item_vector, vector

M = "gemini-embedding-001"
ONE, BATCH = f"/v1beta/models/{M}:embedContent", f"/v1beta/models/{M}:batchEmbedContents"
VERTEX = f"/v1beta1/projects/p/locations/us-central1/publishers/google/models/{M}"
BEARER = {"Authorization": f"Bearer {KEY}"}


def item(text, **rest):
    return {"content": {"parts": [{"text": text}]}, **rest}


def batch(proxy, *items, model=M, **rest):
    return proxy.ask(f"/v1beta/models/{model}:batchEmbedContents", {"requests": [{"model": f"models/{model}", **one} for one in items]}, **rest)


def values(answer):
    need(answer.status == 200, answer)
    return [one["values"] for one in answer.json["embeddings"]]


def sent(exchange):
    """The texts of one upstream request."""
    content = exchange.json
    items = content.get("requests") or content.get("instances") or [content]
    texts = [one["content"] if isinstance(one["content"], str) else one["content"]["parts"] for one in items]
    return [text if isinstance(text, str) else (text[0] if isinstance(text, list) else text)["text"] for text in texts]


@check("embeddings")
def a_batch_sends_only_what_is_missing_and_keeps_the_order(world):
    proxy = world.proxy()
    batch(proxy, item("a"), item("b"))
    answer = batch(proxy, item("c"), item("a"), item("d"), item("b"))
    same(values(answer), [vector(text, 8, None, None) for text in "cadb"], "vectors")
    same(sorted(sent(world.upstream.last)), ["c", "d"], "sent")
    same(world.upstream.count(), 2)
    need(batch(proxy, item("d"), item("c"), item("b"), item("a")).hit and world.upstream.count() == 2, "all known")


@check("embeddings")
def duplicates_in_a_batch_are_sent_once(world):
    proxy = world.proxy()
    answer = batch(proxy, item("x"), item("y"), item("x"), item("x"), item("y"))
    same(values(answer), [vector(text, 8, None, None) for text in "xyxxy"], "vectors")
    same(sorted(text for exchange in world.upstream.requests for text in sent(exchange)), ["x", "y"], "sent")


@check("embeddings")
def one_and_batch_and_Vertex_share_vectors(world):
    proxy = world.proxy("--vertex-upstream", world.upstream.url)
    first = proxy.ask(ONE, item("shared"))
    wanted = first.json["embedding"]["values"]
    answers = {
        "batch": values(batch(proxy, item("shared")))[0],
        "model in the body": proxy.ask(ONE, item("shared", model=f"models/{M}")).json["embedding"]["values"],
        "predict": proxy.ask(f"{VERTEX}:predict", {"instances": [{"content": "shared"}]}, BEARER, key=None).json["predictions"][0]["embeddings"]["values"],
        "Vertex embedContent": proxy.ask(f"{VERTEX}:embedContent", {"content": {"parts": [{"text": "shared"}]}}, BEARER, key=None).json["embedding"]["values"],
    }
    for name, found in answers.items():
        need(
            all(math.isclose(left, right, abs_tol=1e-6) for left, right in zip(found, wanted)) and len(found) == len(wanted),
            f"{name}: {found[:3]} not {wanted[:3]}",
        )
    same(world.upstream.count(), 1, "requests upstream")


@check("embeddings")
def every_pair_of_forms_shares(world):
    forms = {
        "one": (lambda text: (ONE, item(text)), lambda answer: answer["embedding"]["values"]),
        "batch": (lambda text: (BATCH, {"requests": [item(text, model=f"models/{M}")]}), lambda answer: answer["embeddings"][0]["values"]),
        "predict": (lambda text: (f"{VERTEX}:predict", {"instances": [{"content": text}]}), lambda answer: answer["predictions"][0]["embeddings"]["values"]),
        "Vertex": (lambda text: (f"{VERTEX}:embedContent", item(text)), lambda answer: answer["embedding"]["values"]),
        "parameters": (
            lambda text: (f"{VERTEX}:predict", {"instances": [{"content": text}], "parameters": {"outputDimensionality": 3072.0}}),
            lambda answer: answer["predictions"][0]["embeddings"]["values"],
        ),
        "dimensions": (lambda text: (ONE, item(text, outputDimensionality=3072)), lambda answer: answer["embedding"]["values"]),
    }
    from . import replies

    world.upstream.always(lambda exchange: (exchange.query.append(("full", "1")), replies.embedding(exchange))[1])
    proxy, wrong = world.proxy("--vertex-upstream", world.upstream.url), []
    for left, (ask, _) in forms.items():
        for right, (again, read) in forms.items():
            text, before = f"{left} then {right}", world.upstream.count()
            for path, content in (ask(text), again(text)):
                answer = proxy.ask(path, content, BEARER, key=None) if "projects" in path else proxy.ask(path, content)
                need(answer.status == 200, lambda: f"{text}: {answer}")
            found, truth = read(answer.json), vector(text, 3072, None, None)
            if world.upstream.count() != before + 1 or len(found) != 3072 or max(abs(a - b) for a, b in zip(found, truth)) > 1e-5:
                wrong.append(f"{text}: {world.upstream.count() - before} requests, {found[:2]}")
    need(not wrong, "; ".join(wrong[:6]))


@check("embeddings")
def task_title_and_dimensions_make_other_vectors(world):
    proxy = world.proxy()
    items = [
        item("t"),
        item("t", taskType="RETRIEVAL_QUERY"),
        item("t", taskType="RETRIEVAL_DOCUMENT"),
        item("t", taskType="RETRIEVAL_DOCUMENT", title="T"),
        item("t", outputDimensionality=16),
        item("t", outputDimensionality=24),
        item("t "),
        item("T"),
    ]
    for one in items:
        same(values(batch(proxy, one))[0], item_vector(one), f"{one}")
    same(world.upstream.count(), len(items), "requests upstream")
    same(values(batch(proxy, *reversed(items))), [item_vector(one) for one in reversed(items)], "all of them from the store")
    same(world.upstream.count(), len(items), "requests upstream")


@check("embeddings")
def task_types_are_equal_as_names_and_integers(world):
    proxy = world.proxy()
    proxy.ask(ONE, item("e", taskType="RETRIEVAL_DOCUMENT"))
    for other in (
        item("e", taskType=2),
        item("e", task_type="RETRIEVAL_DOCUMENT"),
        item("e", task_type=2),
        item("e", taskType="RETRIEVAL_DOCUMENT", outputDimensionality=None),
    ):
        need(proxy.ask(ONE, other).hit, other)
    proxy.ask(ONE, item("e", outputDimensionality=64))
    need(proxy.ask(ONE, item("e", output_dimensionality=64.0)).hit, "64.0")


@check("embeddings")
def other_spellings_of_an_item_share_its_vector(world):
    proxy = world.proxy()
    proxy.ask(ONE, item("sp", taskType="RETRIEVAL_DOCUMENT", title="T", outputDimensionality=16))
    for path, content in (
        (ONE, {"content": {"parts": {"text": "sp"}}, "task_type": "RETRIEVAL_DOCUMENT", "title": "T", "output_dimensionality": 16}),
        (ONE, {"content": {"role": "user", "parts": [{"text": "sp"}]}, "taskType": "RETRIEVAL_DOCUMENT", "title": "T", "outputDimensionality": 16}),
        (ONE, {"content": {"parts": [{"text": "sp"}]}, "model": M, "taskType": "RETRIEVAL_DOCUMENT", "title": "T", "outputDimensionality": "16"}),
        (BATCH, {"requests": {"model": f"models/{M}", "content": {"parts": [{"text": "sp"}]}, "task_type": 2, "title": "T", "output_dimensionality": 16.0}}),
        (f"/v1/models/{M}:embedContent", item("sp", taskType="RETRIEVAL_DOCUMENT", title="T", outputDimensionality=16)),
        (ONE + "?%24alt=json%3Benum-encoding%3Dint", item("sp", taskType=2, title="T", outputDimensionality=16)),
    ):
        answer = proxy.ask(path, content)
        need(answer.hit, f"{path} {content}: {answer}")
    same(world.upstream.count(), 1)


@check("embeddings")
def parts_of_vectors_asked_for_at_once_by_many(world):
    from .kit import together

    proxy = world.proxy()

    def load(seed):
        own, client = random.Random(seed), proxy.client()
        for _ in range(25):
            items = [item(f"w{own.randrange(60)}") for _ in range(own.randrange(1, 8))]
            answer = client.ask(BATCH, {"requests": [{"model": f"models/{M}", **one} for one in items]})
            same(values(answer), [item_vector(one) for one in items], "vectors")

    together(*[lambda seed=seed: load(seed) for seed in range(8)])
    sent_ = [text for exchange in world.upstream.requests for text in sent(exchange)]
    need(len(sent_) <= 75, f"{len(sent_)} items were sent for 60 texts")


@check("embeddings")
def an_item_that_names_another_model_is_not_answered_by_this_one(world):
    proxy = world.proxy()
    proxy.ask(ONE, item("other"))
    answer = proxy.ask(BATCH, {"requests": [{"model": "models/gemini-embedding-2", **item("other")}]})
    need(not answer.hit and world.upstream.count() == 2, answer)


@check("embeddings")
def another_model_is_another_vector(world):
    proxy = world.proxy()
    proxy.ask(ONE, item("m"))
    need(not proxy.ask("/v1beta/models/gemini-embedding-2:embedContent", item("m")).hit, "gemini-embedding-2")
    need(not proxy.ask("/v1beta/models/text-embedding-004:embedContent", item("m")).hit, "text-embedding-004")


@check("embeddings")
def random_batches_agree_with_an_uncached_run(world):
    dice, proxy = random.Random(4), world.proxy("--vertex-upstream", world.upstream.url)
    client, asked = proxy.client(), 0
    for number in range(600):
        items = [
            item(
                f"text {dice.randrange(120)}",
                **dice.choice(
                    ({}, {}, {"taskType": "RETRIEVAL_QUERY"}, {"outputDimensionality": 16}, {"taskType": "RETRIEVAL_DOCUMENT", "title": dice.choice("ab")})
                ),
            )
            for _ in range(dice.randrange(1, 12))
        ]
        answer = client.ask(BATCH, {"requests": [{"model": f"models/{M}", **one} for one in items]})
        same(values(answer), [item_vector(one) for one in items], f"batch {number}")
        asked += len(items)
    sent_items = [
        tuple(map(str, (one["content"], one.get("taskType"), one.get("title"), one.get("outputDimensionality"))))
        for exchange in world.upstream.requests
        for one in exchange.json["requests"]
    ]
    same(len(sent_items), len(set(sent_items)), f"items sent (of {asked} asked for), each once")


@check("embeddings")
def a_batch_of_a_hundred_and_of_one_and_of_none(world):
    proxy = world.proxy()
    many = [item(f"n{number}") for number in range(100)]
    same(values(batch(proxy, *many)), [item_vector(one) for one in many])
    same(values(batch(proxy, *many[50:])), [item_vector(one) for one in many[50:]])
    same(world.upstream.count(), 1)
    answer = batch(proxy)
    need(answer.status in (200, 400), answer)


@check("embeddings")
def an_answer_of_the_wrong_length_is_not_kept(world):
    proxy = world.proxy()
    for name, content in (
        ("too few", {"embeddings": [{"values": [1, 2]}]}),
        ("too many", {"embeddings": [{"values": [1, 2]}] * 3}),
        ("empty", {"embeddings": [{"values": []}, {"values": []}]}),
        ("none", {}),
        ("null", {"embeddings": [{"values": None}, {"values": None}]}),
        ("text", {"embeddings": [{"values": ["a"]}, {"values": ["b"]}]}),
        ("nothing", b""),
    ):
        world.upstream.always(lambda exchange: exchange.send(body=content))
        batch(proxy, item(f"{name} 1"), item(f"{name} 2"))
        world.upstream.rules.clear()
        answer = batch(proxy, item(f"{name} 1"), item(f"{name} 2"))
        same(values(answer), [vector(f"{name} {number}", 8, None, None) for number in (1, 2)], name)


@check("embeddings")
def a_failed_rest_fails_the_batch_and_loses_nothing(world):
    proxy = world.proxy()
    batch(proxy, item("a"))
    world.upstream.always(lambda exchange: exchange.send(429, {"error": {"code": 429, "message": "quota", "status": "RESOURCE_EXHAUSTED"}}))
    same(batch(proxy, item("a"), item("b")).status, 429)
    need(batch(proxy, item("a")).hit, "the known one")
    world.upstream.rules.clear()
    same(values(batch(proxy, item("a"), item("b"))), [vector(text, 8, None, None) for text in "ab"])


@check("embeddings")
def usage_is_left_out_when_an_item_came_from_the_store(world):
    proxy = world.proxy()

    def counted(exchange):
        items = exchange.json["requests"]
        exchange.send(body={"embeddings": [{"values": item_vector(one)} for one in items], "usageMetadata": {"promptTokenCount": 7 * len(items)}})

    world.upstream.always(counted)
    same(batch(proxy, item("u1"), item("u2")).json.get("usageMetadata"), {"promptTokenCount": 14}, "all from upstream")
    need("usageMetadata" not in batch(proxy, item("u1"), item("u3")).json, "one from the store")


@check("embeddings")
def several_parts_are_one_vector(world):
    proxy = world.proxy()
    two = {"content": {"parts": [{"text": "a"}, {"text": "b"}]}}
    same(proxy.ask(ONE, two).json["embedding"]["values"], item_vector(two))
    need(proxy.ask(ONE, two).hit, "again")
    need(not proxy.ask(ONE, item("ab")).hit and not proxy.ask(ONE, item("a")).hit, "boundaries")


@check("embeddings")
def a_whole_vector_serves_a_shorter_one_only_when_asked_to(world):
    from . import replies

    world.upstream.always(lambda exchange: (exchange.query.append(("full", "1")), replies.embedding(exchange))[1])
    proxy = world.proxy()
    full = proxy.ask("/v1beta/models/gemini-embedding-001:embedContent", item("r")).json["embedding"]["values"]
    short = proxy.ask(ONE, item("r", outputDimensionality=768), {"x-gemcache-reduce": "1"})
    need(short.status == 200 and world.upstream.count() == 1 and "detail" in short.cache, short)
    same(short.json["embedding"]["values"], full[:768], "001 is cut and not made of length one")
    silent = proxy.ask(ONE, item("r", outputDimensionality=1536))
    need(not silent.hit and world.upstream.count() == 2, "reduced unasked")
    two = "/v1beta/models/gemini-embedding-2:embedContent"
    full = proxy.ask(two, item("r")).json["embedding"]["values"]
    short = proxy.ask(two, item("r", outputDimensionality=256), {"x-gemcache-reduce": "1"}).json["embedding"]["values"]
    norm = math.sqrt(sum(one * one for one in full[:256]))
    need(len(short) == 256 and all(math.isclose(a, b / norm, abs_tol=1e-5) for a, b in zip(short, full)), "2 is cut and made of length one")
    said = [name for exchange in world.upstream.requests for name, _ in exchange.headers if name.startswith("x-gemcache")]
    need(not said, said)


@check("embeddings")
def OpenAI_embeddings_pass(world):
    proxy = world.proxy()
    for number in range(2):
        answer = proxy.ask("/v1beta/openai/embeddings", {"model": M, "input": "x"})
        need(answer.status == 200 and answer.json["data"], answer)


@check("embeddings")
def namespaces_samples_and_scopes_keep_vectors_apart(world):
    from .kit import OTHER

    proxy = world.proxy()
    proxy.ask(ONE, item("apart"))
    for fields in ({"x-gemcache-namespace": "n"}, {"x-gemcache-sample": "1"}):
        need(not proxy.ask(ONE, item("apart"), fields).hit, f"{fields} shares the vector")
        need(proxy.ask(ONE, item("apart"), fields).hit, f"{fields} twice")
        need(batch(proxy, item("apart"), headers=fields).hit, f"{fields} in a batch")
    scoped = world.proxy("--scope-by-credential")
    scoped.ask(ONE, item("apart"))
    need(scoped.ask(ONE, item("apart")).hit, "my own")
    need(not scoped.ask(ONE, item("apart"), key=OTHER).hit and not batch(scoped, item("apart"), item("x"), key=OTHER).hit, "another's vector")


@check("embeddings")
def a_refresh_replaces_vectors(world):
    proxy = world.proxy()
    world.upstream.always(lambda exchange: exchange.send(body={"embeddings": [{"values": [0.5, float(exchange.number)]} for _ in exchange.json["requests"]]}))
    batch(proxy, item("a"), item("b"))
    fresh = values(batch(proxy, item("a"), item("b"), headers={"Cache-Control": "no-cache"}))
    same(fresh, [[0.5, 2.0]] * 2, "fresh ones")
    same(values(batch(proxy, item("b"), item("a"))), fresh, "the new ones afterwards")


@check("embeddings")
def no_store_keeps_no_vector(world):
    proxy = world.proxy()
    batch(proxy, item("a"), headers={"Cache-Control": "no-store"})
    need(not batch(proxy, item("a")).hit, "it was kept")
    same(batch(proxy, item("b"), item("a"), headers={"Cache-Control": "only-if-cached"}).status, 504, "half is known")
