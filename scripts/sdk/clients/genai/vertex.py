"""The same through Vertex AI: a project with a token, and an API key alone."""

import json

from kit import EMBEDDER, EMBEDDER2, FLASH, THREE, UNKNOWN, case, has, length, near, need, png, same

from . import config as settings
from .client import ask, express, fails, fault, finish, joined, parts, stream, types, vertex


@case("vertex")
def generate():
    answer = ask("Say hello to the project harbour.", via=vertex())
    has(answer.text, "project harbour")
    need(answer.create_time and answer.response_id, "no times")
    same(answer.candidates[0].index, None, "the index")
    usage = answer.usage_metadata
    need(usage.candidates_tokens_details and usage.traffic_type, f"{usage}")


@case("vertex")
def generate_with_a_key():
    has(ask("Say hello on Vertex express.", via=express()).text, "express")
    has(joined(stream("Say more on Vertex express.", via=express())), "express")


@case("vertex")
def generate_streamed():
    chunks = stream("Tell a story of the project harbour.", via=vertex())
    has(joined(chunks), "harbour")
    same(finish(chunks[-1]), types.FinishReason.STOP, "the finish reason")


@case("vertex")
def chat():
    own = vertex()
    talk = own.chats.create(model=FLASH)
    talk.send_message("My name is Ada.")
    has(talk.send_message("What is my name?").text, "Ada")


@case("vertex")
def schema_and_system_instruction():
    answer = ask("Give me a recipe.", via=vertex(), response_mime_type="application/json", response_schema=settings.Recipe)
    need(isinstance(answer.parsed, settings.Recipe), f"{answer.parsed!r}")
    has(ask("Who are you?", via=vertex(), system_instruction="You are Otto.").text, "Otto")


@case("vertex", kept=False)
def media_and_labels():
    answer = ask([types.Part.from_bytes(data=png(99, 88), mime_type="image/png"), "How large?"], via=vertex(), labels={"team": "harbour"})
    has(answer.text, "99", "88")
    cloud = types.Part.from_uri(file_uri="gs://bucket/boat.mp4", mime_type="video/mp4")
    has(ask([cloud, "What is it?"], via=vertex()).text, "boat.mp4")


@case("vertex")
def functions():
    def get_weather(place: str) -> str:
        """Tells the weather of a place."""
        return "graupel"

    has(ask("What is the weather in Kiel?", via=vertex(), tools=[get_weather]).text, "graupel")
    has(ask("What is the weather in Kiel?", via=vertex(), model=THREE, tools=[get_weather]).text, "graupel")


@case("vertex", kept=False)
def thinking_safety_and_search():
    answer = ask("Why?", via=vertex(), thinking_config={"include_thoughts": True}, safety_settings=[{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "OFF", "method": "SEVERITY"}])
    need(any(part.thought for part in parts(answer)), "no thoughts")
    ground = ask("Who won?", via=vertex(), tools=[{"google_search": {}}]).candidates[0].grounding_metadata
    need(ground.grounding_chunks, "no sources")
    need(not ask("Stop. [[block]]", via=vertex()).candidates, "not blocked")


@case("vertex")
def tokens():
    own = vertex()
    need(own.models.count_tokens(model=FLASH, contents="The quick brown fox.").total_tokens > 2, "too few")
    info = own.models.compute_tokens(model=FLASH, contents="The quick brown fox.").tokens_info
    need(info and info[0].token_ids and len(info[0].token_ids) == len(info[0].tokens), f"{info}")
    same(b"".join(info[0].tokens), b"The quick brown fox.", "the tokens")
    counted = own.models.count_tokens(model=FLASH, contents="Hello", config={"system_instruction": "Be brief.", "generation_config": {"temperature": 0}})
    need(counted.total_tokens > own.models.count_tokens(model=FLASH, contents="Hello").total_tokens, "the instruction counts nothing")


@case("vertex")
def embeddings():
    own = vertex()
    one = own.models.embed_content(model=EMBEDDER, contents="A boat on Vertex.")
    same(len(one.embeddings[0].values), 3072, "the length")
    need(one.embeddings[0].statistics.token_count > 0 and (one.metadata is None or one.metadata.billable_character_count > 0), f"{one.metadata}")
    short = own.models.embed_content(model="text-embedding-005", contents=["A boat.", "A bird."], config={"output_dimensionality": 256, "task_type": "RETRIEVAL_DOCUMENT", "title": "T"})
    same([len(item.values) for item in short.embeddings], [256, 256], "the lengths")


@case("vertex")
def embeddings_of_the_newer_model():
    own = vertex()
    answer = own.models.embed_content(model=EMBEDDER2, contents="A boat on Vertex.", config={"output_dimensionality": 768})
    same(len(answer.embeddings[0].values), 768, "the length")
    near(length(answer.embeddings[0].values), 1, 0.001)
    picture = own.models.embed_content(model=EMBEDDER2, contents=types.Part.from_bytes(data=png(), mime_type="image/png"))
    same(len(picture.embeddings), 1, "the number of vectors")


@case("vertex")
def models():
    own = vertex()
    names = [model.name for model in own.models.list()]
    need(any(FLASH in name for name in names), f"{names}")
    has(own.models.get(model=FLASH).name, FLASH)


@case("vertex", kept=False)
def caches():
    own = vertex()
    text = "The logbook of the lighthouse keeper tells of wind, of ships and of the sea. " * 200
    cache = own.caches.create(model=FLASH, config={"contents": text, "ttl": "600s", "display_name": "logbook"})
    has(cache.name, "projects/", "/cachedContents/")
    need(ask("What does it tell?", via=own, cached_content=cache.name).usage_metadata.cached_content_token_count > 1000, "nothing cached")
    need(cache.name in [other.name for other in own.caches.list()], "not listed")
    own.caches.update(name=cache.name, config={"ttl": "900s"})
    own.caches.delete(name=cache.name)
    fails(404, "NOT_FOUND", lambda: own.caches.get(name=cache.name))


@case("vertex")
def unknown_model():
    fails(404, "NOT_FOUND", lambda: ask("Hello", via=vertex(), model=UNKNOWN), "Publisher Model")
    fails(404, "NOT_FOUND", lambda: stream("Hello", via=express(), model=UNKNOWN))


@case("vertex")
def faults():
    fails(429, "RESOURCE_EXHAUSTED", lambda: ask("Too much on Vertex?", via=vertex(), http_options=fault("429")))
    has(ask("What passes later on Vertex?", via=vertex(), http_options=fault("503;times=1", attempts=3)).text, "later")


@case("vertex")
def bad_requests():
    fails(400, "INVALID_ARGUMENT", lambda: ask("Hello", via=vertex(), temperature=1000.0), "temperature")
    wrong = [types.Content(role="pirate", parts=[types.Part(text="Arr")])]
    fails(400, "INVALID_ARGUMENT", lambda: ask(wrong, via=vertex()), "valid role")


@case("vertex")
def async_ones():
    import asyncio

    async def run():
        async with vertex().aio as own:
            answer = await own.models.generate_content(model=FLASH, contents="Say hello to async Vertex.")
            chunks = [chunk async for chunk in await own.models.generate_content_stream(model=FLASH, contents="Stream on async Vertex.")]
            return answer, chunks

    answer, chunks = asyncio.run(run())
    has(answer.text, "async Vertex")
    has(joined(chunks), "async Vertex")
