"""litellm: the Gemini provider by its api_base, and Vertex."""

import base64
import json

import kit
import litellm
from kit import BASE, EMBEDDER, EMBEDDER2, FLASH, KEY, THREE, UNKNOWN, YOUTUBE, case, has, image_url, length, media, near, need, png, raises, same
from pydantic import BaseModel

# Speech goes to the live API whatever the base is.
kit.redirect()
litellm.suppress_debug_info = True
litellm.telemetry = False
PLACE = {"type": "object", "properties": {"place": {"type": "string"}}, "required": ["place"]}
WEATHER = {"type": "function", "function": {"name": "get_weather", "description": "The weather of a place.", "parameters": PLACE}}
CLOCK = {"type": "function", "function": {"name": "get_time", "description": "The time of a place.", "parameters": PLACE}}


class Recipe(BaseModel):
    name: str
    minutes: int


def user(content):
    return {"role": "user", "content": content}


def options(model=FLASH, **more):
    return {"model": f"gemini/{model}", "api_key": KEY, "api_base": f"{BASE}/v1beta", "num_retries": 0, **more}


def ask(messages, model=FLASH, **more):
    return litellm.completion(messages=[user(messages)] if isinstance(messages, str) else messages, **options(model, **more))


def text(answer):
    return answer.choices[0].message.content


@case("litellm")
def completion():
    answer = ask("Say hello to the harbour.")
    has(text(answer), "harbour")
    same(answer.choices[0].finish_reason, "stop", "the finish reason")
    usage = answer.usage
    need(usage.prompt_tokens > 0 and usage.completion_tokens > 0 and usage.total_tokens >= usage.prompt_tokens + usage.completion_tokens, f"{usage}")


@case("litellm")
def system_and_history():
    messages = [{"role": "system", "content": "You are Otto the snail."}, user("My name is Ada."), {"role": "assistant", "content": "Good day."}, user("What is my name?")]
    has(text(ask(messages)), "Otto", "Ada")


@case("litellm")
def streamed():
    chunks = list(ask("Tell a story of a seal and a gull in five sentences.", stream=True, stream_options={"include_usage": True}))
    has("".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices), "seal", "gull")
    need(any(getattr(chunk, "usage", None) for chunk in chunks), "no usage")
    same([chunk.choices[0].finish_reason for chunk in chunks if chunk.choices and chunk.choices[0].finish_reason], ["stop"], "the finish reasons")


@case("litellm")
async def async_ones():
    answer = await litellm.acompletion(messages=[user("Say hello asynchronously.")], **options())
    has(text(answer), "asynchronously")
    stream = await litellm.acompletion(messages=[user("Stream asynchronously.")], stream=True, **options())
    has("".join([chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices]), "asynchronously")


@case("litellm")
def media_inline():
    content = [{"type": "text", "text": "How large?"}, {"type": "image_url", "image_url": image_url(png(83, 29))}]
    has(text(ask([user(content)])), "83", "29")
    sound = [{"type": "text", "text": "What is said?"}, {"type": "input_audio", "input_audio": {"data": base64.b64encode(media("counting.wav")).decode(), "format": "wav"}}]
    has(text(ask([user(sound)])), "audio/wav")
    document = [{"type": "text", "text": "Sum up."}, {"type": "file", "file": {"file_data": "data:application/pdf;base64," + base64.b64encode(media("report.pdf")).decode()}}]
    has(text(ask([user(document)])), "application/pdf")


@case("litellm", kept=False)
def youtube():
    has(text(ask([user([{"type": "text", "text": "What happens?"}, {"type": "file", "file": {"file_id": YOUTUBE, "format": "video/mp4"}}])])), "youtube")


@case("litellm")
def tools():
    answer = ask("What is the weather in Kiel?", tools=[WEATHER])
    same(answer.choices[0].finish_reason, "tool_calls", "the finish reason")
    call = answer.choices[0].message.tool_calls[0]
    same(call.function.name, "get_weather", "the name")
    has(json.loads(call.function.arguments)["place"], "Kiel")
    need(not ask("What is the weather in Kiel?", tools=[WEATHER], tool_choice="none").choices[0].message.tool_calls, "called all the same")
    need(ask("Say anything.", tools=[WEATHER], tool_choice="required").choices[0].message.tool_calls, "not called")
    named = ask("Say anything.", tools=[WEATHER, CLOCK], tool_choice={"type": "function", "function": {"name": "get_time"}})
    same([call.function.name for call in named.choices[0].message.tool_calls], ["get_time"], "the calls")


@case("litellm")
def tool_answers():
    for model in (FLASH, THREE):
        messages = [user("What is the weather in Kiel?")]
        message = ask(messages, model, tools=[WEATHER]).choices[0].message
        messages += [message, {"role": "tool", "tool_call_id": message.tool_calls[0].id, "name": "get_weather", "content": json.dumps({"sky": "hail"})}]
        has(text(ask(messages, model, tools=[WEATHER])), "hail")


@case("litellm")
def parallel_tools():
    calls = ask("What is the weather in Paris, and what is the time in Tokyo?", tools=[WEATHER, CLOCK]).choices[0].message.tool_calls
    same(sorted(call.function.name for call in calls), ["get_time", "get_weather"], "the calls")


@case("litellm")
def streamed_tools():
    chunks = list(ask("What is the weather in Kiel?", tools=[WEATHER], stream=True))
    whole = litellm.stream_chunk_builder(chunks)
    same([call.function.name for call in whole.choices[0].message.tool_calls], ["get_weather"], "the calls")


@case("litellm")
def schemas():
    recipe = Recipe.model_validate_json(text(ask("A recipe.", response_format=Recipe)))
    need(recipe.name is not None, f"{recipe}")
    json.loads(text(ask("A boat as JSON.", response_format={"type": "json_object"})))
    schema = {"type": "object", "properties": {"town": {"type": "string"}}, "required": ["town"]}
    need(isinstance(json.loads(text(ask("A town.", response_format={"type": "json_schema", "json_schema": {"name": "town", "schema": schema, "strict": True}})))["town"], str), "no town")


@case("litellm")
def settings():
    same(ask("Tell a long story of " + "the sea and " * 30, max_tokens=9, reasoning_effort="disable").choices[0].finish_reason, "length", "the finish reason")
    same(len(ask("Name a fish.", n=2).choices), 2, "the number of choices")
    has(text(ask("Name a bird.", temperature=0.2, top_p=0.9, seed=3, stop=["NEVER"])), "bird")


@case("litellm")
def reasoning():
    answer = ask("Why is the sea salty?", reasoning_effort="low")
    need(answer.choices[0].message.reasoning_content, "no reasoning")
    thinking = ask("Why is the moon round?", thinking={"type": "enabled", "budget_tokens": 512})
    need(thinking.usage.completion_tokens_details.reasoning_tokens > 0, f"{thinking.usage}")


@case("litellm", kept=False)
def search():
    answer = ask("Who won the regatta?", tools=[{"googleSearch": {}}])
    need(text(answer), "no text")
    need(answer.vertex_ai_grounding_metadata[0]["groundingChunks"], "no sources")
    need(text(ask("Sum up https://example.com/a", tools=[{"urlContext": {}}])), "no text")


@case("litellm", kept=False)
def safety():
    settings = [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}]
    same(ask("Go on. [[safety]]", safety_settings=settings).choices[0].finish_reason, "content_filter", "the finish reason")


@case("litellm")
def images():
    answer = ask("Draw a boat.", "gemini-2.5-flash-image", modalities=["image", "text"])
    need(answer.choices[0].message.images, f"{answer.choices[0].message}")


@case("litellm")
def embeddings():
    answer = litellm.embedding(input=["A boat.", "A bird."], **options(EMBEDDER))
    same([len(item["embedding"]) for item in answer.data], [3072, 3072], "the lengths")
    near(length(answer.data[0]["embedding"]), 1, 0.001)
    short = litellm.embedding(input="A boat.", dimensions=256, **options(EMBEDDER))
    same(len(short.data[0]["embedding"]), 256, "the length")


@case("litellm")
def tokens():
    answer = litellm.token_counter(model=f"gemini/{FLASH}", messages=[user("One, two, three.")])
    need(answer > 0, "no tokens")


@case("litellm")
def errors():
    raises(litellm.NotFoundError, lambda: ask("Hello", UNKNOWN), 404)
    raises(litellm.BadRequestError, lambda: ask("Hello", temperature=7.0), 400)
    raises(litellm.RateLimitError, lambda: ask("Too much?", extra_headers={"x-mock-fault": "429"}), 429)
    raises(litellm.ServiceUnavailableError, lambda: ask("Overloaded?", extra_headers={"x-mock-fault": "503"}), 503)
    raises(litellm.InternalServerError, lambda: ask("Broken?", extra_headers={"x-mock-fault": "500"}), 500)


@case("litellm")
def retries():
    import uuid
    headers = {"x-mock-fault": f"503;times=1;id={uuid.uuid4()}"}
    has(text(litellm.completion(messages=[user("What passes later?")], **{**options(), "num_retries": 2}, extra_headers=headers)), "later")


@case("litellm", proxy=False)
def timeouts():
    raises(litellm.Timeout, lambda: ask("What never comes?", timeout=0.5, extra_headers={"x-mock-fault": "stall"}))


@case("litellm")
def vertex():
    from kit import vertex_account
    with vertex_account() as account:
        answer = litellm.completion(model=f"vertex_ai/{FLASH}", messages=[user("Hello, Vertex.")], vertex_credentials=account, vertex_project="harbour",
                                    vertex_location="europe-west1", api_base=BASE, num_retries=0)
        has(text(answer), "Vertex")
        vectors = litellm.embedding(model="vertex_ai/text-embedding-005", input=["A boat."], vertex_credentials=account, vertex_project="harbour",
                                    vertex_location="europe-west1", api_base=BASE, num_retries=0)
        same(len(vectors.data[0]["embedding"]), 768, "the length")


@case("litellm")
def images_by_their_own_call():
    answer = litellm.image_generation(model="gemini/gemini-2.5-flash-image", prompt="Draw a boat.", api_key=KEY, api_base=f"{BASE}/v1beta")
    from kit import picture_size
    need(picture_size(base64.b64decode(answer.data[0].b64_json)), "no picture")


@case("litellm")
def speech():
    answer = litellm.speech(model="gemini/gemini-2.5-flash-preview-tts", input="Have a good day.", voice="Kore", api_key=KEY, api_base=f"{BASE}/v1beta")
    need(len(answer.content) > 4800, f"{len(answer.content)} bytes")


@case("litellm", proxy=False)
def files():
    file = litellm.create_file(file=("notes.txt", b"Notes of the harbour.", "text/plain"), purpose="user_data", custom_llm_provider="gemini", api_key=KEY, api_base=BASE)
    need("files/" in file.id, f"{file}")


@case("litellm")
def interactions():
    make = getattr(getattr(litellm, "interactions", None), "create", None)
    if not make:
        return "not in this version"
    answer = make(model=f"gemini/{THREE}", input="Say hello to interactions.", api_key=KEY, api_base=BASE)
    same(answer.status, "completed", "the status")


@case("litellm")
def router():
    router = litellm.Router(model_list=[{"model_name": "harbour", "litellm_params": options()}], num_retries=0)
    has(text(router.completion(model="harbour", messages=[user("Say hello to the router.")])), "router")


@case("litellm")
async def async_embeddings():
    answer = await litellm.aembedding(input=["A boat."], **options(EMBEDDER2))
    same(len(answer.data[0]["embedding"]), 3072, "the length")


@case("litellm")
def responses():
    answer = litellm.responses(model=f"gemini/{FLASH}", input="Say hello to responses.", api_key=KEY, api_base=f"{BASE}/v1beta")
    has(answer.output_text if hasattr(answer, "output_text") else str(answer.output), "responses")


@case("litellm")
def code_execution():
    answer = ask("Compute 12 * 34 with code.", tools=[{"codeExecution": {}}])
    need(text(answer) is not None, f"{answer}")
