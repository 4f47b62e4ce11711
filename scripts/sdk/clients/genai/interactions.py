"""The Interactions API, where the SDK has it."""

import asyncio
import base64
import json

from kit import FLASH, MEDIA, THREE, Skip, UNKNOWN, case, has, need, png, same

from .client import MAJOR, client, make

WEATHER = {"type": "function", "name": "get_weather", "description": "The weather of a place.",
           "parameters": {"type": "object", "properties": {"place": {"type": "string"}}, "required": ["place"]}}


def api(via=None):
    if MAJOR < 2:
        raise Skip("this version speaks an earlier form of it")
    return (via or client).interactions


def create(input, model=THREE, **more):
    return api().create(model=model, input=input, **more)


def said(interaction):
    return "".join(block.text for step in interaction.steps if step.type == "model_output" for block in step.content if block.type == "text")


def fails(code, call):
    try:
        call()
    except Exception as error:
        found = getattr(error, "status_code", None) or getattr(error, "code", None)
        same(found, code, f"the code of {type(error).__name__}: {error}")
        return error
    raise AssertionError("no error was raised")


@case("interactions")
def interaction():
    answer = create("Say hello to the harbour.")
    same(answer.status, "completed", "the status")
    has(said(answer), "harbour")
    need(answer.id and answer.created and answer.model == THREE, f"{answer}")
    usage = answer.usage
    need(usage.total_tokens > 0 and usage.total_input_tokens > 0 and usage.total_output_tokens > 0, f"{usage}")


@case("interactions")
def settings_and_instruction():
    answer = create("Who are you?", system_instruction="You are Otto the snail.", generation_config={"max_output_tokens": 4000, "thinking_level": "low", "seed": 3})
    has(said(answer), "Otto")
    has(said(create("Who is there?", model=FLASH)), "Who is there?")


@case("interactions")
def streamed():
    events = list(create("Tell a story of a seal and a gull in five sentences.", stream=True))
    kinds = [event.event_type for event in events]
    same((kinds[0], kinds[-1]), ("interaction.created", "interaction.completed"), "the first and the last event")
    text = "".join(event.delta.text for event in events if event.event_type == "step.delta" and event.delta.type == "text")
    has(text, "seal", "gull")
    need({"step.start", "step.stop"} <= set(kinds), f"{kinds}")
    same(events[-1].interaction.status, "completed", "the status")
    need(events[-1].interaction.usage.total_tokens > 0, "no usage")


@case("interactions")
def steps_and_content():
    data = base64.b64encode(png(66, 44)).decode()
    answer = create([{"type": "user_input", "content": [{"type": "text", "text": "What is this?"}, {"type": "image", "data": data, "mime_type": "image/png"}]}])
    has(said(answer), "What is this?", "66", "44")
    has(said(create([{"type": "text", "text": "Only content."}])), "Only content")


@case("interactions")
def file_as_content():
    file = client.files.upload(file=MEDIA / "report.pdf")
    has(said(create([{"type": "text", "text": "Sum it up."}, {"type": "document", "uri": file.uri, "mime_type": "application/pdf"}])), "application/pdf")


@case("interactions")
def previous_one():
    first = create("My name is Ada Lovelace.")
    has(said(create("What is my name?", previous_interaction_id=first.id)), "Ada")
    fails(404, lambda: create("Hello", previous_interaction_id="v1_nothing"))


@case("interactions")
def functions():
    first = create("What is the weather in Kiel?", tools=[WEATHER])
    same(first.status, "requires_action", "the status")
    call = next(step for step in first.steps if step.type == "function_call")
    same(call.name, "get_weather", "the name")
    has(call.arguments["place"], "Kiel")
    result = {"type": "function_result", "call_id": call.id, "name": call.name, "result": {"sky": "hail"}}
    second = create([result], previous_interaction_id=first.id, tools=[WEATHER])
    same(second.status, "completed", "the status")
    has(said(second), "hail")


@case("interactions")
def streamed_function_call():
    events = list(create("What is the weather in Kiel?", tools=[WEATHER], stream=True))
    start = next(event for event in events if event.event_type == "step.start" and event.step.type == "function_call")
    same(start.step.name, "get_weather", "the name")
    pieces = "".join(event.delta.arguments or "" for event in events if event.event_type == "step.delta" and event.delta.type == "arguments_delta")
    has(json.loads(pieces)["place"] if pieces else start.step.arguments["place"], "Kiel")
    same(events[-1].interaction.status, "requires_action", "the status")


@case("interactions", proxy=False)
def get_and_delete():
    made = create("Remember the anchor.")
    told = api().get(made.id)
    same((told.id, told.status, said(told)), (made.id, "completed", said(made)), "the interaction")
    api().delete(made.id)
    fails(404, lambda: api().get(made.id))


@case("interactions")
def resumed_stream():
    made = create("Tell of the tide, the mud and the moon.")
    events = list(api().get(made.id, stream=True))
    has("".join(event.delta.text for event in events if event.event_type == "step.delta" and event.delta.type == "text"), "tide")


@case("interactions")
def not_stored():
    made = create("Forget me.", store=False)
    has(said(made), "Forget me")
    if made.id:
        fails(404, lambda: api().get(made.id))


@case("interactions")
def answer_by_schema():
    schema = {"type": "object", "properties": {"town": {"type": "string"}, "people": {"type": "integer"}}, "required": ["town", "people"]}
    answer = create("Describe a town.", response_format={"type": "text", "mime_type": "application/json", "schema": schema})
    value = json.loads(said(answer))
    need(isinstance(value["town"], str) and isinstance(value["people"], int), f"{value}")


@case("interactions")
def search():
    answer = create("Who won the regatta?", tools=[{"type": "google_search"}])
    kinds = [step.type for step in answer.steps]
    need("google_search_call" in kinds and "model_output" in kinds, f"{kinds}")


@case("interactions")
def errors():
    api()
    fails(404, lambda: create("Hello", model=UNKNOWN))
    error = fails(400, lambda: api().create(model=THREE, input="Hello", extra_body={"wrong_parameter": 1}))
    has(str(error) + str(getattr(error, "body", "")), "wrong_parameter")


@case("interactions")
def background_is_refused_for_a_model():
    api()
    fails(400, lambda: create("Hello", model=FLASH, background=True))


@case("interactions")
def async_ones():
    api()

    async def run():
        async with make().aio as own:
            answer = await own.interactions.create(model=THREE, input="Say hello to async.")
            events = [event async for event in await own.interactions.create(model=THREE, input="Stream to async.", stream=True)]
            return answer, events

    answer, events = asyncio.run(run())
    has(said(answer), "async")
    has("".join(event.delta.text for event in events if event.event_type == "step.delta" and event.delta.type == "text"), "async")
