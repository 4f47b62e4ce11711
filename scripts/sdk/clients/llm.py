"""llm with its plugin llm-gemini, as a library and at the command line."""

import json

import kit
import llm
from kit import FLASH, KEY, MEDIA, THREE, YOUTUBE, case, has, length, near, need, png, same

kit.redirect()


def model(name=FLASH, kind=llm.get_model):
    own = kind(name)
    own.key = KEY
    return own


def command(*arguments):
    from click.testing import CliRunner
    from llm.cli import cli
    run = CliRunner().invoke(cli, list(arguments), env={"LLM_GEMINI_KEY": KEY})
    need(run.exit_code == 0, f"{run.output} {run.exception!r}")
    return run.stdout


@case("llm")
def prompt():
    answer = model().prompt("Say hello to the harbour.", stream=False)
    has(answer.text(), "harbour")
    usage = answer.usage()
    need(usage.input > 0 and usage.output > 0, f"{usage}")


@case("llm")
def streamed():
    pieces = list(model().prompt("Tell a story of a seal and a gull in five sentences."))
    need(len(pieces) > 1, f"{len(pieces)} pieces")
    has("".join(pieces), "seal", "gull")


@case("llm")
def system():
    has(model().prompt("Who are you?", system="You are Otto the snail.").text(), "Otto")


@case("llm")
def conversation():
    talk = model().conversation()
    talk.prompt("My name is Ada.").text()
    has(talk.prompt("What is my name?").text(), "Ada")


@case("llm", kept=False)
def attachments():
    answer = model().prompt("How large?", attachments=[llm.Attachment(content=png(87, 33), type="image/png")])
    has(answer.text(), "87", "33")
    several = model().prompt("What are these?", attachments=[llm.Attachment(path=str(MEDIA / "report.pdf")), llm.Attachment(path=str(MEDIA / "counting.wav"))])
    has(several.text(), "application/pdf", "audio/")
    has(model().prompt("What happens?", attachments=[llm.Attachment(url=YOUTUBE, type="video/mp4")]).text(), "youtube")


@case("llm")
def schemas():
    from pydantic import BaseModel

    class Dog(BaseModel):
        name: str
        age: int

    value = json.loads(model().prompt("Invent a dog.", schema=Dog).text())
    need(isinstance(value["age"], int), f"{value}")


@case("llm")
def options():
    answer = model().prompt("Tell a long story of " + "the sea and " * 30, max_output_tokens=10, temperature=0.5, thinking_budget=0)
    need(len(answer.text()) < 200, answer.text())
    need(json.loads(model().prompt("A boat.", json_object=True).text()) is not None, "null")


@case("llm")
def tools():
    asked = []

    def get_weather(place: str) -> str:
        """Tells the weather of a place."""
        asked.append(place)
        return "hail"

    for name in (FLASH, THREE):
        asked.clear()
        has(model(name).chain("What is the weather in Kiel?", tools=[get_weather]).text(), "hail")
        same(len(asked), 1, f"the number of calls of {name}")


@case("llm", kept=False)
def tools_of_the_server():
    has(model(THREE).prompt("Who won the regatta?", google_search=True).text(), "regatta") if "google_search" in model(THREE).Options.model_fields else None
    if "code_execution" in model().Options.model_fields:
        has(model().prompt("Compute 12 * 34 with code.", code_execution=True).text(), "408")


@case("llm")
async def async_ones():
    own = model(FLASH, llm.get_async_model)
    has(await own.prompt("Say hello asynchronously.").text(), "asynchronously")
    has("".join([piece async for piece in own.prompt("Stream asynchronously.")]), "asynchronously")


@case("llm")
def embeddings():
    for name, count in (("gemini-embedding-001", 3072), ("gemini-embedding-001-768", 768), ("gemini-embedding-2", 3072)):
        own = llm.get_embedding_model(name)
        own.key = KEY
        vector = list(own.embed("A boat in harbour."))
        same(len(vector), count, f"the length of {name}")
        near(length(vector), 1, 0.001)
        same(len(list(own.embed_multi([f"Text {number}" for number in range(25)]))), 25, "the number of vectors")


@case("llm")
def models_it_knows():
    import llm_gemini
    for own in llm.get_models():
        if own.__class__.__module__ == "llm_gemini":
            own.key = KEY
            need(own.prompt("Which one are you?").text(), f"{own.model_id} says nothing")


@case("llm")
def commands():
    models = json.loads(command("gemini", "models"))
    need(f"models/{FLASH}" in [one["name"] for one in models], f"{len(models)} models")
    need(json.loads(command("gemini", "models", "--method", "embedContent")), "no models")
    command("gemini", "files")
    has(command("-m", FLASH, "--no-log", "Say hello to the command line."), "command line")
    has(command("-m", FLASH, "--no-log", "--no-stream", "-s", "You are Otto.", "Who are you?"), "Otto")


@case("llm")
def errors():
    try:
        model().prompt("Too hot?", temperature=1.9, max_output_tokens=-1, stream=False).text()
    except Exception as error:
        return type(error).__name__
    raise AssertionError("no error was raised")


@case("llm")
def more_commands():
    value = json.loads(command("-m", FLASH, "--no-log", "--schema", "name, age int", "Invent a dog."))
    need(isinstance(value["age"], int), f"{value}")
    has(command("-m", FLASH, "--no-log", "-a", str(MEDIA / "drawing.png"), "What is drawn?"), "image/png")
    has(command("-m", FLASH, "--no-log", "-o", "temperature", "0.2", "-o", "max_output_tokens", "900", "Name a bird."), "bird")
    vector = json.loads(command("embed", "-m", "gemini-embedding-001", "-c", "A boat.", "-f", "json"))
    same(len(vector), 3072, "the length")


@case("llm")
def logs_and_conversations():
    command("-m", FLASH, "My name is Ada.")
    has(command("-c", "What is my name?"), "Ada")
    has(command("logs", "-n", "1"), "What is my name?")


@case("llm")
def several_tools():
    def get_weather(place: str) -> str:
        """Tells the weather of a place."""
        return "hail"

    def get_time(place: str) -> str:
        """Tells the time of a place."""
        return "four"

    has(model().chain("What is the weather in Paris, and what is the time in Tokyo?", tools=[get_weather, get_time]).text(), "hail", "four")
