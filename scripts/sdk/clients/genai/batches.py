"""Batches of questions and of embeddings, inline and by file."""

import json
import io
import time

from kit import EMBEDDER, FLASH, case, has, need, same

from .client import client, fails, types

ENDED = {types.JobState.JOB_STATE_SUCCEEDED, types.JobState.JOB_STATE_FAILED, types.JobState.JOB_STATE_CANCELLED, types.JobState.JOB_STATE_EXPIRED}


def ended(job, wanted=types.JobState.JOB_STATE_SUCCEEDED):
    for _ in range(400):
        if job.state in ENDED:
            break
        time.sleep(0.05)
        job = client.batches.get(name=job.name)
    same(job.state, wanted, f"the state ({job.error})")
    return job


def question(text, **more):
    return {"contents": [{"role": "user", "parts": [{"text": text}]}], **more}


@case("batches")
def inline():
    job = client.batches.create(model=FLASH, src=[question("Name a fish."), question("Name a bird.")], config={"display_name": "two names"})
    need(job.name.startswith("batches/"), job.name)
    same(job.display_name, "two names", "the display name")
    need(job.state in (types.JobState.JOB_STATE_PENDING, types.JobState.JOB_STATE_RUNNING, types.JobState.JOB_STATE_SUCCEEDED), f"{job.state}")
    job = ended(job)
    answers = job.dest.inlined_responses
    same(len(answers), 2, "the number of answers")
    has(answers[0].response.text, "fish")
    has(answers[1].response.text, "bird")
    need(job.create_time and job.end_time, "no times")


@case("batches")
def inline_with_settings():
    job = ended(client.batches.create(model=FLASH, src=[
        question("Who are you?", config={"system_instruction": {"parts": [{"text": "You are Otto."}]}, "temperature": 0.1}),
        question("As JSON.", config={"response_mime_type": "application/json", "response_schema": {"type": "OBJECT", "properties": {"a": {"type": "INTEGER"}}, "required": ["a"]}})]))
    has(job.dest.inlined_responses[0].response.text, "Otto")
    need(isinstance(json.loads(job.dest.inlined_responses[1].response.text)["a"], int), "no integer")


@case("batches")
def by_file():
    lines = [{"key": f"line-{number}", "request": question(f"Name town {number}.")} for number in range(3)]
    data = "\n".join(json.dumps(line) for line in lines).encode()
    file = client.files.upload(file=io.BytesIO(data), config={"display_name": "lines", "mime_type": "jsonl"})
    job = ended(client.batches.create(model=FLASH, src=file.name))
    need(job.dest.file_name, f"{job.dest}")
    answers = [json.loads(line) for line in client.files.download(file=job.dest.file_name).decode().splitlines() if line]
    same([answer["key"] for answer in answers], ["line-0", "line-1", "line-2"], "the keys")
    has(answers[2]["response"]["candidates"][0]["content"]["parts"][0]["text"], "town 2")


@case("batches")
def errors_of_single_requests():
    job = ended(client.batches.create(model=FLASH, src=[question("Good."), question("Bad.", config={"temperature": 9.0})]))
    good, bad = job.dest.inlined_responses
    has(good.response.text, "Good")
    need(bad.error and not bad.response, f"{bad}")


@case("batches")
def list_them():
    job = client.batches.create(model=FLASH, src=[question("Listed.")])
    need(job.name in [other.name for other in client.batches.list(config={"page_size": 5})], "not listed")


@case("batches")
def cancel():
    job = client.batches.create(model=FLASH, src=[question("Cancelled.")])
    client.batches.cancel(name=job.name)
    need(client.batches.get(name=job.name).state in (types.JobState.JOB_STATE_CANCELLED, types.JobState.JOB_STATE_SUCCEEDED), "it goes on")


@case("batches")
def delete():
    job = ended(client.batches.create(model=FLASH, src=[question("Deleted.")]))
    client.batches.delete(name=job.name)
    fails(404, "NOT_FOUND", lambda: client.batches.get(name=job.name))


@case("batches")
def unknown_ones():
    fails(404, "NOT_FOUND", lambda: client.batches.get(name="batches/nothing-here"))
    fails(404, "NOT_FOUND", lambda: client.batches.create(model="gemini-0-none", src=[question("Hi")]))


@case("batches")
def embeddings():
    make = getattr(client.batches, "create_embeddings", None)
    if not make:
        return "not in this version"
    texts = {"contents": [{"parts": [{"text": "A boat."}]}, {"parts": [{"text": "A bird."}]}], "config": {"output_dimensionality": 128}}
    job = ended(make(model=EMBEDDER, src={"inlined_requests": texts}, config={"display_name": "vectors"}))
    vectors = [answer.response.embedding.values for answer in job.dest.inlined_embed_content_responses]
    same([len(vector) for vector in vectors], [128, 128], "the lengths")
    single = client.models.embed_content(model=EMBEDDER, contents="A boat.", config={"output_dimensionality": 128}).embeddings[0].values
    same(vectors[0], single, "the vector alone and in a batch")
