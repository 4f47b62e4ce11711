"""Settings and forms that are met less often."""

import datetime
import typing

from kit import FLASH, MEDIA, OLD, THREE, Skip, case, has, need, picture_size, same
from pydantic import BaseModel

from .client import MAJOR, ask, client, fails, joined, parts, stream, types, vertex


@case("config")
def service_tier():
    if "service_tier" not in types.GenerateContentConfig.model_fields:
        raise Skip("not in this version")
    has(ask("Who hurries?", service_tier="flex").text, "hurries")


@case("config")
def modality_of_text_alone():
    has(ask("Only words, please.", response_modalities=["TEXT"]).text, "Only words")


@case("config")
def server_timeout():
    has(ask("Within ten seconds?", http_options={"timeout": 10_000}).text, "ten seconds")


@case("config")
def typed_config():
    config = types.GenerateContentConfig(temperature=0, top_p=1, seed=0, max_output_tokens=1000, stop_sequences=["NEVER", "EVER"], system_instruction="You are Otto.")
    has(client.models.generate_content(model=FLASH, contents="Who are you?", config=config).text, "Otto")


@case("config")
def too_many_stop_sequences():
    fails(400, "INVALID_ARGUMENT", lambda: ask("Hello", stop_sequences=[f"s{number}" for number in range(6)]))


@case("config")
def too_many_candidates():
    fails(400, "INVALID_ARGUMENT", lambda: ask("Hello", candidate_count=9))


@case("schema")
def schema_of_many_kinds():
    class Kind(BaseModel):
        when: datetime.datetime
        day: datetime.date
        ratio: float
        maybe: typing.Optional[int]
        tags: dict[str, str] | None = None
        nested: list[list[int]]
        either: typing.Union[int, str]

    answer = ask("Fill this in.", response_mime_type="application/json", response_json_schema=Kind.model_json_schema())
    Kind.model_validate_json(answer.text)


@case("schema")
def schema_that_refers_to_itself():
    class Node(BaseModel):
        name: str
        children: list["Node"] = []

    answer = ask("Draw a tree.", response_mime_type="application/json", response_json_schema=Node.model_json_schema())
    Node.model_validate_json(answer.text)


@case("schema")
def schema_with_bounds():
    schema = {"type": "object", "required": ["code", "age", "words", "pick"], "properties": {
        "code": {"type": "string", "minLength": 3, "maxLength": 6}, "age": {"type": "integer", "minimum": 18, "maximum": 21},
        "words": {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}, "pick": {"anyOf": [{"type": "boolean"}, {"type": "null"}]}}}
    import json
    value = json.loads(ask("Within bounds.", response_mime_type="application/json", response_json_schema=schema).text)
    need(3 <= len(value["code"]) <= 6 and 18 <= value["age"] <= 21 and len(value["words"]) == 2 and value["pick"] in (True, False, None), f"{value}")


@case("schema")
def schema_in_the_instruction_alone():
    import json
    schema = {"type": "object", "properties": {"town": {"type": "string"}, "people": {"type": "integer"}}, "required": ["town", "people"]}
    text = ask("Describe Kiel.", system_instruction=f"Answer with JSON that fits this schema:\n\n{json.dumps(schema)}", response_mime_type="application/json").text
    value = json.loads(text)
    need(isinstance(value.get("town"), str) and isinstance(value.get("people"), int), text)


@case("tools", kept=False)
def older_and_rarer_tools():
    for tool in ({"google_search_retrieval": {"dynamic_retrieval_config": {"mode": "MODE_DYNAMIC", "dynamic_threshold": 0.3}}},
                 {"computer_use": {"environment": "ENVIRONMENT_BROWSER"}}):
        need(ask("Look for a boat.", model=OLD, tools=[tool]).candidates, f"nothing for {tool}")
    need(ask("Look for a boat.", via=vertex(), tools=[{"enterprise_web_search": {}}]).text, "no text")


@case("tools")
def function_with_a_model_as_argument():
    class Order(BaseModel):
        dish: str
        count: int

    orders = []

    def place_order(order: Order) -> str:
        """Places an order for a dish.

        Args:
          order: What is ordered.
        """
        orders.append(order)
        return "ordered, number 4711"

    has(ask("Place an order for soup, 2 of it.", tools=[place_order]).text, "4711")
    need(len(orders) == 1 and isinstance(orders[0], Order), f"{orders}")


@case("tools")
def function_that_fails():
    def get_weather(place: str) -> str:
        """Tells the weather of a place."""
        raise ValueError("the station is frozen")

    has(ask("What is the weather in Kiel?", tools=[get_weather]).text, "frozen")


@case("tools")
def calls_have_a_limit():
    asked = []

    def get_weather(place: str) -> str:
        """Tells the weather of a place."""
        asked.append(place)
        return "hail"

    always = {"function_calling_config": {"mode": "ANY"}}
    ask("What is the weather in Kiel?", tools=[get_weather], tool_config=always, automatic_function_calling={"maximum_remote_calls": 2})
    need(1 <= len(asked) <= 2, f"called {len(asked)} times")


@case("tools")
def functions_and_history_of_a_turn_before():
    tool = types.Tool(function_declarations=[{"name": "get_weather", "description": "The weather.", "parameters_json_schema": {"type": "object", "properties": {"place": {"type": "string"}}}}])
    talk = client.chats.create(model=THREE, config={"tools": [tool]})
    call = talk.send_message("What is the weather in Kiel?").function_calls[0]
    has(talk.send_message(types.Part(function_response=types.FunctionResponse(id=call.id, name=call.name, response={"sky": "hail"}))).text, "hail")
    again = talk.send_message("And what is the weather in Bonn?").function_calls
    need(again and "Bonn" in again[0].args["place"], f"{again}")


@case("files")
def upload_with_typed_config():
    file = client.files.upload(file=str(MEDIA / "notes.md"), config=types.UploadFileConfig(display_name="notes", mime_type="text/markdown"))
    same((file.display_name, file.mime_type), ("notes", "text/markdown"), "the file")
    has(ask(["Sum up.", file]).text, "text/markdown")


@case("files")
def file_within_a_chat_and_a_stream():
    file = client.files.upload(file=MEDIA / "report.pdf")
    talk = client.chats.create(model=FLASH)
    has(talk.send_message([file, "What is it?"]).text, "application/pdf")
    has(joined(stream([file, "Stream it."])), "application/pdf")


@case("batches")
def batch_of_typed_requests():
    from .batches import ended
    request = types.InlinedRequest(contents=[types.UserContent("Name a crab.")], metadata={"key": "crab"}, config=types.GenerateContentConfig(temperature=0.5))
    job = ended(client.batches.create(model=f"models/{FLASH}", src=types.BatchJobSource(inlined_requests=[request]), config={"display_name": "typed"}))
    has(job.dest.inlined_responses[0].response.text, "crab")
    same(job.model, f"models/{FLASH}", "the model")


@case("batches")
def embeddings_by_file():
    import io
    import json
    from .batches import ended
    make_job = getattr(client.batches, "create_embeddings", None)
    if not make_job:
        raise Skip("not in this version")
    lines = "\n".join(json.dumps({"key": f"k{number}", "request": {"content": {"parts": [{"text": f"Boat {number}"}]}, "output_dimensionality": 128}}) for number in range(2))
    file = client.files.upload(file=io.BytesIO(lines.encode()), config={"mime_type": "jsonl"})
    job = ended(make_job(model="gemini-embedding-001", src={"file_name": file.name}))
    answers = [json.loads(line) for line in client.files.download(file=job.dest.file_name).decode().splitlines() if line]
    same([answer["key"] for answer in answers], ["k0", "k1"], "the keys")
    same(len(answers[0]["response"]["embedding"]["values"]), 128, "the length")


@case("models")
def tunings():
    try:
        same(list(client.tunings.list()), [], "the tunings")
    except ValueError as error:
        raise Skip(str(error)) from None


@case("models")
def models_on_vertex_have_pages():
    own = vertex()
    pager = own.models.list(config={"page_size": 3})
    same(len(pager.page), 3, "the size of a page")


@case("vertex")
def vertex_settings():
    answer = ask("Hello to the settings.", via=vertex(), audio_timestamp=True, labels={"a": "b"}, response_logprobs=True, logprobs=2)
    has(answer.text, "settings")
    need(answer.candidates[0].avg_logprobs is not None, "no average")


@case("vertex")
def vertex_pictures():
    answer = ask("Draw a boat.", via=vertex(), model="gemini-2.5-flash-image", response_modalities=["TEXT", "IMAGE"])
    need(any(part.inline_data and picture_size(part.inline_data.data) for part in parts(answer)), "no picture")


@case("vertex", kept=False)
def vertex_code_and_urls():
    own = vertex()
    need(ask("Compute 12 * 34 with code.", via=own, tools=[{"code_execution": {}}]).code_execution_result, "no result")
    need(ask("Sum up https://example.com/a", via=own, tools=[{"url_context": {}}]).candidates[0].url_context_metadata, "no metadata")


@case("stream")
def streams_of_many_kinds():
    chunks = stream("Compute 12 * 34 with code.", tools=[{"code_execution": {}}])
    kinds = [name for chunk in chunks for part in parts(chunk) or [] for name in ("executable_code", "code_execution_result") if getattr(part, name)]
    same(kinds, ["executable_code", "code_execution_result"], "the parts")
    several = stream("Name a fish.", model=THREE)
    need(any(part.thought_signature for chunk in several for part in parts(chunk) or []), "no signature")


@case("config")
def drawing_models():
    for via in (vertex(), client):
        if via is client and MAJOR > 1:
            continue  # newer versions ask only Vertex
        answer = via.models.generate_images(model="imagen-4.0-generate-001", prompt="A boat.", config={"number_of_images": 2, "aspect_ratio": "16:9"})
        pictures = [one.image.image_bytes for one in answer.generated_images]
        same(len(pictures), 2, "the number of pictures")
        width, height = picture_size(pictures[0])
        need(abs(width / height - 16 / 9) < 0.1 and pictures[0] != pictures[1], f"{width} x {height}")
