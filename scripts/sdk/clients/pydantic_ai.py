"""pydantic-ai: agents on the Gemini API."""

import asyncio
import typing

from google.genai.types import HarmBlockThreshold, HarmCategory
from kit import BASE, EMBEDDER, FLASH, KEY, MEDIA, THREE, UNKNOWN, YOUTUBE, case, has, media, need, png, same
from pydantic import BaseModel
from pydantic_ai import Agent, BinaryContent, ModelHTTPError, ModelRetry, NativeOutput, PromptedOutput, ToolOutput, UploadedFile, VideoUrl
from pydantic_ai.models.google import GoogleModel, GoogleModelSettings
from pydantic_ai.providers.google import GoogleProvider


class Town(BaseModel):
    """A town."""

    name: str
    people: int
    kind: typing.Literal["big", "small"]


def model(name=FLASH, **settings):
    return GoogleModel(name, provider=GoogleProvider(api_key=KEY, base_url=BASE), settings=GoogleModelSettings(**settings) if settings else None)


def agent(name=FLASH, settings=None, **options):
    return Agent(model(name, **(settings or {})), **options)


@case("pydantic-ai")
def run():
    result = agent().run_sync("Say hello to the harbour.")
    has(result.output, "harbour")
    usage = result.usage() if callable(result.usage) else result.usage
    need(usage.input_tokens > 0 and usage.output_tokens > 0 and usage.requests == 1, f"{usage}")


@case("pydantic-ai")
def instructions():
    has(agent(instructions="You are Otto the snail.").run_sync("Who are you?").output, "Otto")
    has(agent(system_prompt="You are Ida the gull.").run_sync("Who are you?").output, "Ida")


@case("pydantic-ai")
def history():
    own = agent()
    first = own.run_sync("My name is Ada.")
    has(own.run_sync("What is my name?", message_history=first.all_messages()).output, "Ada")


@case("pydantic-ai")
async def streamed():
    async with agent().run_stream("Tell a story of a seal and a gull in five sentences.") as result:
        pieces = [piece async for piece in result.stream_text(delta=True, debounce_by=None)]
    need(len(pieces) > 1, f"{len(pieces)} pieces")
    has("".join(pieces), "seal", "gull")


@case("pydantic-ai")
def structured():
    for output in (Town, ToolOutput(Town), NativeOutput(Town), PromptedOutput(Town)):
        town = agent(output_type=output).run_sync("Describe the town of Kiel.").output
        need(isinstance(town, Town), f"{output}: {town!r}")


@case("pydantic-ai")
def structured_lists_and_choices():
    towns = agent(output_type=list[Town]).run_sync("Describe three towns.").output
    need(isinstance(towns, list) and all(isinstance(town, Town) for town in towns), f"{towns!r}")
    need(isinstance(agent(output_type=[Town, str]).run_sync("Hello?").output, (Town, str)), "neither")
    need(isinstance(agent(output_type=bool).run_sync("Is it raining?").output, bool), "no truth")


@case("pydantic-ai")
async def structured_and_streamed():
    async with agent(output_type=Town).run_stream("Describe the town of Kiel.") as result:
        need(isinstance(await result.get_output(), Town), "no town")


def with_tools(own, asked):
    @own.tool_plain
    def get_weather(place: str) -> str:
        """Tells the weather of a place."""
        asked.append(("weather", place))
        return "hail"

    @own.tool_plain
    def get_time(place: str) -> str:
        """Tells the time of a place."""
        asked.append(("time", place))
        return "four"

    return own


@case("pydantic-ai")
def tools():
    for name in (FLASH, THREE):
        asked = []
        output = with_tools(agent(name), asked).run_sync("What is the weather in Kiel?").output
        same([kind for kind, _ in asked], ["weather"], f"the calls of {name}")
        has(asked[0][1], "Kiel")
        has(output, "hail")


@case("pydantic-ai")
def parallel_tools():
    asked = []
    output = with_tools(agent(), asked).run_sync("What is the weather in Paris, and what is the time in Tokyo?").output
    same(sorted(kind for kind, _ in asked), ["time", "weather"], "the calls")
    has(output, "hail", "four")


@case("pydantic-ai")
def tools_and_structured_output():
    for name in (FLASH, THREE):
        asked = []
        town = with_tools(agent(name, output_type=Town), asked).run_sync("What is the weather in Kiel? Describe the town.").output
        need(isinstance(town, Town), f"{town!r}")
        need(len(asked) <= 2, f"{asked}")


@case("pydantic-ai")
def tool_that_asks_again():
    tries = []
    own = agent(retries=2)

    @own.tool_plain
    def get_weather(place: str) -> str:
        """Tells the weather of a place."""
        tries.append(place)
        if len(tries) == 1:
            raise ModelRetry("Name the weather's place more exactly.")
        return "hail"

    need(own.run_sync("What is the weather in Kiel?").output, "no text")
    need(1 <= len(tries) <= 2, f"{tries}")


@case("pydantic-ai")
async def streamed_tools():
    asked = []
    async with with_tools(agent(), asked).run_stream("What is the weather in Kiel?") as result:
        has(await result.get_output(), "hail")
    same(len(asked), 1, "the number of calls")


@case("pydantic-ai")
def media_inline():
    own = agent()
    has(own.run_sync(["How large?", BinaryContent(png(93, 39), media_type="image/png")]).output, "93", "39")
    for name, kind in (("counting.wav", "audio/wav"), ("report.pdf", "application/pdf"), ("counting.mp4", "video/mp4")):
        has(own.run_sync(["What is it?", BinaryContent(media(name), media_type=kind)]).output, kind)


@case("pydantic-ai")
def addresses():
    has(agent().run_sync(["What happens?", VideoUrl(YOUTUBE)]).output, "youtube")


@case("pydantic-ai")
def uploaded_file():
    from google import genai
    with genai.Client(api_key=KEY, vertexai=False, http_options={"base_url": BASE}) as client:
        file = client.files.upload(file=MEDIA / "report.pdf")
    has(agent().run_sync(["Sum up.", UploadedFile("https://generativelanguage.googleapis.com/v1beta/" + file.name, provider_name="google", media_type="application/pdf")]).output, "application/pdf")


@case("pydantic-ai")
def settings():
    from pydantic_ai import UnexpectedModelBehavior
    try:
        result = agent(settings={"max_tokens": 9, "temperature": 0.1, "google_thinking_config": {"thinking_budget": 0}}).run_sync("Tell a long story of " + "the sea and " * 30)
    except UnexpectedModelBehavior as error:
        return str(error)[:60]
    same(result.all_messages()[-1].finish_reason, "length", "the finish reason")


@case("pydantic-ai")
def thoughts():
    result = agent(settings={"google_thinking_config": {"include_thoughts": True}}).run_sync("Why is the sea salty?")
    kinds = [part.part_kind for part in result.all_messages()[-1].parts]
    need("thinking" in kinds and "text" in kinds, f"{kinds}")
    has(agent(THREE, {"google_thinking_config": {"thinking_level": "LOW"}}).run_sync("Why is the moon round?").output, "moon")


@case("pydantic-ai")
def safety_settings():
    setting = [{"category": HarmCategory.HARM_CATEGORY_HARASSMENT, "threshold": HarmBlockThreshold.BLOCK_LOW_AND_ABOVE}]
    has(agent(settings={"google_safety_settings": setting}).run_sync("A harmless word.").output, "harmless")


@case("pydantic-ai")
def native_tools():
    from pydantic_ai import native_tools as kinds
    from pydantic_ai.capabilities import NativeTool
    for tool, text in ((kinds.WebSearchTool(), "Who won the regatta?"), (kinds.CodeExecutionTool(), "Compute 12 * 34 with code."), (kinds.WebFetchTool(), "Sum up https://example.com/a")):
        result = agent(capabilities=[NativeTool(tool)]).run_sync(text)
        need(result.output, "no text")
        parts = [part.part_kind for part in result.all_messages()[-1].parts]
        need(any("tool" in part for part in parts), f"{type(tool).__name__}: {parts}")


@case("pydantic-ai")
def embeddings():
    from pydantic_ai import Embedder
    from pydantic_ai.embeddings.google import GoogleEmbeddingModel
    own = Embedder(GoogleEmbeddingModel(EMBEDDER, provider=GoogleProvider(api_key=KEY, base_url=BASE)))
    result = own.embed_documents_sync(["A boat.", "A bird."])
    same([len(vector) for vector in result.embeddings], [3072, 3072], "the lengths")
    same(len(own.embed_query_sync("A boat?").embeddings[0]), 3072, "the length")


@case("pydantic-ai")
def images():
    from pydantic_ai import BinaryImage
    result = agent("gemini-2.5-flash-image", output_type=BinaryImage).run_sync("Draw a boat.")
    same(result.output.media_type, "image/png", "the type")


@case("pydantic-ai")
def errors():
    try:
        agent(UNKNOWN).run_sync("Hello")
    except ModelHTTPError as error:
        same(error.status_code, 404, "the status")
        return
    raise AssertionError("no error was raised")


@case("pydantic-ai")
async def many_at_once():
    own = agent()
    results = await asyncio.gather(*(own.run(f"Name ship {number}.") for number in range(8)))
    for number, result in enumerate(results):
        has(result.output, f"ship {number}")


@case("pydantic-ai")
def tokens_counted_before():
    from pydantic_ai import UsageLimitExceeded
    from pydantic_ai.usage import UsageLimits
    has(agent().run_sync("Count me.", usage_limits=UsageLimits(input_tokens_limit=500, count_tokens_before_request=True)).output, "Count me")
    try:
        agent().run_sync("Count me. " * 100, usage_limits=UsageLimits(input_tokens_limit=20, count_tokens_before_request=True))
    except UsageLimitExceeded:
        return
    raise AssertionError("the limit was passed")


@case("pydantic-ai")
def image_generator():
    from pydantic_ai import ImageGenerator
    from pydantic_ai.images.google import GoogleImageGenerationModel
    own = ImageGenerator(GoogleImageGenerationModel("gemini-2.5-flash-image", provider=GoogleProvider(api_key=KEY, base_url=BASE)))
    result = own.generate_sync("Draw a boat.")
    need(result.images, f"{result}")


@case("pydantic-ai")
def google_cloud():
    from google.oauth2.credentials import Credentials
    from pydantic_ai.providers.google_cloud import GoogleCloudProvider
    provider = GoogleCloudProvider(project="harbour", location="europe-west1", credentials=Credentials("a-token"), base_url=BASE)
    has(Agent(GoogleModel(FLASH, provider=provider)).run_sync("Say hello to the cloud.").output, "cloud")
    need(isinstance(Agent(GoogleModel(FLASH, provider=provider), output_type=Town).run_sync("Describe Kiel.").output, Town), "no town")


@case("pydantic-ai")
async def events():
    asked, kinds = [], []
    async with with_tools(agent(), asked).run_stream_events("What is the weather in Kiel?") as stream:
        async for event in stream:
            kinds.append(event.event_kind)
    need({"function_tool_call", "function_tool_result", "part_start"} <= set(kinds), f"{set(kinds)}")


@case("pydantic-ai")
def logprobs():
    result = agent(settings={"google_logprobs": True, "google_top_logprobs": 2}).run_sync("Name a star.")
    details = result.all_messages()[-1].provider_details
    need("logprobs" in str(details), f"{details}")


@case("pydantic-ai")
def stops_and_seeds():
    word = agent().run_sync("Tell of the anchor.").output.split()[3]
    need(word not in agent(settings={"stop_sequences": [word], "seed": 4}).run_sync("Tell of the anchor.").output, "it did not stop")
