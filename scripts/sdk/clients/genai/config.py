"""Settings of a generation: limits, sampling, schemas, thinking, safety."""

import enum
import json
import typing

from kit import FLASH, OLD, PRO, THREE, case, has, need, same
from pydantic import BaseModel, Field

from .client import ask, fails, finish, joined, parts, stream, types


class Recipe(BaseModel):
    name: str
    minutes: int
    ingredients: list[str]


class Instrument(enum.Enum):
    PERCUSSION = "Percussion"
    STRING = "String"
    WOODWIND = "Woodwind"


class Crew(BaseModel):
    captain: str = Field(description="Who commands")
    size: int = Field(ge=1, le=12)
    rank: typing.Literal["mate", "cook"]
    homes: list["Port"] = Field(min_length=1, max_length=3)
    motto: typing.Optional[str] = None


class Port(BaseModel):
    town: str
    depth: float
    open: bool


Crew.model_rebuild()


@case("config")
def max_output_tokens():
    answer = ask("Tell a long story of " + "the sea and " * 30, max_output_tokens=12, thinking_config={"thinking_budget": 0})
    same(finish(answer), types.FinishReason.MAX_TOKENS, "the finish reason")
    need(answer.usage_metadata.candidates_token_count <= 12, f"{answer.usage_metadata.candidates_token_count} tokens")
    chunks = stream("Tell a long story of " + "the sea and " * 30, max_output_tokens=12, thinking_config={"thinking_budget": 0})
    same(finish(chunks[-1]), types.FinishReason.MAX_TOKENS, "the streamed finish reason")


@case("config")
def stop_sequences():
    whole = ask("Tell of the anchor.").text
    word = whole.split()[3]
    cut = ask("Tell of the anchor.", stop_sequences=[word])
    same(finish(cut), types.FinishReason.STOP, "the finish reason")
    need(word not in (cut.text or ""), f"{word!r} is still there")


@case("config")
def candidate_count():
    answer = ask("Name a fish.", candidate_count=3)
    same(len(answer.candidates), 3, "the number of candidates")
    same([candidate.index or 0 for candidate in answer.candidates], [0, 1, 2], "the indices")
    texts = {candidate.content.parts[0].text for candidate in answer.candidates}
    need(len(texts) > 1, "all candidates are equal")


@case("config")
def every_sampling_option_is_taken():
    answer = ask("Name a bird.", temperature=0.5, top_p=0.9, top_k=20, seed=7, presence_penalty=0.1, frequency_penalty=0.2, max_output_tokens=500, model=OLD)
    has(answer.text, "bird")
    same(ask("Name a bird.", seed=7).text, ask("Name a bird.", seed=7).text, "the answer of one seed")


@case("config")
def temperature_out_of_range():
    fails(400, "INVALID_ARGUMENT", lambda: ask("Hello", temperature=5.0))


@case("config")
def logprobs():
    candidate = ask("Name a star.", response_logprobs=True, logprobs=3, model=OLD).candidates[0]
    result = candidate.logprobs_result
    need(result and result.chosen_candidates, f"no log probabilities: {candidate}")
    same(len(result.top_candidates), len(result.chosen_candidates), "the number of steps")
    same(len(result.top_candidates[0].candidates), 3, "the number of alternatives")
    need(all(choice.log_probability <= 0 for choice in result.chosen_candidates), "a probability above one")
    same("".join(choice.token for choice in result.chosen_candidates), candidate.content.parts[0].text, "the tokens")
    need(candidate.avg_logprobs is not None and candidate.avg_logprobs <= 0, f"average {candidate.avg_logprobs}")


@case("schema")
def json_without_a_schema():
    need(json.loads(ask("List two boats as JSON.", response_mime_type="application/json").text) is not None, "null")


@case("schema")
def json_by_pydantic():
    answer = ask("Give me a recipe for fish soup.", response_mime_type="application/json", response_schema=Recipe)
    need(isinstance(answer.parsed, Recipe), f"parsed as {answer.parsed!r}")
    need(answer.parsed.ingredients is not None, "no ingredients")
    same(json.loads(answer.text), answer.parsed.model_dump(), "the text's object")


@case("schema")
def json_by_nested_pydantic():
    crew = ask("Describe a crew.", response_mime_type="application/json", response_schema=Crew).parsed
    need(isinstance(crew, Crew) and 1 <= crew.size <= 12 and crew.rank in ("mate", "cook") and 1 <= len(crew.homes) <= 3, f"{crew!r}")


@case("schema")
def json_list_by_pydantic():
    recipes = ask("Give me three recipes.", response_mime_type="application/json", response_schema=list[Recipe]).parsed
    need(isinstance(recipes, list) and recipes and all(isinstance(recipe, Recipe) for recipe in recipes), f"{recipes!r}")


@case("schema")
def json_schema():
    answer = ask("Describe another crew.", response_mime_type="application/json", response_json_schema=Crew.model_json_schema())
    crew = Crew.model_validate_json(answer.text)
    need(1 <= crew.size <= 12 and 1 <= len(crew.homes) <= 3, f"{crew!r}")


@case("schema")
def schema_as_a_dictionary():
    schema = {"type": "OBJECT", "properties": {"town": {"type": "STRING"}, "people": {"type": "INTEGER"}, "kind": {"type": "STRING", "enum": ["big", "small"]}},
              "required": ["people", "town", "kind"], "property_ordering": ["people", "town", "kind"]}
    answer = ask("Describe a town.", response_mime_type="application/json", response_schema=schema)
    value = json.loads(answer.text)
    same(list(value), ["people", "town", "kind"], "the order")
    need(isinstance(value["people"], int) and value["kind"] in ("big", "small"), f"{value}")
    same(answer.parsed, value, "the parsed value")


@case("schema")
def schema_of_types():
    schema = types.Schema(type="ARRAY", min_items=2, max_items=4, items=types.Schema(type="NUMBER", minimum=10, maximum=20))
    numbers = json.loads(ask("Some numbers.", response_mime_type="application/json", response_schema=schema).text)
    need(2 <= len(numbers) <= 4 and all(10 <= number <= 20 for number in numbers), f"{numbers}")


@case("schema")
def schema_streams():
    chunks = stream("Give me a recipe for bread.", response_mime_type="application/json", response_schema=Recipe)
    Recipe.model_validate_json(joined(chunks))


@case("schema")
def enum_output():
    answer = ask("What is a flute?", response_mime_type="text/x.enum", response_schema=Instrument)
    need(answer.text in [value.value for value in Instrument], answer.text)
    need(isinstance(answer.parsed, Instrument), f"{answer.parsed!r}")
    asked = ask("What is a drum?", response_mime_type="text/x.enum", response_schema={"type": "STRING", "enum": ["Percussion", "String"]})
    need(asked.text in ("Percussion", "String"), asked.text)
    quoted = ask("What is a harp?", response_mime_type="application/json", response_schema=Instrument)
    need(json.loads(quoted.text) in [value.value for value in Instrument], quoted.text)


@case("schema")
def schema_of_a_union():
    answer = ask("A number or a word?", response_mime_type="application/json", response_schema=typing.Union[int, str])
    need(isinstance(json.loads(answer.text), (int, str)), answer.text)


@case("thinking")
def thoughts_are_told():
    answer = ask("Why is the sea salty?", thinking_config={"include_thoughts": True, "thinking_budget": 512})
    thoughts = [part for part in parts(answer) if part.thought]
    need(thoughts and all(part.text for part in thoughts), "no thoughts")
    need(not any(part.text in answer.text for part in thoughts), "thoughts are in the text")
    need(answer.usage_metadata.thoughts_token_count > 0, "no thought tokens")


@case("thinking")
def thoughts_are_hidden():
    answer = ask("Why is the moon round?")
    need(not any(part.thought for part in parts(answer)), "thoughts came unasked")
    need(answer.usage_metadata.thoughts_token_count > 0, "a thinking model did not think")


@case("thinking")
def thinking_is_off():
    need(not ask("Why is grass green?", thinking_config={"thinking_budget": 0}).usage_metadata.thoughts_token_count, "it thought")
    need(not ask("Why is grass green?", model=OLD).usage_metadata.thoughts_token_count, "an older model thought")


@case("thinking")
def thinking_budget_cannot_be_zero_on_pro():
    fails(400, "INVALID_ARGUMENT", lambda: ask("Hello", model=PRO, thinking_config={"thinking_budget": 0}))


@case("thinking")
def thinking_levels():
    counts = {level: ask("Prove it.", model=THREE, thinking_config={"thinking_level": level}).usage_metadata.thoughts_token_count or 0 for level in ("low", "high")}
    need(counts["low"] <= counts["high"] and counts["high"] > 0, f"{counts}")


@case("thinking")
def thoughts_stream_first():
    chunks = stream("Why do cats purr?", thinking_config={"include_thoughts": True})
    kinds = [bool(part.thought) for chunk in chunks for part in (parts(chunk) or []) if part.text]
    need(kinds and kinds[0] and not kinds[-1], f"{kinds}")
    same(sorted(kinds, reverse=True), kinds, "the order of thoughts and text")


@case("thinking")
def newer_models_sign_their_answers():
    answer = ask("Say something signed.", model=THREE)
    need(any(part.thought_signature for part in parts(answer)), "no signature")


@case("safety", kept=False)
def blocked_prompt():
    answer = ask("This is dangerous. [[block]]")
    need(not answer.candidates, f"{answer.candidates}")
    same(answer.prompt_feedback.block_reason, types.BlockedReason.SAFETY, "the reason")
    need(answer.text is None, "text all the same")
    chunks = stream("This is dangerous. [[block]]")
    same(chunks[-1].prompt_feedback.block_reason, types.BlockedReason.SAFETY, "the streamed reason")


@case("safety", kept=False)
def blocked_answers():
    for trigger, reason in (("[[safety]]", types.FinishReason.SAFETY), ("[[recitation]]", types.FinishReason.RECITATION)):
        answer = ask(f"Go on. {trigger}")
        same(finish(answer), reason, "the finish reason")
        need(not answer.text, "text all the same")
        same(finish(stream(f"Go on. {trigger}")[-1]), reason, "the streamed finish reason")


@case("safety")
def safety_settings_are_taken():
    settings = [types.SafetySetting(category=category, threshold="BLOCK_ONLY_HIGH") for category in (
        "HARM_CATEGORY_HARASSMENT", "HARM_CATEGORY_HATE_SPEECH", "HARM_CATEGORY_SEXUALLY_EXPLICIT", "HARM_CATEGORY_DANGEROUS_CONTENT")]
    has(ask("A harmless word.", safety_settings=settings).text, "harmless")


@case("safety", kept=False)
def blocked_answers_carry_ratings():
    ratings = ask("Go on, please. [[safety]]").candidates[0].safety_ratings
    need(ratings and any(rating.blocked for rating in ratings), f"{ratings}")


@case("config")
def image_output():
    from kit import picture_size
    answer = ask("Draw a boat.", model="gemini-2.5-flash-image", response_modalities=["TEXT", "IMAGE"])
    blobs = [part.inline_data for part in parts(answer) if part.inline_data]
    need(blobs and blobs[0].mime_type == "image/png", f"{[part.model_dump(exclude_none=True) for part in parts(answer)]!r:.200}")
    width, height = picture_size(blobs[0].data)
    need(width > 0 and height > 0, "an empty picture")
    details = {item.modality: item.token_count for item in answer.usage_metadata.candidates_tokens_details or []}
    need(details.get(types.MediaModality.IMAGE), f"no image tokens in {details}")
    return f"{width} x {height}"


@case("config")
def image_output_of_a_shape():
    from kit import picture_size
    answer = ask("Draw a wide boat.", model="gemini-2.5-flash-image", response_modalities=["IMAGE"], image_config={"aspect_ratio": "16:9"})
    width, height = picture_size(next(part.inline_data.data for part in parts(answer) if part.inline_data))
    need(abs(width / height - 16 / 9) < 0.1, f"{width} x {height}")


@case("config")
def image_output_streams():
    chunks = stream("Draw a small boat.", model="gemini-2.5-flash-image", response_modalities=["TEXT", "IMAGE"])
    need(any(part.inline_data for chunk in chunks for part in (parts(chunk) or [])), "no picture")


@case("config")
def speech_output():
    config = {"response_modalities": ["AUDIO"], "speech_config": {"voice_config": {"prebuilt_voice_config": {"voice_name": "Kore"}}}}
    blob = parts(ask("Say cheerfully: have a good day!", model="gemini-2.5-flash-preview-tts", **config))[0].inline_data
    need(blob.mime_type.startswith("audio/") and "24000" in blob.mime_type, blob.mime_type)
    need(len(blob.data) > 4800 and len(blob.data) % 2 == 0, f"{len(blob.data)} bytes")
    voices = [{"speaker": name, "voice_config": {"prebuilt_voice_config": {"voice_name": voice}}} for name, voice in (("Joe", "Kore"), ("Jane", "Puck"))]
    two = {"response_modalities": ["AUDIO"], "speech_config": {"multi_speaker_voice_config": {"speaker_voice_configs": voices}}}
    need(parts(ask("Joe: Hello. Jane: Good day.", model="gemini-2.5-flash-preview-tts", **two))[0].inline_data.data, "no sound")


@case("config")
def text_models_give_no_pictures():
    fails(400, "INVALID_ARGUMENT", lambda: ask("Draw a boat.", model=FLASH, response_modalities=["IMAGE"]))
