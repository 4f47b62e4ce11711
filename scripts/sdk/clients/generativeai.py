"""google-generativeai, Google's earlier SDK, over REST."""

import json

import google.generativeai as genai
from google.api_core import exceptions
from google.generativeai import caching, client as settings, protos
from kit import BASE, EMBEDDER, FLASH, KEY, MEDIA, UNKNOWN, case, has, length, media, near, need, png, raises, same
from typing_extensions import TypedDict

genai.configure(api_key=KEY, transport="rest", client_options={"api_endpoint": BASE})
# Uploads find their address in a document of the service, whose own address no option changes.
settings.GENAI_API_DISCOVERY_URL = f"{BASE}/$discovery/rest"


class Recipe(TypedDict):
    name: str
    minutes: int


def model(name=FLASH, **options):
    return genai.GenerativeModel(name, **options)


def fails(kind, call):
    return raises(kind, call)


@case("legacy")
def generate():
    answer = model().generate_content("Say hello to the harbour, old friend.")
    has(answer.text, "harbour")
    same(answer.candidates[0].finish_reason.name, "STOP", "the finish reason")
    usage = answer.usage_metadata
    need(usage.prompt_token_count > 0 and usage.total_token_count >= usage.prompt_token_count + usage.candidates_token_count, f"{usage}")


@case("legacy")
def system_instruction():
    has(model(system_instruction="You are Otto the snail.").generate_content("Who are you?").text, "Otto")


@case("legacy")
def stream():
    answer = model().generate_content("Tell an old story of a seal and a gull in five sentences.", stream=True)
    chunks = [chunk.text for chunk in answer]
    need(len(chunks) > 1, f"{len(chunks)} chunk")
    has("".join(chunks), "seal", "gull")
    same(answer.candidates[0].finish_reason.name, "STOP", "the finish reason")


@case("legacy")
def chat():
    talk = model().start_chat(history=[{"role": "user", "parts": ["My boat is called Gull."]}, {"role": "model", "parts": ["A fine name."]}])
    has(talk.send_message("What is my boat called?").text, "Gull")
    has("".join(chunk.text for chunk in talk.send_message("And once more?", stream=True)), "once more")
    same(len(talk.history), 6, "the number of turns")


@case("legacy")
def media_inline():
    answer = model().generate_content([{"mime_type": "image/png", "data": png(81, 27)}, "How large is it?"])
    has(answer.text, "81", "27")
    import PIL.Image
    has(model().generate_content([PIL.Image.new("RGB", (62, 26)), "And this?"]).text, "62", "26")
    has(model().generate_content([{"mime_type": "audio/wav", "data": media("counting.wav")}, "What is said?"]).text, "audio/wav")


@case("legacy")
def generation_config():
    answer = model().generate_content("Tell a long story of " + "the sea and " * 30, generation_config=genai.GenerationConfig(max_output_tokens=9, temperature=0.1, top_p=0.9, top_k=10))
    same(answer.candidates[0].finish_reason.name, "MAX_TOKENS", "the finish reason")
    several = model().generate_content("Name a fish.", generation_config={"candidate_count": 2})
    same(len(several.candidates), 2, "the number of candidates")


@case("legacy")
def json_by_schema():
    answer = model().generate_content("Some recipes.", generation_config=genai.GenerationConfig(response_mime_type="application/json", response_schema=list[Recipe]))
    recipes = json.loads(answer.text)
    need(isinstance(recipes, list) and all(isinstance(recipe["minutes"], int) for recipe in recipes if "minutes" in recipe), f"{recipes}")


@case("legacy")
def enum_output():
    answer = model().generate_content("What is a flute?", generation_config=genai.GenerationConfig(
        response_mime_type="text/x.enum", response_schema={"type": "STRING", "enum": ["Percussion", "Woodwind"]}))
    need(answer.text in ("Percussion", "Woodwind"), answer.text)


@case("legacy")
def functions():
    def get_weather(place: str) -> str:
        """Tells the weather of a place."""
        return "hail"

    answer = model(tools=[get_weather]).generate_content("What is the weather in Kiel?")
    call = answer.candidates[0].content.parts[0].function_call
    same(call.name, "get_weather", "the call")
    has(call.args["place"], "Kiel")
    for mode in ("ANY", "NONE"):
        answer = model(tools=[get_weather]).generate_content("What is the weather in Kiel?", tool_config={"function_calling_config": {"mode": mode}})
        same(bool(answer.candidates[0].content.parts[0].function_call), mode == "ANY", f"a call in mode {mode}")


@case("legacy")
def functions_called_by_the_sdk():
    asked = []

    def get_weather(place: str) -> dict:
        """Tells the weather of a place."""
        asked.append(place)
        return {"sky": "hail"}

    talk = model(tools=[get_weather]).start_chat(enable_automatic_function_calling=True)
    has(talk.send_message("What is the weather in Kiel?").text, "hail")
    same(len(asked), 1, "the number of calls")


@case("legacy")
def answer_of_a_function_by_hand():
    tool = {"function_declarations": [{"name": "get_weather", "description": "The weather.", "parameters": {"type": "OBJECT", "properties": {"place": {"type": "STRING"}}}}]}
    talk = model(tools=[tool]).start_chat()
    call = talk.send_message("What is the weather in Kiel?").candidates[0].content.parts[0].function_call
    reply = protos.Part(function_response=protos.FunctionResponse(name=call.name, response={"sky": "sleet"}))
    has(talk.send_message(reply).text, "sleet")


@case("legacy")
def code_execution():
    parts = model(tools="code_execution").generate_content("Compute 12 * 34 with code.").candidates[0].content.parts
    code = [part for part in parts if part.executable_code.code]
    results = [part for part in parts if part.code_execution_result.output]
    need(code and results, f"{parts}")
    has(results[0].code_execution_result.output, "408")


@case("legacy", kept=False)
def safety():
    answer = model().generate_content("Go on. [[block]]", safety_settings={"HARASSMENT": "BLOCK_NONE", "DANGEROUS": "BLOCK_ONLY_HIGH"})
    same(answer.prompt_feedback.block_reason.name, "SAFETY", "the reason")
    need(not answer.candidates, "candidates all the same")
    same(model().generate_content("Go on. [[safety]]").candidates[0].finish_reason.name, "SAFETY", "the finish reason")


@case("legacy")
def tokens():
    need(model().count_tokens("One, two, three.").total_tokens > 2, "too few")
    need(model(system_instruction="You are Otto.").count_tokens("One").total_tokens > model().count_tokens("One").total_tokens, "the instruction counts nothing")


@case("legacy")
def embeddings():
    vector = genai.embed_content(model=f"models/{EMBEDDER}", content="An old boat.", task_type="retrieval_document", title="Boats")["embedding"]
    same(len(vector), 3072, "the length")
    near(length(vector), 1, 0.001)
    vectors = genai.embed_content(model=f"models/{EMBEDDER}", content=["A boat.", "A bird."], output_dimensionality=128)["embedding"]
    same([len(vector) for vector in vectors], [128, 128], "the lengths")
    same(len(genai.embed_content(model=f"models/{EMBEDDER}", content=[f"Text {number}" for number in range(120)], output_dimensionality=128)["embedding"]), 120, "the number of vectors")


@case("legacy")
def models():
    found = {one.name: one for one in genai.list_models()}
    need(f"models/{FLASH}" in found, f"{sorted(found)}")
    need("generateContent" in found[f"models/{FLASH}"].supported_generation_methods, "it does not generate")
    same(genai.get_model(f"models/{FLASH}").input_token_limit, 1_048_576, "the limit")
    same(genai.get_base_model(f"models/{FLASH}").name, f"models/{FLASH}", "the name")
    fails(exceptions.NotFound, lambda: genai.get_model(f"models/{UNKNOWN}"))


@case("legacy")
def tuned_models():
    same(list(genai.list_tuned_models()), [], "the tuned models")


@case("legacy", proxy=False)
def upload():
    file = genai.upload_file(MEDIA / "report.pdf", display_name="old report")
    same((file.display_name, file.mime_type, file.size_bytes), ("old report", "application/pdf", (MEDIA / "report.pdf").stat().st_size), "the file")
    same(file.state.name, "ACTIVE", "the state")
    has(model().generate_content([file, "Sum it up."]).text, "application/pdf")
    same(genai.get_file(file.name).uri, file.uri, "the address")
    need(file.name in [other.name for other in genai.list_files()], "not listed")
    genai.delete_file(file.name)
    fails(exceptions.Forbidden, lambda: genai.get_file(file.name))


@case("legacy", proxy=False)
def upload_of_a_film_and_of_bytes():
    import io
    import time
    file = genai.upload_file(MEDIA / "counting.mp4", mime_type="video/mp4", resumable=True)
    for _ in range(100):
        if file.state.name != "PROCESSING":
            break
        time.sleep(0.05)
        file = genai.get_file(file.name)
    same(file.state.name, "ACTIVE", "the state")
    has(model().generate_content([file, "What is shown?"]).text, "video/mp4")
    other = genai.upload_file(io.BytesIO(b"Bytes in memory."), mime_type="text/plain", name=f"bytes-{time.time_ns()}")
    same(other.size_bytes, 16, "the size")


@case("legacy", kept=False)
def caches():
    import datetime
    text = "The logbook of the lighthouse keeper tells of wind and of ships. " * 150
    cache = caching.CachedContent.create(model=f"models/{FLASH}", contents=[text], system_instruction="You are Boje.", ttl=datetime.timedelta(minutes=5), display_name="logbook")
    has(cache.name, "cachedContents/")
    answer = genai.GenerativeModel.from_cached_content(cache).generate_content("What does it tell?")
    need(answer.usage_metadata.cached_content_token_count > 1000, f"{answer.usage_metadata}")
    before = cache.expire_time
    cache.update(ttl=datetime.timedelta(hours=2))
    need(cache.expire_time > before, f"{cache.expire_time}")
    need(cache.name in [other.name for other in caching.CachedContent.list()], "not listed")
    same(caching.CachedContent.get(cache.name).display_name, "logbook", "the name")
    cache.delete()
    fails(exceptions.Forbidden, lambda: caching.CachedContent.get(cache.name))


@case("legacy")
def errors():
    fails(exceptions.NotFound, lambda: model(UNKNOWN).generate_content("Hello"))
    fails(exceptions.BadRequest, lambda: model().generate_content("Hello", generation_config={"temperature": 7.0}))


@case("legacy", proxy=False)
def upload_in_one_request():
    file = genai.upload_file(MEDIA / "story.txt", resumable=False, display_name="at once")
    same((file.display_name, file.size_bytes), ("at once", (MEDIA / "story.txt").stat().st_size), "the file")
    has(model().generate_content(["Sum up.", file]).text, "text/plain")


@case("legacy", kept=False)
def search_retrieval():
    answer = model("gemini-1.5-flash", tools="google_search_retrieval").generate_content("Who won the regatta?")
    need(answer.candidates[0].grounding_metadata.grounding_chunks, "no sources")


@case("legacy")
def answers_in_pieces():
    answer = model().generate_content("Tell of the tide.", stream=True)
    answer.resolve()
    has(answer.text, "tide")
    need(answer.usage_metadata.total_token_count > 0, f"{answer.usage_metadata}")


@case("legacy", kept=False)
def blocked_talk():
    talk = model().start_chat()
    raises(genai.types.BlockedPromptException, lambda: talk.send_message("Go on. [[block]]"))
    raises(genai.types.StopCandidateException, lambda: talk.send_message("Go on. [[safety]]"))
    same(len(talk.history), 0, "the number of turns")
