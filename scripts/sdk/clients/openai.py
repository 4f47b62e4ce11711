"""openai, the SDK of another service, at the compatible endpoint."""

import base64
import json
import struct
import typing

import openai
from kit import BASE, EMBEDDER, EMBEDDER2, FLASH, KEY, THREE, UNKNOWN, case, has, image_url, media, near, need, length, png, raises, same
from pydantic import BaseModel

VERSION = openai.__version__


def make(kind=openai.OpenAI, **options):
    options.setdefault("max_retries", 0)
    return kind(api_key=KEY, base_url=f"{BASE}/v1beta/openai/", **options)


client = make()
WEATHER = {"type": "function", "function": {"name": "get_weather", "description": "The weather of a place.", "parameters": {
    "type": "object", "properties": {"place": {"type": "string"}}, "required": ["place"], "additionalProperties": False}}}
CLOCK = {"type": "function", "function": {"name": "get_time", "description": "The time of a place.", "parameters": {
    "type": "object", "properties": {"place": {"type": "string"}}, "required": ["place"]}}}


class Recipe(BaseModel):
    name: str
    minutes: int
    kind: typing.Literal["soup", "bread"]
    ingredients: list[str]


def user(content):
    return {"role": "user", "content": content}


def ask(messages, model=FLASH, via=None, **options):
    messages = [user(messages)] if isinstance(messages, str) else messages
    return (via or client).chat.completions.create(model=model, messages=messages, **options)


def text(answer):
    return answer.choices[0].message.content


@case("openai")
def chat():
    answer = ask("Say hello to the harbour.")
    has(text(answer), "harbour")
    same((answer.object, answer.choices[0].finish_reason, answer.choices[0].index, answer.choices[0].message.role), ("chat.completion", "stop", 0, "assistant"), "the answer")
    same(answer.model, FLASH, "the model")
    need(answer.id and answer.created > 1_600_000_000, f"{answer.id} {answer.created}")


@case("openai")
def usage_adds_up():
    usage = ask("Count the sails.").usage
    need(usage.prompt_tokens > 0 and usage.completion_tokens > 0, f"{usage}")
    need(usage.total_tokens >= usage.prompt_tokens + usage.completion_tokens, f"{usage}")


@case("openai", kept=False)
def streamed():
    chunks = list(ask("Tell a story of a seal and a gull in five sentences.", stream=True))
    has("".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices), "seal", "gull")
    same(chunks[0].object, "chat.completion.chunk", "the object")
    same([chunk.choices[0].finish_reason for chunk in chunks if chunk.choices and chunk.choices[0].finish_reason], ["stop"], "the finish reasons")
    same(len({chunk.id for chunk in chunks}), 1, "the number of ids")


@case("openai", kept=False)
def streamed_with_usage():
    chunks = list(ask("Tell of the tide.", stream=True, stream_options={"include_usage": True}))
    need(chunks[-1].usage and chunks[-1].usage.total_tokens > 0, f"{chunks[-1]}")


@case("openai", kept=False)
def streaming_helper():
    helper = getattr(client.chat.completions, "stream", None) or client.beta.chat.completions.stream
    with helper(model=FLASH, messages=[user("Tell of the mud flats.")]) as events:
        kinds = {event.type for event in events}
        has(events.get_final_completion().choices[0].message.content, "mud flats")
    need("content.delta" in kinds, f"{kinds}")


@case("openai")
def roles():
    for role in ("system", "developer"):
        has(text(ask([{"role": role, "content": "You are Otto the snail."}, user("Who are you?")])), "Otto")


@case("openai")
def history():
    messages = [user("My name is Ada."), {"role": "assistant", "content": "Good day."}, user("What is my name?")]
    has(text(ask(messages)), "Ada")


@case("openai")
def pictures():
    content = [{"type": "text", "text": "How large is it?"}, {"type": "image_url", "image_url": {"url": image_url(png(91, 37)), "detail": "low"}}]
    answer = ask([user(content)])
    has(text(answer), "91", "37")
    need(answer.usage.prompt_tokens > 258, f"{answer.usage}")


@case("openai")
def sounds():
    content = [{"type": "text", "text": "What is said?"}, {"type": "input_audio", "input_audio": {"data": base64.b64encode(media("counting.wav")).decode(), "format": "wav"}}]
    has(text(ask([user(content)])), "audio/wav")


@case("openai")
def several_text_parts():
    has(text(ask([user([{"type": "text", "text": "Name the"}, {"type": "text", "text": "third planet."}])])), "third planet")


@case("openai")
def limits_and_sampling():
    for name in ("max_tokens", "max_completion_tokens"):
        answer = ask("Tell a long story of " + "the sea and " * 30, reasoning_effort="none", **{name: 10})
        same(answer.choices[0].finish_reason, "length", f"the finish reason for {name}")
    has(text(ask("Name a bird.", temperature=0.3, top_p=0.8, seed=4, n=1, frequency_penalty=0.1, presence_penalty=0.1, user="someone")), "bird")


@case("openai")
def stops():
    word = text(ask("Tell of the anchor.")).split()[3]
    need(word not in (text(ask("Tell of the anchor.", stop=[word])) or ""), "it did not stop")
    need(word not in (text(ask("Tell of the anchor.", stop=word)) or ""), "it did not stop")


@case("openai")
def several_choices():
    answer = ask("Name a fish.", n=2)
    same([choice.index for choice in answer.choices], [0, 1], "the indices")


@case("openai")
def json_object():
    need(isinstance(json.loads(text(ask("A boat as JSON.", response_format={"type": "json_object"}))), (dict, list)), "no JSON")


@case("openai")
def json_schema():
    schema = {"type": "object", "properties": {"town": {"type": "string"}, "people": {"type": "integer"}}, "required": ["town", "people"], "additionalProperties": False}
    value = json.loads(text(ask("Describe a town.", response_format={"type": "json_schema", "json_schema": {"name": "town", "schema": schema, "strict": True}})))
    need(isinstance(value["town"], str) and isinstance(value["people"], int), f"{value}")


@case("openai")
def parsed():
    parse = getattr(client.chat.completions, "parse", None) or client.beta.chat.completions.parse
    recipe = parse(model=FLASH, messages=[user("Give me a recipe.")], response_format=Recipe).choices[0].message.parsed
    need(isinstance(recipe, Recipe), f"{recipe!r}")


@case("openai")
def tool_call():
    answer = ask("What is the weather in Kiel?", tools=[WEATHER])
    same(answer.choices[0].finish_reason, "tool_calls", "the finish reason")
    call = answer.choices[0].message.tool_calls[0]
    same((call.type, call.function.name), ("function", "get_weather"), "the call")
    has(json.loads(call.function.arguments)["place"], "Kiel")


@case("openai")
def tool_answer():
    for model in (FLASH, THREE):
        messages = [user("What is the weather in Kiel?")]
        message = ask(messages, model, tools=[WEATHER]).choices[0].message
        call = message.tool_calls[0]
        messages += [message.model_dump(exclude_none=True), {"role": "tool", "tool_call_id": call.id, "content": json.dumps({"sky": "hail"})}]
        answer = ask(messages, model, tools=[WEATHER])
        same(answer.choices[0].finish_reason, "stop", "the finish reason")
        has(text(answer), "hail")


@case("openai")
def tool_choices():
    need(not ask("What is the weather in Kiel?", tools=[WEATHER], tool_choice="none").choices[0].message.tool_calls, "called all the same")
    need(ask("Say anything.", tools=[WEATHER], tool_choice="required").choices[0].message.tool_calls, "not called")
    named = ask("Say anything.", tools=[WEATHER, CLOCK], tool_choice={"type": "function", "function": {"name": "get_time"}})
    same([call.function.name for call in named.choices[0].message.tool_calls], ["get_time"], "the calls")


@case("openai")
def parallel_tool_calls():
    answer = ask("What is the weather in Paris, and what is the time in Tokyo?", tools=[WEATHER, CLOCK], parallel_tool_calls=True)
    calls = answer.choices[0].message.tool_calls
    same(sorted(call.function.name for call in calls), ["get_time", "get_weather"], "the calls")


@case("openai", kept=False)
def streamed_tool_call():
    chunks = list(ask("What is the weather in Kiel?", tools=[WEATHER], stream=True))
    pieces = [call for chunk in chunks for choice in chunk.choices for call in choice.delta.tool_calls or []]
    same([piece.function.name for piece in pieces if piece.function.name], ["get_weather"], "the names")
    has(json.loads("".join(piece.function.arguments or "" for piece in pieces))["place"], "Kiel")
    same([chunk.choices[0].finish_reason for chunk in chunks if chunk.choices and chunk.choices[0].finish_reason], ["tool_calls"], "the finish reasons")


@case("openai")
def reasoning():
    for effort in ("low", "medium", "high"):
        has(text(ask("Why is the sea salty?", reasoning_effort=effort)), "salty")
    extra = {"extra_body": {"google": {"thinking_config": {"thinking_budget": 128, "include_thoughts": True}}}}
    has(text(ask("Why is the moon round?", extra_body=extra)), "moon")


@case("openai", kept=False)
def cached_content():
    from kit import request
    long = "The logbook of the lighthouse keeper tells of wind and of ships. " * 150
    status, _, told = request("/v1beta/cachedContents", {"model": f"models/{FLASH}", "contents": [{"role": "user", "parts": [{"text": long}]}], "ttl": "300s"})
    same(status, 200, f"the status of {told}")
    answer = ask("What does it tell?", extra_body={"extra_body": {"google": {"cached_content": json.loads(told)["name"]}}})
    need(answer.usage.prompt_tokens > 1000, f"{answer.usage}")


@case("openai", kept=False)
def blocked():
    answer = ask("Go on. [[safety]]")
    same(answer.choices[0].finish_reason, "content_filter", "the finish reason")


@case("openai")
def embeddings():
    answer = client.embeddings.create(model=EMBEDDER, input="A boat in harbour.")
    same((len(answer.data), len(answer.data[0].embedding), answer.data[0].index, answer.object), (1, 3072, 0, "list"), "the answer")
    near(length(answer.data[0].embedding), 1, 0.001)
    many = client.embeddings.create(model=EMBEDDER, input=["A boat in harbour.", "A bird."], dimensions=256, encoding_format="float")
    same([len(item.embedding) for item in many.data], [256, 256], "the lengths")
    same([item.index for item in many.data], [0, 1], "the indices")


@case("openai")
def embeddings_as_numbers_and_as_bytes():
    numbers = client.embeddings.create(model=EMBEDDER2, input="A gull.", encoding_format="float").data[0].embedding
    raw = client.embeddings.create(model=EMBEDDER2, input="A gull.", encoding_format="base64").data[0].embedding
    floats = struct.unpack(f"<{len(numbers)}f", base64.b64decode(raw)) if isinstance(raw, str) else raw
    need(max(abs(one - two) for one, two in zip(numbers, floats)) < 1e-6, "the two differ")


@case("openai")
def models():
    names = [model.id for model in client.models.list()]
    need(any(name.removeprefix("models/") == FLASH for name in names), f"{names}")
    one = client.models.retrieve(FLASH)
    has(one.id, FLASH)
    same(one.object, "model", "the object")


@case("openai")
def model_names_with_a_prefix():
    has(text(ask("Hello to the prefix.", model=f"models/{FLASH}")), "prefix")


@case("openai")
def errors():
    raises(openai.NotFoundError, lambda: ask("Hello", model=UNKNOWN), 404)
    raises(openai.BadRequestError, lambda: ask([]), 400)
    raises(openai.BadRequestError, lambda: ask("Hello", temperature=9.0), 400)
    for code, kind in ((429, openai.RateLimitError), (500, openai.InternalServerError), (503, openai.InternalServerError), (403, openai.PermissionDeniedError)):
        error = raises(kind, lambda: ask(f"What is {code}?", extra_headers={"x-mock-fault": str(code)}), code)
        need(error.response.json(), "an error without a body")


@case("openai")
def retries():
    import uuid
    has(text(ask("What passes later?", via=make(max_retries=3), extra_headers={"x-mock-fault": f"503;times=1;id={uuid.uuid4()}"})), "later")


@case("openai", proxy=False)
def timeouts():
    raises(openai.APITimeoutError, lambda: ask("What never comes?", timeout=0.5, extra_headers={"x-mock-fault": "stall"}))


@case("openai")
def no_key():
    from kit import request
    status, _, told = request("/v1beta/openai/chat/completions", {"model": FLASH, "messages": [user("Hi")]}, key=None)
    need(status in (400, 401, 403), f"{status} {told}")


@case("openai")
def cut_stream():
    try:
        chunks = list(ask("Tell a story of a seal and a gull and a crab in five sentences.", stream=True, extra_headers={"x-mock-fault": "cut;after=1"}))
    except Exception as error:
        return type(error).__name__
    need(not any(chunk.choices and chunk.choices[0].finish_reason for chunk in chunks), "a cut stream looks whole")


@case("openai", kept=False)
async def async_ones():
    import asyncio
    async with make(openai.AsyncOpenAI) as own:
        has(text(await own.chat.completions.create(model=FLASH, messages=[user("Say hello asynchronously.")])), "asynchronously")
        chunks = [chunk async for chunk in await own.chat.completions.create(model=FLASH, messages=[user("Stream asynchronously.")], stream=True)]
        has("".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices), "asynchronously")
        answers = await asyncio.gather(*(own.chat.completions.create(model=FLASH, messages=[user(f"Ship {number}")]) for number in range(10)))
        for number, answer in enumerate(answers):
            has(text(answer), f"Ship {number}")
        same(len((await own.embeddings.create(model=EMBEDDER, input="A boat")).data[0].embedding), 3072, "the length")


@case("openai")
def chat_on_vertex():
    own = openai.OpenAI(api_key="a-token-that-opens-nothing", base_url=f"{BASE}/v1/projects/harbour/locations/global/endpoints/openapi", max_retries=0)
    has(text(ask("Hello to the project.", model=f"google/{FLASH}", via=own)), "project")
