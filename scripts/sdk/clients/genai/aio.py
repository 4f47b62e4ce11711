"""The async side of the SDK."""

import asyncio

from kit import EMBEDDER, FLASH, MEDIA, THREE, UNKNOWN, case, has, need, same

from . import config as settings
from .client import errors, fault, finish, joined, make, types


@case("async")
async def generate():
    async with make().aio as own:
        answer = await own.models.generate_content(model=FLASH, contents="Say hello asynchronously.", config={"system_instruction": "You are Otto."})
        has(answer.text, "asynchronously", "Otto")


@case("async")
async def stream():
    async with make().aio as own:
        chunks = [chunk async for chunk in await own.models.generate_content_stream(model=FLASH, contents="Tell an async story of two gulls and a crab.")]
    has(joined(chunks), "async story")
    same(finish(chunks[-1]), types.FinishReason.STOP, "the finish reason")


@case("async")
async def many_at_once():
    async with make().aio as own:
        answers = await asyncio.gather(*(own.models.generate_content(model=FLASH, contents=f"Name ship number {number}.") for number in range(20)))
    for number, answer in enumerate(answers):
        has(answer.text, f"ship number {number}")


@case("async")
async def chat():
    async with make().aio as own:
        talk = own.chats.create(model=FLASH)
        await talk.send_message("My name is Ada.")
        has((await talk.send_message("What is my name?")).text, "Ada")
        chunks = [chunk async for chunk in await talk.send_message_stream("And again?")]
        need(joined(chunks), "no streamed answer")
        same([turn.role for turn in talk.get_history()][:5], ["user", "model", "user", "model", "user"], "the roles")


@case("async")
async def functions():
    asked = []

    async def get_weather(place: str) -> str:
        """Tells the weather of a place."""
        asked.append(place)
        return "mist"

    async with make().aio as own:
        answer = await own.models.generate_content(model=THREE, contents="What is the weather in Kiel?", config={"tools": [get_weather]})
        has(answer.text, "mist")
        same(len(asked), 1, "the number of calls")


@case("async")
async def schema():
    async with make().aio as own:
        answer = await own.models.generate_content(
            model=FLASH, contents="A recipe.", config={"response_mime_type": "application/json", "response_schema": settings.Recipe})
        need(isinstance(answer.parsed, settings.Recipe), f"{answer.parsed!r}")


@case("async")
async def tokens_and_embeddings():
    async with make().aio as own:
        need((await own.models.count_tokens(model=FLASH, contents="One, two, three.")).total_tokens > 2, "too few tokens")
        answer = await own.models.embed_content(model=EMBEDDER, contents=["A boat", "A bird"], config={"output_dimensionality": 128})
        same([len(one.values) for one in answer.embeddings], [128, 128], "the lengths")


@case("async")
async def files():
    async with make().aio as own:
        file = await own.files.upload(file=MEDIA / "report.pdf", config={"display_name": "async"})
        same((file.display_name, file.mime_type), ("async", "application/pdf"), "the file")
        same((await own.files.get(name=file.name)).name, file.name, "the name")
        need(file.name in [other.name async for other in await own.files.list(config={"page_size": 100})], "not listed")
        answer = await own.models.generate_content(model=FLASH, contents=[file, "What is it?"])
        has(answer.text, "application/pdf")
        await own.files.delete(name=file.name)
        await fails(403, own.files.get(name=file.name))


@case("async")
async def large_file():
    import io
    async with make().aio as own:
        for size in (8 << 20, (8 << 20) + 5, 0):
            file = await own.files.upload(file=io.BytesIO(b"x" * size), config={"mime_type": "application/octet-stream"})
            same(file.size_bytes or 0, size, "the size")


@case("async", kept=False)
async def caches():
    async with make().aio as own:
        cache = await own.caches.create(model=FLASH, config={"contents": "The logbook of the keeper tells of wind and of ships. " * 150, "ttl": "300s"})
        answer = await own.models.generate_content(model=FLASH, contents="What does it tell?", config={"cached_content": cache.name})
        need(answer.usage_metadata.cached_content_token_count > 1000, f"{answer.usage_metadata}")
        need(cache.name in [other.name async for other in await own.caches.list()], "not listed")
        await own.caches.update(name=cache.name, config={"ttl": "900s"})
        await own.caches.delete(name=cache.name)
        await fails(403, own.caches.get(name=cache.name))


@case("async")
async def batches():
    async with make().aio as own:
        job = await own.batches.create(model=FLASH, src=[{"contents": [{"parts": [{"text": "Name a whale."}], "role": "user"}]}])
        for _ in range(200):
            if job.state.name in ("JOB_STATE_SUCCEEDED", "JOB_STATE_FAILED"):
                break
            await asyncio.sleep(0.05)
            job = await own.batches.get(name=job.name)
        has(job.dest.inlined_responses[0].response.text, "whale")
        need(job.name in [other.name async for other in await own.batches.list()], "not listed")


@case("async")
async def models():
    async with make().aio as own:
        need(f"models/{FLASH}" in [model.name async for model in await own.models.list()], "not listed")
        same((await own.models.get(model=FLASH)).name, f"models/{FLASH}", "the name")


@case("async")
async def errors_and_retries():
    async with make().aio as own:
        await fails(404, own.models.generate_content(model=UNKNOWN, contents="Hello"))
        await fails(429, own.models.generate_content(model=FLASH, contents="Too much?", config={"http_options": fault("429")}))
        answer = await own.models.generate_content(model=FLASH, contents="What passes later?", config={"http_options": fault("503;times=1", attempts=3)})
        has(answer.text, "later")


@case("async")
async def error_in_mid_stream():
    async def run(own):
        async for _ in await own.models.generate_content_stream(
                model=FLASH, contents="Tell half a story of whales and of boats.", config={"http_options": fault("error-mid-stream;after=1")}):
            pass

    async with make().aio as own:
        await fails(503, run(own))


@case("async", proxy=False)
async def timeout():
    async with make().aio as own:
        try:
            await own.models.generate_content(model=FLASH, contents="What never comes?", config={"http_options": fault("stall", timeout=1000)})
        except Exception as error:
            return type(error).__name__
        raise AssertionError("an answer came")


@case("async")
async def left_early():
    async with make().aio as own:
        chunks = await own.models.generate_content_stream(model=FLASH, contents="Tell of " + "very " * 100 + "many waves.")
        async for chunk in chunks:
            need(chunk.candidates, "no candidate")
            break
        has((await own.models.generate_content(model=FLASH, contents="Still there, pilot?")).text, "pilot")


async def fails(code, call):
    try:
        await call
    except errors.APIError as error:
        same(error.code, code, f"the code of {error}")
        return
    raise AssertionError("no error was raised")
