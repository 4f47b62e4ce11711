"""vertexai, Google's earlier SDK of Vertex AI, over REST."""

import json

import vertexai
from google.api_core import exceptions
from google.oauth2.credentials import Credentials
from kit import BASE, FLASH, UNKNOWN, case, has, media, need, png, raises, same
from vertexai.generative_models import Content, FunctionDeclaration, GenerationConfig, GenerativeModel, HarmBlockThreshold, HarmCategory, Part, SafetySetting, Tool, ToolConfig
from vertexai.language_models import TextEmbeddingInput, TextEmbeddingModel

vertexai.init(project="harbour", location="europe-west1", api_endpoint=BASE, api_transport="rest", credentials=Credentials("a-token-that-opens-nothing"))
PLACE = {"type": "object", "properties": {"place": {"type": "string"}}, "required": ["place"]}
WEATHER = Tool(function_declarations=[FunctionDeclaration(name="get_weather", description="The weather of a place.", parameters=PLACE)])


def ask(contents, name=FLASH, system=None, **more):
    return GenerativeModel(name, system_instruction=system).generate_content(contents, **more)


@case("vertexai")
def generate():
    answer = ask("Say hello to the project harbour.")
    has(answer.text, "harbour")
    same(answer.candidates[0].finish_reason.name, "STOP", "the finish reason")
    need(answer.usage_metadata.total_token_count > 0, f"{answer.usage_metadata}")


@case("vertexai")
def system_instruction():
    has(ask("Who are you?", system=["You are Otto the snail."]).text, "Otto")


@case("vertexai")
def streamed():
    chunks = list(ask("Tell a story of a seal and a gull in five sentences.", stream=True))
    need(len(chunks) > 1, f"{len(chunks)} chunk")
    has("".join(chunk.text for chunk in chunks), "seal", "gull")


@case("vertexai")
def chat():
    talk = GenerativeModel(FLASH).start_chat(history=[Content(role="user", parts=[Part.from_text("My boat is called Gull.")]), Content(role="model", parts=[Part.from_text("Fine.")])])
    has(talk.send_message("What is my boat called?").text, "Gull")
    same(len(talk.history), 4, "the number of turns")


@case("vertexai", kept=False)
def media_and_addresses():
    has(ask([Part.from_data(png(89, 35), "image/png"), "How large?"]).text, "89", "35")
    has(ask([Part.from_data(media("counting.mp4"), "video/mp4"), "What is shown?"]).text, "video/mp4")
    has(ask([Part.from_uri("gs://bucket/boat.pdf", "application/pdf"), "What is it?"]).text, "boat.pdf")


@case("vertexai")
def settings():
    answer = ask("Tell a long story of " + "the sea and " * 30, generation_config=GenerationConfig(max_output_tokens=9, temperature=0.1, top_p=0.9, top_k=5, candidate_count=1))
    same(answer.candidates[0].finish_reason.name, "MAX_TOKENS", "the finish reason")


@case("vertexai")
def schemas():
    schema = {"type": "object", "properties": {"town": {"type": "string"}, "people": {"type": "integer"}}, "required": ["town", "people"]}
    value = json.loads(ask("Describe a town.", generation_config=GenerationConfig(response_mime_type="application/json", response_schema=schema)).text)
    need(isinstance(value["people"], int), f"{value}")
    kinds = {"type": "STRING", "enum": ["Percussion", "Woodwind"]}
    need(ask("What is a flute?", generation_config=GenerationConfig(response_mime_type="text/x.enum", response_schema=kinds)).text in kinds["enum"], "another word")


@case("vertexai")
def functions():
    model = GenerativeModel(FLASH, tools=[WEATHER])
    talk = model.start_chat(response_validation=False)
    answer = talk.send_message("What is the weather in Kiel?")
    call = answer.candidates[0].function_calls[0]
    same(call.name, "get_weather", "the name")
    has(call.args["place"], "Kiel")
    has(talk.send_message(Part.from_function_response(name="get_weather", response={"sky": "hail"})).text, "hail")
    forced = ToolConfig(function_calling_config=ToolConfig.FunctionCallingConfig(mode=ToolConfig.FunctionCallingConfig.Mode.ANY, allowed_function_names=["get_weather"]))
    need(model.generate_content("Say anything.", tool_config=forced).candidates[0].function_calls, "not called")


@case("vertexai", kept=False)
def safety():
    settings = [SafetySetting(category=HarmCategory.HARM_CATEGORY_HATE_SPEECH, threshold=HarmBlockThreshold.BLOCK_ONLY_HIGH)]
    same(ask("Go on. [[safety]]", safety_settings=settings).candidates[0].finish_reason.name, "SAFETY", "the finish reason")
    same(ask("Go on. [[block]]").to_dict()["prompt_feedback"]["block_reason"], "SAFETY", "the reason")


@case("vertexai")
def tokens():
    model = GenerativeModel(FLASH)
    answer = model.count_tokens("The quick brown fox.")
    need(answer.total_tokens > 2 and answer.total_billable_characters > 10, f"{answer}")
    info = model.compute_tokens("The quick brown fox.").tokens_info[0]
    same(b"".join(info.tokens), b"The quick brown fox.", "the tokens")


@case("vertexai")
def embeddings():
    for name, count in (("text-embedding-005", 768), ("gemini-embedding-001", 3072), ("text-multilingual-embedding-002", 768)):
        model = TextEmbeddingModel.from_pretrained(name)
        vector = model.get_embeddings([TextEmbeddingInput("A boat in harbour.", "RETRIEVAL_DOCUMENT", title="Boats")])[0]
        same(len(vector.values), count, f"the length for {name}")
        need(vector.statistics.token_count > 0, f"{vector.statistics}")
    same(len(TextEmbeddingModel.from_pretrained("text-embedding-005").get_embeddings(["A", "B"], output_dimensionality=256)[1].values), 256, "the length")


@case("vertexai", kept=False)
def caches():
    import datetime
    from vertexai.preview import caching
    from vertexai.preview.generative_models import GenerativeModel as Preview
    cache = caching.CachedContent.create(model_name=FLASH, contents=["The logbook of the keeper tells of wind and of ships. " * 200], ttl=datetime.timedelta(minutes=9), display_name="logbook")
    answer = Preview.from_cached_content(cache).generate_content("What does it tell?")
    need(answer.usage_metadata.cached_content_token_count > 1000, f"{answer.usage_metadata}")
    cache.update(ttl=datetime.timedelta(hours=2))
    need(cache.name in [other.name for other in caching.CachedContent.list()], "not listed")
    cache.delete()


@case("vertexai")
def errors():
    raises(exceptions.NotFound, lambda: ask("Hello", UNKNOWN), 404)
    raises(exceptions.BadRequest, lambda: ask("Hello", generation_config={"temperature": 1000.0}))


@case("vertexai", kept=False)
def search_and_code():
    from vertexai.generative_models import grounding
    search = Tool.from_dict({"google_search": {}})
    need(ask("Who won the regatta?", tools=[search]).candidates[0].grounding_metadata.grounding_chunks, "no sources")
    need(ask("Who won?", tools=[Tool.from_google_search_retrieval(grounding.GoogleSearchRetrieval())]).text, "no text")


@case("vertexai")
def functions_of_python():
    def get_weather(place: str) -> str:
        """Tells the weather of a place.

        Args:
            place: The name of the place.
        """
        return "hail"

    declaration = FunctionDeclaration.from_func(get_weather)
    call = ask("What is the weather in Kiel?", tools=[Tool(function_declarations=[declaration])]).candidates[0].function_calls[0]
    same(call.name, "get_weather", "the name")


@case("vertexai")
def many_embeddings():
    model = TextEmbeddingModel.from_pretrained("text-embedding-005")
    vectors = model.get_embeddings([f"Text {number}" for number in range(20)])
    same(len({tuple(vector.values) for vector in vectors}), 20, "the number of different vectors")


@case("vertexai")
def chat_streamed():
    talk = GenerativeModel(FLASH).start_chat()
    has("".join(chunk.text for chunk in talk.send_message("Tell of the tide.", stream=True)), "tide")
    has(talk.send_message("What did I ask?").text, "tide")


@case("vertexai")
def drawing_models():
    from vertexai.vision_models import ImageGenerationModel
    answer = ImageGenerationModel.from_pretrained("imagen-4.0-generate-001").generate_images("A boat.", number_of_images=2)
    from kit import picture_size
    same(len([picture_size(image._image_bytes) for image in answer.images]), 2, "the number of pictures")
