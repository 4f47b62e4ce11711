"""instructor: structured answers through google-genai and through litellm."""

import enum
import typing

import instructor
import litellm
from google import genai
from kit import BASE, FLASH, KEY, MEDIA, UNKNOWN, case, has, need, png
from pydantic import BaseModel, Field


class Port(BaseModel):
    town: str
    depth: float


class Crew(BaseModel):
    """A crew of a ship."""

    captain: str
    size: int
    rank: typing.Literal["mate", "cook"]
    homes: list[Port] = Field(min_length=1)


class Sky(enum.Enum):
    CLEAR = "clear"
    GREY = "grey"


class Weather(BaseModel):
    sky: Sky


class Word(BaseModel):
    word: str


def client(mode=instructor.Mode.TOOLS, **more):
    return instructor.from_genai(genai.Client(api_key=KEY, vertexai=False, http_options={"base_url": BASE}), mode=mode, **more)


def ask(text="Describe a crew of a ship.", response_model=Crew, mode=instructor.Mode.TOOLS, **more):
    return client(mode).chat.completions.create(model=FLASH, messages=[{"role": "user", "content": text}], response_model=response_model, max_retries=1, **more)


def good(crew):
    need(isinstance(crew, Crew) and crew.homes, f"{crew!r}")


@case("instructor")
def tools():
    good(ask())


@case("instructor")
def json_mode():
    good(ask(mode=instructor.Mode.JSON))


@case("instructor")
def enums():
    # With tools instructor validates strictly, so that a word is no member of an enum whatever the model says.
    need(ask("How is the sky?", Weather, instructor.Mode.JSON).sky in Sky, "no sky")


@case("instructor")
def values_from_the_prompt():
    class Person(BaseModel):
        name: str
        age: int

    person = ask("Extract: Jason is 25 years old.", Person)
    need(isinstance(person.age, int) and person.name, f"{person!r}")


@case("instructor")
def system_message():
    value = client().chat.completions.create(model=FLASH, response_model=Word, max_retries=1, messages=[
        {"role": "system", "content": "You are Otto."}, {"role": "user", "content": "Say a word."}])
    need(isinstance(value, Word), f"{value!r}")


@case("instructor")
def raw_answer():
    value, raw = client().chat.completions.create_with_completion(model=FLASH, response_model=Crew, max_retries=1, messages=[{"role": "user", "content": "Describe a crew."}])
    good(value)
    need(raw.usage_metadata.total_token_count > 0, f"{raw}")


@case("instructor")
def several():
    own = client()
    for port in own.chat.completions.create_iterable(model=FLASH, response_model=Port, messages=[{"role": "user", "content": "Name two ports."}]):
        need(isinstance(port, Port), f"{port!r}")


@case("instructor")
def partial():
    own = client(instructor.Mode.JSON)
    values = list(own.chat.completions.create_partial(model=FLASH, response_model=Crew, messages=[{"role": "user", "content": "Describe a crew."}]))
    need(values and values[-1].captain is not None, f"{values[-1:]!r}")


@case("instructor")
def picture():
    image = instructor.Image.from_path(str(MEDIA / "drawing.png"))
    value = client().chat.completions.create(model=FLASH, response_model=Word, max_retries=1, messages=[{"role": "user", "content": ["What is it?", image]}])
    need(isinstance(value, Word), f"{value!r}")


@case("instructor")
async def async_ones():
    own = client(use_async=True)
    good(await own.chat.completions.create(model=FLASH, response_model=Crew, max_retries=1, messages=[{"role": "user", "content": "Describe a crew."}]))
    values = [value async for value in own.chat.completions.create_partial(model=FLASH, response_model=Word, messages=[{"role": "user", "content": "Say a word."}])]
    need(values, "nothing came")


@case("instructor")
def asked_again_after_a_wrong_answer():
    asked = []


    from pydantic import field_validator

    class Careful(BaseModel):
        word: str

        @field_validator("word")
        @classmethod
        def second_time(cls, value):
            asked.append(value)
            if len(asked) < 2:
                raise ValueError("say it once more")
            return value

    value = client().chat.completions.create(model=FLASH, response_model=Careful, max_retries=3, messages=[{"role": "user", "content": "Say a word."}])
    need(isinstance(value, Careful) and len(asked) == 2, f"{asked}")


@case("instructor")
def through_litellm():
    own = instructor.from_litellm(litellm.completion)
    value = own.chat.completions.create(model=f"gemini/{FLASH}", api_key=KEY, api_base=f"{BASE}/v1beta", response_model=Crew, max_retries=1,
                                        messages=[{"role": "user", "content": "Describe a crew."}])
    good(value)


@case("instructor")
def through_openai():
    import openai
    own = instructor.from_openai(openai.OpenAI(api_key=KEY, base_url=f"{BASE}/v1beta/openai/"))
    good(own.chat.completions.create(model=FLASH, response_model=Crew, max_retries=1, messages=[{"role": "user", "content": "Describe a crew."}]))


@case("instructor")
def errors():
    try:
        client().chat.completions.create(model=UNKNOWN, response_model=Word, max_retries=1, messages=[{"role": "user", "content": "Hello"}])
    except Exception as error:
        has(str(error), "404")
        return
    raise AssertionError("no error was raised")


@case("instructor")
def by_provider_name():
    own = instructor.from_provider(f"google/{FLASH}", api_key=KEY)
    good(own.chat.completions.create(response_model=Crew, max_retries=1, messages=[{"role": "user", "content": "Describe a crew."}]))


@case("instructor")
def older_modes():
    for name in ("GENAI_TOOLS", "GENAI_STRUCTURED_OUTPUTS"):
        mode = getattr(instructor.Mode, name, None)
        if mode:
            good(ask(mode=mode))


@case("instructor")
def list_of_values():
    values = client().chat.completions.create(model=FLASH, response_model=list[Port], max_retries=1, messages=[{"role": "user", "content": "Name two ports."}])
    need(values and all(isinstance(value, Port) for value in values), f"{values!r}")


@case("instructor")
def optional_and_nested():
    class Note(BaseModel):
        title: typing.Optional[str]
        tags: list[str] = []
        port: typing.Optional[Port] = None

    need(isinstance(ask("Take a note.", Note), Note), "no note")


@case("instructor")
def document():
    pdf = instructor.processing.multimodal.PDF if hasattr(instructor, "processing") else None
    if not pdf:
        return "not in this version"
    value = client().chat.completions.create(model=FLASH, response_model=Word, max_retries=1, messages=[{"role": "user", "content": ["What is it?", pdf.from_path(str(MEDIA / "report.pdf"))]}])
    need(isinstance(value, Word), f"{value!r}")
