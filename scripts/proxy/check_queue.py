"""Questions that wait: 202, a durable row, sync, exactly once."""

import re
import signal
import subprocess
import threading

from . import kit
from .check_offline import hole
from .kit import FLASH, GENERATE, KEY, OTHER, STREAM, body, check, need, same, together, until
from .forms import error
from .replies import whole

ASYNC = {"Prefer": "respond-async"}


def accepted(answer):
    same(answer.status, 202, str(answer))
    need(re.fullmatch(r"(http://[^/]+)?/__gemcache/queue/[^/]+", answer.header("location") or ""), f"Location: {answer.header('location')}")
    return re.sub(r"^http://[^/]+", "", answer.header("location"))


def sync(world, store, *options, key=KEY, url=None):
    return world.run("sync", "--store", store, *options, env={"GEMINI_API_KEY": key, "GOOGLE_GEMINI_BASE_URL": url or world.upstream.url})


def break_off(world, proxy, number):
    """Ends a sync by a signal while upstream still thinks about its first question."""
    gate = threading.Event()
    world.upstream.always(lambda exchange: (gate.wait(10), exchange.send(body=whole(exchange.number)))[1])
    process = subprocess.Popen(
        [kit.BINARY[0], "sync", "--store", str(proxy.store)],
        env=kit.environment({"GEMINI_API_KEY": KEY, "GOOGLE_GEMINI_BASE_URL": world.upstream.url}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=kit.hear_signals,
    )
    until(lambda: world.upstream.count() >= 1, "sync asks")
    process.send_signal(number)
    process.wait(10)
    gate.set()
    world.upstream.rules.clear()


@check("queue")
def a_question_waits_and_sync_sends_it_once(world):
    proxy = world.proxy(url=hole())
    answer = proxy.ask(GENERATE, body("wait"), ASYNC)
    ticket = accepted(answer)
    need("respond-async" in (answer.header("preference-applied") or ""), f"Preference-Applied: {answer.headers}")
    row = proxy.ask(ticket, key=None)
    same(row.status, 200, str(row))
    need(row.json.get("state") == "pending" or "pending" in row.data.decode(), row)
    same(sync(world, proxy.store).returncode, 0)
    same(world.upstream.count(), 1, "requests upstream")
    got = proxy.ask(GENERATE, body("wait"))
    need(got.hit and got.text == "answer 1", got)
    row = proxy.ask(ticket, key=None)
    need(row.status == 200 and "done" in row.data.decode(), f"the ticket afterwards: {row}")
    same(sync(world, proxy.store).returncode, 0)
    same(world.upstream.count(), 1, "requests upstream after a second sync")


@check("queue")
def the_option_queues_without_being_asked(world):
    proxy = world.proxy("--queue", url=hole())
    accepted(proxy.ask(GENERATE, body("q")))


@check("queue")
def without_a_wish_there_is_no_row(world):
    proxy = world.proxy(url=hole())
    for fields in ({}, {"Prefer": "wait=10"}, {"Prefer": "respond-asynchronously"}, {"Prefer": 'x="respond-async"'}, {"Prefer": "return=minimal"}):
        same(proxy.ask(GENERATE, body("none"), fields).status, 503, f"{fields}")


@check("queue")
def the_wish_may_stand_anywhere(world):
    proxy = world.proxy(url=hole())
    for number, value in enumerate(
        ("respond-async", "Respond-Async", "respond-async, wait=10", "wait=10,respond-async", "return=minimal; x=y, respond-async", "respond-async; foo=bar")
    ):
        accepted(proxy.ask(GENERATE, body(f"p{number}"), {"Prefer": value}))


@check("queue")
def reachable_means_answered(world):
    answer = world.proxy("--queue").ask(GENERATE, body("here"), ASYNC)
    same(answer.status, 200)


@check("queue")
def offline_mode_queues_too(world):
    proxy = world.proxy("--mode", "offline")
    accepted(proxy.ask(GENERATE, body("o"), ASYNC))
    same(world.upstream.count(), 0)


@check("queue")
def equal_questions_share_a_row(world):
    proxy = world.proxy("--queue", url=hole())
    tickets = {accepted(proxy.ask(GENERATE, body("twice"))), accepted(proxy.ask(GENERATE, {"contents": {"parts": {"text": "twice"}}}))}
    same(sync(world, proxy.store).returncode, 0)
    same(world.upstream.count(), 1, f"requests upstream for {len(tickets)} tickets")


@check("queue")
def a_kill_between_loses_nothing(world):
    proxy = world.proxy("--queue", url=hole())
    for number in range(20):
        accepted(proxy.ask(GENERATE, body(f"k{number}")))
    proxy.stop(9)
    same(sync(world, proxy.store).returncode, 0)
    same(world.upstream.count(), 20, "requests upstream")
    again = world.proxy(store=proxy.store, url=hole())
    need(all(again.ask(GENERATE, body(f"k{number}")).hit for number in range(20)), "all are hits")


@check("queue")
def a_sync_that_is_killed_asks_again_and_keeps_one_answer(world):
    proxy = world.proxy("--queue", url=hole())
    for number in range(6):
        accepted(proxy.ask(GENERATE, body(f"s{number}")))
    break_off(world, proxy, signal.SIGKILL)
    until(lambda: (sync(world, proxy.store), sum(proxy.ask(GENERATE, body(f"s{number}")).hit for number in range(6)) == 6)[1], "all are answered", 60)


@check("queue")
def an_interrupted_sync_gives_its_rows_back(world):
    proxy = world.proxy("--queue", url=hole())
    accepted(proxy.ask(GENERATE, body("i")))
    break_off(world, proxy, signal.SIGINT)
    need(sync(world, proxy.store).returncode == 0 and proxy.ask(GENERATE, body("i")).hit, "the row was not free for the next sync")


@check("queue")
def two_syncs_at_once_ask_once(world):
    proxy = world.proxy("--queue", url=hole())
    for number in range(12):
        accepted(proxy.ask(GENERATE, body(f"t{number}")))
    together(*[lambda: sync(world, proxy.store)] * 3)
    same(world.upstream.count(), 12, "requests upstream")


@check("queue")
def what_upstream_refuses_is_kept_with_its_reason(world):
    proxy = world.proxy("--queue", url=hole())
    ticket = accepted(proxy.ask(GENERATE, body("bad")))
    world.upstream.always(lambda exchange: exchange.send(400, error(400, "Request contains an invalid argument.", "INVALID_ARGUMENT")))
    sync(world, proxy.store)
    row = proxy.ask(ticket, key=None)
    need(row.status == 200 and "dead" in row.data.decode() and "invalid argument" in row.data.decode(), row)


@check("queue")
def what_may_pass_stays(world):
    proxy = world.proxy("--queue", url=hole())
    ticket = accepted(proxy.ask(GENERATE, body("busy")))
    world.upstream.always(lambda exchange: exchange.send(503, error(503, "The model is overloaded.", "UNAVAILABLE")))
    sync(world, proxy.store)
    row = proxy.ask(ticket, key=None)
    need(row.status == 200 and "dead" not in row.data.decode() and "done" not in row.json.get("state", ""), row)


@check("queue")
def other_credentials_do_not_send_my_questions(world):
    proxy = world.proxy("--queue", url=hole())
    accepted(proxy.ask(GENERATE, body("mine")))
    sync(world, proxy.store, key=OTHER)
    same(world.upstream.count(), 0, "requests upstream")
    sync(world, proxy.store, "--any-credential", key=OTHER)
    same(world.upstream.count(), 1, "requests upstream under --any-credential")
    same(world.upstream.last.header("x-goog-api-key"), OTHER)


@check("queue")
def what_cannot_wait_is_refused_and_not_queued(world):
    proxy = world.proxy("--queue", url=hole())
    for path, content in (
        ("/v1beta/cachedContents", {"model": "models/m"}),
        (FLASH + "batchGenerateContent", {"batch": {}}),
        ("/v1beta/unknown", {}),
        (GENERATE, body("secret", tools=[{"mcpServers": [{"name": "s", "streamableHttpTransport": {"url": "https://x", "headers": {"a": "b"}}}]}])),
        (GENERATE, body("f", cachedContent="cachedContents/unknown")),
    ):
        same(proxy.ask(path, content, ASYNC).status, 503, path)
    same(proxy.ask("/v1beta/files/x", method="DELETE").status, 503)
    same(proxy.ask("/v1beta/models").status, 503)


@check("queue")
def streams_counts_and_embeddings_wait_too(world):
    proxy = world.proxy("--queue", url=hole())
    for path, content in (
        (STREAM + "?alt=sse", body("st")),
        (FLASH + "countTokens", body("ct")),
        ("/v1beta/models/gemini-embedding-001:embedContent", {"content": {"parts": [{"text": "e"}]}}),
        (
            "/v1beta/models/gemini-embedding-001:batchEmbedContents",
            {"requests": [{"model": "models/gemini-embedding-001", "content": {"parts": [{"text": text}]}} for text in "fg"]},
        ),
    ):
        accepted(proxy.ask(path, content))
    same(sync(world, proxy.store).returncode, 0)
    need(proxy.ask(STREAM + "?alt=sse", body("st")).hit and proxy.ask(FLASH + "countTokens", body("ct")).hit, "stream and count")
    need(proxy.ask("/v1beta/models/gemini-embedding-001:embedContent", {"content": {"parts": [{"text": "g"}]}}).hit, "an item of the batch")


@check("queue")
def the_queue_keeps_no_key_and_sends_it_from_sync(world):
    proxy = world.proxy("--queue", url=hole())
    accepted(proxy.ask(GENERATE + f"?key={KEY}", body("k"), key=None))
    same(sync(world, proxy.store).returncode, 0)
    seen = world.upstream.last.everything().decode()
    same(seen.count(KEY), 1, "the key upstream, once")


@check("queue")
def the_commands_list_show_retry_and_drop(world):
    proxy = world.proxy("--queue", url=hole())
    ticket = accepted(proxy.ask(GENERATE, body("listed"))).rpartition("/")[2]
    listed = world.run("queue", "--store", proxy.store)
    need(listed.returncode == 0 and ticket in listed.stdout.decode(), f"{listed.stdout} {listed.stderr}")
    shown = world.run("queue", "show", ticket, "--store", proxy.store)
    need(shown.returncode == 0, shown.stderr)
    dropped = world.run("queue", "drop", ticket, "--store", proxy.store)
    need(dropped.returncode == 0, dropped.stderr)
    sync(world, proxy.store)
    same(world.upstream.count(), 0)


@check("queue")
def an_unknown_ticket_is_404(world):
    proxy = world.proxy()
    for name in ("999999", "nobody", "-1", "0", "18446744073709551616", "%00", "1e9"):
        answer = proxy.ask(f"/__gemcache/queue/{name}")
        need(answer.status in (400, 404), f"{name}: {answer}")


@check("queue")
def a_known_question_does_not_wait(world):
    online = world.proxy()
    online.ask(GENERATE, body("known"))
    online.stop()
    need(world.proxy("--queue", store=online.store, url=hole()).ask(GENERATE, body("known"), ASYNC).hit, "it was queued")


@check("queue")
def a_done_ticket_leads_to_its_answer(world):
    proxy = world.proxy(url=hole())
    answer = proxy.ask(GENERATE, body("done"), ASYNC)
    ticket = accepted(answer)
    sync(world, proxy.store)
    row = proxy.ask(ticket, key=None)
    same(row.json.get("state"), "done", str(row))
    key = proxy.ask(GENERATE, body("done")).cache["key"]
    need(key in row.data.decode() or "answer 1" in row.data.decode(), f"neither answer nor key: {row}")


@check("queue")
def a_question_that_was_answered_meanwhile_is_not_asked_again(world):
    proxy = world.proxy("--queue", url=hole())
    accepted(proxy.ask(GENERATE, body("meanwhile")))
    online = world.proxy(store=proxy.store)
    online.ask(GENERATE, body("meanwhile"))
    same(world.upstream.count(), 1)
    sync(world, proxy.store)
    same(world.upstream.count(), 1, "requests upstream after the sync")


@check("queue")
def samples_and_namespaces_wait_apart(world):
    proxy = world.proxy("--queue", url=hole())
    fields = ({}, {"x-gemcache-sample": "1"}, {"x-gemcache-namespace": "n"})
    for one in fields:
        accepted(proxy.ask(GENERATE, body("apart"), one))
    sync(world, proxy.store)
    same(world.upstream.count(), 3, "requests upstream")
    need(all(proxy.ask(GENERATE, body("apart"), one).hit for one in fields), "each is a hit")


@check("queue")
def no_store_does_not_wait(world):
    proxy = world.proxy("--queue", url=hole())
    need(proxy.ask(GENERATE, body("ns"), {"Cache-Control": "no-store"}).status == 503, "a question that must not be stored was stored in the queue")
    need(proxy.ask(GENERATE, body("oic"), {"Cache-Control": "only-if-cached"}).status == 504, "only-if-cached was queued")
