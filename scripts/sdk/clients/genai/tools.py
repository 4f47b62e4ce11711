"""Tools: functions called by the SDK and by hand, search, code, URLs."""


from kit import FLASH, THREE, case, has, need, same

from .client import ask, client, fails, finish, joined, parts, stream, types

PLACE = {"type": "object", "properties": {"place": {"type": "string"}, "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]}}, "required": ["place"]}
WEATHER = types.Tool(function_declarations=[{"name": "get_weather", "description": "The weather of a place.", "parameters_json_schema": PLACE}])
TIME = {"name": "get_time", "description": "The time of a place.", "parameters": {"type": "OBJECT", "properties": {"place": {"type": "STRING"}}, "required": ["place"]}}
ALWAYS = types.ToolConfig(function_calling_config={"mode": "ANY"})
NEVER = types.ToolConfig(function_calling_config={"mode": "NONE"})


@case("tools")
def call_when_it_must():
    answer = ask("How is the weather in Kiel?", tools=[WEATHER], tool_config=ALWAYS)
    calls = answer.function_calls
    need(calls and calls[0].name == "get_weather", f"called {calls}")
    need(isinstance(calls[0].args["place"], str), f"{calls[0].args}")
    need(calls[0].args.get("unit") in (None, "celsius", "fahrenheit"), f"{calls[0].args}")
    same(finish(answer), types.FinishReason.STOP, "the finish reason")


@case("tools")
def arguments_come_from_the_prompt():
    has(ask("What is the weather in Kiel?", tools=[WEATHER], tool_config=ALWAYS).function_calls[0].args["place"], "Kiel")


@case("tools")
def call_when_it_may():
    calls = ask("What is the weather in Hamburg?", tools=[WEATHER]).function_calls
    need(calls and calls[0].name == "get_weather", f"called {calls}")
    need(not ask("Tell me a joke.", tools=[WEATHER]).function_calls, "called for a joke")


@case("tools")
def never_call():
    answer = ask("How is the weather in Kiel?", tools=[WEATHER], tool_config=NEVER)
    need(not answer.function_calls and answer.text, f"{answer.function_calls}")


@case("tools")
def forced_choice_of_one():
    tools = [types.Tool(function_declarations=[*WEATHER.function_declarations, TIME])]
    only = types.ToolConfig(function_calling_config={"mode": "ANY", "allowed_function_names": ["get_time"]})
    for text in ("How is the weather in Kiel?", "Say anything."):
        same([call.name for call in ask(text, tools=tools, tool_config=only).function_calls], ["get_time"], "the calls")


@case("tools")
def parallel_calls():
    tools = [types.Tool(function_declarations=[*WEATHER.function_declarations, TIME])]
    calls = ask("What is the weather in Paris, and what is the time in Tokyo?", tools=tools).function_calls
    same(sorted(call.name for call in calls or []), ["get_time", "get_weather"], "the calls")
    several = ask("Get the weather in Paris and the weather in London.", tools=[WEATHER]).function_calls
    same(sorted(call.args["place"] for call in several or []), ["London", "Paris"], "the places")


@case("tools")
def answer_a_call_by_hand():
    question = types.UserContent("What is the weather in Bremen?")
    first = ask([question], tools=[WEATHER])
    call = first.function_calls[0]
    reply = types.Part.from_function_response(name=call.name, response={"sky": "hail", "degrees": 3})
    reply.function_response.id = call.id
    second = ask([question, first.candidates[0].content, types.Content(role="user", parts=[reply])], tools=[WEATHER])
    need(not second.function_calls, "it called again")
    has(second.text, "hail")


@case("tools")
def sdk_calls_the_function():
    asked = []

    def get_weather(place: str) -> str:
        """Tells the weather of a place.

        Args:
          place: The name of the place.
        """
        asked.append(place)
        return "sleet and fog"

    answer = ask("What is the weather in Husum?", tools=[get_weather])
    same(len(asked), 1, "the number of calls")
    has(asked[0], "Husum")
    has(answer.text, "sleet")
    need(answer.automatic_function_calling_history and len(answer.automatic_function_calling_history) >= 3, "no history")


@case("tools")
def sdk_calls_two_functions():
    asked = []

    def get_weather(place: str) -> dict:
        """Tells the weather of a place."""
        asked.append("weather")
        return {"sky": "drizzle"}

    def get_time(place: str) -> dict:
        """Tells the time of a place."""
        asked.append("time")
        return {"clock": "four"}

    answer = ask("What is the weather in Paris and what is the time in Paris?", tools=[get_weather, get_time])
    same(sorted(asked), ["time", "weather"], "the functions called")
    has(answer.text, "drizzle", "four")


@case("tools")
def sdk_calls_within_a_chat():
    def get_temperature(city: str) -> int:
        """Tells the temperature of a city in degrees."""
        return 17

    talk = client.chats.create(model=FLASH, config={"tools": [get_temperature]})
    has(talk.send_message("What is the temperature in Oslo?").text, "17")
    need(talk.send_message("Thank you.").text, "no second answer")


@case("tools")
def sdk_calls_while_streaming():
    asked = []

    def get_weather(place: str) -> str:
        """Tells the weather of a place."""
        asked.append(place)
        return "thunder"

    has(joined(stream("What is the weather in Emden?", tools=[get_weather])), "thunder")
    same(len(asked), 1, "the number of calls")


@case("tools")
def sdk_may_be_told_not_to_call():
    def get_weather(place: str) -> str:
        """Tells the weather of a place."""
        raise AssertionError("called")

    answer = ask("What is the weather in Emden?", tools=[get_weather], automatic_function_calling={"disable": True})
    same(answer.function_calls[0].name, "get_weather", "the call")


@case("tools")
def functions_with_rich_parameters():
    schema = {"type": "object", "required": ["title", "guests", "when", "place", "tags"], "properties": {
        "title": {"type": "string"}, "guests": {"type": "integer", "minimum": 1, "maximum": 20}, "when": {"type": "string", "format": "date-time"},
        "place": {"type": "object", "properties": {"town": {"type": "string"}, "room": {"type": "integer"}}, "required": ["town", "room"]},
        "tags": {"type": "array", "items": {"type": "string", "enum": ["work", "fun"]}, "minItems": 1}, "open": {"type": "boolean"}}}
    tool = types.Tool(function_declarations=[{"name": "plan_event", "description": "Plans an event.", "parameters_json_schema": schema}])
    args = ask("Plan an event for 5 guests.", tools=[tool], tool_config=ALWAYS).function_calls[0].args
    need(isinstance(args["title"], str) and 1 <= args["guests"] <= 20 and isinstance(args["place"]["room"], (int, float)), f"{args}")
    need(args["tags"] and set(args["tags"]) <= {"work", "fun"}, f"{args}")
    import datetime
    datetime.datetime.fromisoformat(args["when"].replace("Z", "+00:00"))


@case("tools")
def functions_without_parameters():
    tool = types.Tool(function_declarations=[{"name": "ring_bell", "description": "Rings the bell."}])
    call = ask("Ring the bell.", tools=[tool], tool_config=ALWAYS).function_calls[0]
    same((call.name, call.args or {}), ("ring_bell", {}), "the call")


@case("tools")
def calls_stream():
    chunks = stream("What is the weather in Kiel?", tools=[WEATHER], tool_config=ALWAYS)
    calls = [call for chunk in chunks for call in (chunk.function_calls or [])]
    same([call.name for call in calls], ["get_weather"], "the calls")


@case("signatures")
def signatures_go_round():
    question = types.UserContent("What is the weather in Kiel?")
    first = ask([question], model=THREE, tools=[WEATHER])
    call = next(part for part in parts(first) if part.function_call)
    need(call.thought_signature, "the call is not signed")
    reply = types.Part(function_response=types.FunctionResponse(id=call.function_call.id, name="get_weather", response={"sky": "hail"}))
    second = ask([question, first.candidates[0].content, types.Content(role="user", parts=[reply])], model=THREE, tools=[WEATHER])
    has(second.text, "hail")


@case("signatures")
def missing_signatures_are_refused():
    question = types.UserContent("What is the weather in Kiel?")
    first = ask([question], model=THREE, tools=[WEATHER])
    bare = types.ModelContent([types.Part(function_call=call) for call in first.function_calls])
    reply = types.Content(role="user", parts=[types.Part.from_function_response(name="get_weather", response={"sky": "hail"})])
    fails(400, "INVALID_ARGUMENT", lambda: ask([question, bare, reply], model=THREE, tools=[WEATHER]), "thought_signature")
    has(ask([question, bare, reply], model=FLASH, tools=[WEATHER]).text, "hail")


@case("signatures")
def altered_signatures_are_refused():
    question = types.UserContent("What is the weather in Kiel?")
    first = ask([question], model=THREE, tools=[WEATHER])
    content = first.candidates[0].content.model_copy(deep=True)
    for part in content.parts:
        if part.thought_signature:
            part.thought_signature = part.thought_signature[:-4] + b"abcd"
    reply = types.Content(role="user", parts=[types.Part.from_function_response(name="get_weather", response={"sky": "hail"})])
    fails(400, "INVALID_ARGUMENT", lambda: ask([question, content, reply], model=THREE, tools=[WEATHER]))


@case("signatures")
def sdk_calls_on_a_model_that_demands_signatures():
    asked = []

    def get_weather(place: str) -> str:
        """Tells the weather of a place."""
        asked.append(place)
        return "snow"

    has(ask("What is the weather in Kiel?", model=THREE, tools=[get_weather]).text, "snow")
    same(len(asked), 1, "the number of calls")
    talk = client.chats.create(model="gemini-3.1-pro-preview", config={"tools": [get_weather]})
    has(talk.send_message("What is the weather in Kiel?").text, "snow")
    need(talk.send_message("What is the weather in Bonn?").text, "no second answer")


@case("tools")
def code_execution():
    answer = ask("Compute 12 * 34 with code.", tools=[types.Tool(code_execution=types.ToolCodeExecution())])
    need(answer.executable_code and "12" in answer.executable_code, f"{answer.executable_code!r}")
    has(answer.code_execution_result, "408")
    part = next(part for part in parts(answer) if part.executable_code)
    same(part.executable_code.language, types.Language.PYTHON, "the language")
    outcome = next(part for part in parts(answer) if part.code_execution_result).code_execution_result.outcome
    same(outcome, types.Outcome.OUTCOME_OK, "the outcome")


@case("tools", kept=False)
def search_grounding():
    answer = ask("Who won the regatta of Kiel?", tools=[types.Tool(google_search=types.GoogleSearch())])
    ground = answer.candidates[0].grounding_metadata
    need(ground and ground.web_search_queries and ground.grounding_chunks, f"{ground}")
    need(all(chunk.web.uri.startswith("http") and chunk.web.title for chunk in ground.grounding_chunks), f"{ground.grounding_chunks}")
    has(ground.search_entry_point.rendered_content, "<")
    text = answer.text.encode()
    for support in ground.grounding_supports:
        segment = support.segment
        same(text[segment.start_index or 0:segment.end_index].decode(), segment.text, "the segment")
        need(all(0 <= index < len(ground.grounding_chunks) for index in support.grounding_chunk_indices), "an index points nowhere")


@case("tools", kept=False)
def search_grounding_with_other_letters():
    answer = ask("Wer gewann die Kieler Wöche in Größe und Höhe? 東京", tools=[types.Tool(google_search=types.GoogleSearch())])
    text = answer.text.encode()
    for support in answer.candidates[0].grounding_metadata.grounding_supports:
        same(text[support.segment.start_index or 0:support.segment.end_index].decode(), support.segment.text, "the segment")


@case("tools", kept=False)
def search_grounding_streams():
    chunks = stream("Who won the race at sea?", tools=[types.Tool(google_search=types.GoogleSearch())])
    found = [chunk.candidates[0].grounding_metadata for chunk in chunks if chunk.candidates[0].grounding_metadata]
    need(found and found[-1].grounding_chunks, "no sources")


@case("tools", kept=False)
def url_context():
    answer = ask("Sum up https://example.com/harbour for me.", tools=[types.Tool(url_context=types.UrlContext())])
    found = answer.candidates[0].url_context_metadata
    need(found and found.url_metadata[0].retrieved_url == "https://example.com/harbour", f"{found}")
    same(found.url_metadata[0].url_retrieval_status, types.UrlRetrievalStatus.URL_RETRIEVAL_STATUS_SUCCESS, "the status")


@case("tools", kept=False)
def several_tools_at_once():
    need(ask("What do you know of https://example.com/a ?", tools=[{"google_search": {}}, {"url_context": {}}]).text, "no text")
    need(ask("What is near?", tools=[{"google_maps": {}}], tool_config={"retrieval_config": {"lat_lng": {"latitude": 54.3, "longitude": 10.1}}}).text, "no text")
