"""The `gem` helper of the package hamel: a function around google-genai."""


from hamel.gem import gem, gem_async
from kit import FLASH, MEDIA, THREE, YOUTUBE, case, has, need


@case("gem")
def text():
    has(gem("Say hello to the harbour.", model=FLASH), "harbour")


@case("gem")
def text_of_the_default_model():
    has(gem("Say hello to the default."), "default")


@case("gem")
def attachments():
    has(gem("What is drawn?", str(MEDIA / "drawing.png"), model=FLASH), "image/png", "What is drawn?")
    has(gem("Sum up.", attachments=[str(MEDIA / "report.pdf"), str(MEDIA / "notes.md")], model=FLASH), "application/pdf")


@case("gem")
def sound_by_upload():
    has(gem("What is said?", str(MEDIA / "counting.wav"), model=FLASH), "audio/")


@case("gem")
def youtube():
    has(gem("What happens?", YOUTUBE, model=FLASH), "youtube")


@case("gem")
def search_and_thinking():
    need(gem("Who won?", search=True, model=FLASH), "no text")
    has(gem("Why is the sea salty?", thinking="low", model=THREE), "salty")
    has(gem("Why is grass green?", thinking=0, model=FLASH), "green")


@case("gem")
async def async_ones():
    has(await gem_async("Say hello asynchronously.", model=FLASH), "asynchronously")
    has("".join([piece async for piece in await gem_async("Stream asynchronously.", model=FLASH, stream=True)]), "asynchronously")


@case("gem")
def blocked():
    try:
        gem("Go on. [[block]]", model=FLASH)
    except RuntimeError as error:
        return has(str(error), "SAFETY")[:60]
    raise AssertionError("no error was raised")
