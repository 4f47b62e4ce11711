"""langchain-google-genai: chat models, tools, structured answers, embeddings."""

import base64
import json
import typing

from kit import BASE, EMBEDDER, FLASH, KEY, THREE, UNKNOWN, case, cosine, has, image_url, media, need, png, same
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.tools import tool
from langchain_google_genai import ChatGoogleGenerativeAI, GoogleGenerativeAIEmbeddings
from pydantic import BaseModel, Field


class Recipe(BaseModel):
    """A recipe of a dish."""

    name: str
    minutes: int = Field(ge=1, le=600)
    kind: typing.Literal["soup", "bread"]


@tool
def get_weather(place: str) -> str:
    """Tells the weather of a place."""
    return "hail"


@tool
def get_time(place: str) -> str:
    """Tells the time of a place."""
    return "four"


def chat(model=FLASH, **options):
    options.setdefault("max_retries", 1)
    return ChatGoogleGenerativeAI(model=model, google_api_key=KEY, base_url=BASE, **options)


def text(message):
    content = message.content
    return content if isinstance(content, str) else "".join(block if isinstance(block, str) else block.get("text", "") for block in content)


@case("langchain")
def invoke():
    answer = chat().invoke("Say hello to the harbour.")
    has(text(answer), "harbour")
    same(answer.response_metadata["finish_reason"], "STOP", "the finish reason")
    usage = answer.usage_metadata
    need(usage["input_tokens"] > 0 and usage["total_tokens"] >= usage["input_tokens"] + usage["output_tokens"], f"{usage}")


@case("langchain")
def messages():
    answer = chat().invoke([SystemMessage("You are Otto the snail."), HumanMessage("My name is Ada."), AIMessage("Good day."), HumanMessage("What is my name?")])
    has(text(answer), "Otto", "Ada")


@case("langchain")
def streamed():
    chunks = list(chat().stream("Tell a story of a seal and a gull in five sentences."))
    need(len(chunks) > 1, f"{len(chunks)} chunk")
    whole = chunks[0]
    for chunk in chunks[1:]:
        whole += chunk
    has(text(whole), "seal", "gull")
    need(whole.usage_metadata["total_tokens"] > 0, f"{whole.usage_metadata}")


@case("langchain")
async def async_ones():
    own = chat()
    has(text(await own.ainvoke("Say hello asynchronously.")), "asynchronously")
    has("".join([text(chunk) async for chunk in own.astream("Stream asynchronously.")]), "asynchronously")
    answers = await own.abatch([f"Name ship {number}." for number in range(5)])
    for number, answer in enumerate(answers):
        has(text(answer), f"ship {number}")


@case("langchain")
def batch():
    for number, answer in enumerate(chat().batch([f"Name boat {number}." for number in range(4)])):
        has(text(answer), f"boat {number}")


@case("langchain")
def pictures_sounds_documents():
    content = [{"type": "text", "text": "How large?"}, {"type": "image_url", "image_url": {"url": image_url(png(85, 31))}}]
    has(text(chat().invoke([HumanMessage(content=content)])), "85", "31")
    for name, kind in (("counting.wav", "audio/wav"), ("report.pdf", "application/pdf"), ("counting.mp4", "video/mp4")):
        block = {"type": "media", "mime_type": kind, "data": base64.b64encode(media(name)).decode()}
        has(text(chat().invoke([HumanMessage(content=[{"type": "text", "text": "What is it?"}, block])])), kind)


@case("langchain")
def tools():
    bound = chat().bind_tools([get_weather, get_time])
    answer = bound.invoke("What is the weather in Kiel?")
    same([call["name"] for call in answer.tool_calls], ["get_weather"], "the calls")
    has(answer.tool_calls[0]["args"]["place"], "Kiel")
    several = bound.invoke("What is the weather in Paris, and what is the time in Tokyo?")
    same(sorted(call["name"] for call in several.tool_calls), ["get_time", "get_weather"], "the calls")


@case("langchain")
def tool_answers():
    for model in (FLASH, THREE):
        bound = chat(model).bind_tools([get_weather])
        messages = [HumanMessage("What is the weather in Kiel?")]
        messages.append(bound.invoke(messages))
        call = messages[-1].tool_calls[0]
        messages.append(ToolMessage(get_weather.invoke(call["args"]), tool_call_id=call["id"], name=call["name"]))
        answer = bound.invoke(messages)
        need(not answer.tool_calls, "it called again")
        has(text(answer), "hail")


@case("langchain")
def tool_choices():
    need(chat().bind_tools([get_weather], tool_choice="any").invoke("Say anything.").tool_calls, "not called")
    same([call["name"] for call in chat().bind_tools([get_weather, get_time], tool_choice="get_time").invoke("Say anything.").tool_calls], ["get_time"], "the calls")
    need(not chat().bind_tools([get_weather], tool_choice="none").invoke("What is the weather in Kiel?").tool_calls, "called all the same")


@case("langchain")
def streamed_tools():
    chunks = list(chat().bind_tools([get_weather]).stream("What is the weather in Kiel?"))
    whole = chunks[0]
    for chunk in chunks[1:]:
        whole += chunk
    same([call["name"] for call in whole.tool_calls], ["get_weather"], "the calls")


@case("langchain")
def structured():
    for method in ("json_schema", "function_calling", "json_mode"):
        if method == "json_mode":
            value = chat().with_structured_output(Recipe.model_json_schema(), method=method).invoke("Give me a recipe for soup.")
            need(isinstance(value, dict), f"{value!r}")
            continue
        recipe = chat().with_structured_output(Recipe, method=method).invoke("Give me a recipe for soup.")
        need(isinstance(recipe, Recipe), f"{method}: {recipe!r}")


@case("langchain")
def settings():
    answer = chat(max_output_tokens=9, thinking_budget=0, temperature=0.1, top_p=0.9, top_k=5).invoke("Tell a long story of " + "the sea and " * 30)
    same(answer.response_metadata["finish_reason"], "MAX_TOKENS", "the finish reason")
    word = text(chat().invoke("Tell of the anchor.")).split()[3]
    need(word not in text(chat().invoke("Tell of the anchor.", stop=[word])), "it did not stop")


@case("langchain")
def thoughts():
    answer = chat(thinking_budget=512, include_thoughts=True).invoke("Why is the sea salty?")
    need(any(isinstance(block, dict) and block.get("type") in ("thinking", "reasoning") for block in answer.content), f"{answer.content!r}")
    need(answer.usage_metadata["output_token_details"]["reasoning"] > 0, f"{answer.usage_metadata}")
    has(text(chat(THREE, thinking_level="low").invoke("Why is the moon round?")), "moon")


@case("langchain")
def search():
    answer = chat().bind_tools([{"google_search": {}}]).invoke("Who won the regatta?")
    need(answer.response_metadata["grounding_metadata"]["grounding_chunks"], f"{answer.response_metadata}")


@case("langchain")
def blocked():
    answer = chat().invoke("Go on. [[safety]]")
    same(answer.response_metadata["finish_reason"], "SAFETY", "the finish reason")


@case("langchain")
def images():
    from langchain_google_genai import Modality
    answer = chat("gemini-2.5-flash-image", response_modalities=[Modality.TEXT, Modality.IMAGE]).invoke("Draw a boat.")
    need(any(isinstance(block, dict) and block.get("type") in ("image_url", "image") for block in answer.content), f"{answer.content!r:.200}")


@case("langchain")
def tokens():
    need(chat().get_num_tokens("One, two, three.") > 2, "too few")


@case("langchain")
def embeddings():
    own = GoogleGenerativeAIEmbeddings(model=f"models/{EMBEDDER}", google_api_key=KEY, base_url=BASE)
    vectors = own.embed_documents(["A recipe for baking bread at home", "The engine of the ferry is broken"])
    same([len(vector) for vector in vectors], [3072, 3072], "the lengths")
    query = own.embed_query("How do I bake bread?")
    need(cosine(query, vectors[0]) > cosine(query, vectors[1]), "the wrong text is nearer")
    same(len(own.embed_query("A boat", output_dimensionality=256)), 256, "the length")
    same(len(own.embed_documents([f"Text {number}" for number in range(130)])), 130, "the number of vectors")


@case("langchain")
def cached_content():
    from kit import request
    long = "The logbook of the lighthouse keeper tells of wind and of ships. " * 150
    _, _, told = request("/v1beta/cachedContents", {"model": f"models/{FLASH}", "contents": [{"role": "user", "parts": [{"text": long}]}], "ttl": "300s"})
    answer = chat().invoke("What does it tell?", cached_content=json.loads(told)["name"])
    need(answer.usage_metadata["input_token_details"]["cache_read"] > 1000, f"{answer.usage_metadata}")


def fails(call, *words):
    try:
        call()
    except Exception as error:
        has(str(error), *words)
        return
    raise AssertionError("no error was raised")


@case("langchain")
def errors():
    fails(lambda: chat(UNKNOWN).invoke("Hello"), UNKNOWN, "404")
    fails(lambda: chat(additional_headers={"x-mock-fault": "429"}).invoke("Too much?"), "429")


@case("langchain")
def vertex():
    from google.oauth2.credentials import Credentials
    own = ChatGoogleGenerativeAI(model=FLASH, vertexai=True, project="harbour", location="europe-west1", credentials=Credentials("a-token"), base_url=BASE, max_retries=1)
    has(text(own.invoke("Say hello to Vertex.")), "Vertex")


@case("langchain")
def plain_model():
    from langchain_google_genai import GoogleGenerativeAI
    own = GoogleGenerativeAI(model=FLASH, google_api_key=KEY, base_url=BASE, max_retries=1)
    has(own.invoke("Say hello to the plain model."), "plain model")


@case("langchain")
def code_execution():
    answer = chat().bind_tools([{"code_execution": {}}]).invoke("Compute 12 * 34 with code.")
    has(str(answer.content), "408")


@case("langchain")
def context_cache():
    from langchain_google_genai import create_context_cache
    own = chat()
    name = create_context_cache(own, [SystemMessage("You are the keeper Boje."), HumanMessage("The logbook tells of wind and of ships. " * 200)], ttl="300s")
    has(name, "cachedContents/")
    answer = chat(cached_content=name).invoke("What does it tell?")
    need(answer.usage_metadata["input_token_details"]["cache_read"] > 1000, f"{answer.usage_metadata}")


@case("langchain")
def chain():
    from langchain_core.output_parsers import StrOutputParser
    from langchain_core.prompts import ChatPromptTemplate
    steps = ChatPromptTemplate.from_messages([("system", "You are {name}."), ("human", "{question}")]) | chat() | StrOutputParser()
    has(steps.invoke({"name": "Otto", "question": "Who is in the chain?"}), "Otto", "in the chain")


@case("langchain")
def speech():
    answer = chat("gemini-2.5-flash-preview-tts", response_modalities=["AUDIO"]).invoke("Say hello.")
    need(answer.additional_kwargs.get("audio") or "audio" in str(answer.content)[:200], f"{answer.additional_kwargs!r:.200} {answer.content!r:.200}")


@case("langchain")
def retries():
    import uuid
    own = chat(max_retries=4, additional_headers={"x-mock-fault": f"503;times=1;id={uuid.uuid4()}"})
    has(text(own.invoke("What passes later?")), "later")


@case("langchain")
async def structured_and_async():
    recipe = await chat().with_structured_output(Recipe).ainvoke("Give me a recipe for soup.")
    need(isinstance(recipe, Recipe), f"{recipe!r}")
    vectors = await GoogleGenerativeAIEmbeddings(model=EMBEDDER, google_api_key=KEY, base_url=BASE).aembed_documents(["A boat."])
    same(len(vectors[0]), 3072, "the length")


@case("langchain")
def uploaded_file():
    from google import genai
    with genai.Client(api_key=KEY, vertexai=False, http_options={"base_url": BASE}) as client:
        from kit import MEDIA
        file = client.files.upload(file=MEDIA / "report.pdf")
    content = [{"type": "text", "text": "Sum up."}, {"type": "media", "file_uri": file.uri, "mime_type": "application/pdf"}]
    has(text(chat().invoke([HumanMessage(content=content)])), "application/pdf")
