"""Pictures, documents, sounds and films within a request."""

from kit import FLASH, YOUTUBE, case, has, media, need, png, same

from .client import ask, client, types


def part(name, kind):
    return types.Part.from_bytes(data=media(name), mime_type=kind)


@case("media")
def picture():
    answer = ask([part("drawing.png", "image/png"), "What does this show?"])
    has(answer.text, "image/png", "What does this show?")
    details = {item.modality: item.token_count for item in answer.usage_metadata.prompt_tokens_details}
    need(details.get(types.MediaModality.IMAGE, 0) >= 258, f"{details}")
    need(details.get(types.MediaModality.TEXT, 0) > 0, f"{details}")


@case("media")
def picture_dimensions_are_read():
    has(ask([types.Part.from_bytes(data=png(321, 123), mime_type="image/png"), "How large is it?"]).text, "321", "123")


@case("media")
def small_pictures_count_258_tokens():
    details = ask([types.Part.from_bytes(data=png(100, 100), mime_type="image/png"), "Small?"]).usage_metadata.prompt_tokens_details
    same([item.token_count for item in details if item.modality == types.MediaModality.IMAGE], [258], "the tokens of a small picture")


@case("media")
def other_pictures_other_answers():
    one, two = (ask([types.Part.from_bytes(data=png(color=color), mime_type="image/png"), "Which color?"]).text for color in ((255, 0, 0), (0, 0, 255)))
    need(one != two, "two pictures, one answer")


@case("media")
def pillow_picture():
    from kit import module
    image = module("PIL.Image").new("RGB", (77, 55), "red")
    has(ask([image, "What is this?"]).text, "77", "55")


@case("media")
def document():
    answer = ask([part("report.pdf", "application/pdf"), "Sum up the report."])
    has(answer.text, "application/pdf")
    details = {item.modality: item.token_count for item in answer.usage_metadata.prompt_tokens_details}
    need(details.get(types.MediaModality.DOCUMENT, 0) >= 258, f"{details}")


@case("media")
def sound():
    answer = ask([part("counting.wav", "audio/wav"), "What is said?"])
    has(answer.text, "audio/wav")
    details = {item.modality: item.token_count for item in answer.usage_metadata.prompt_tokens_details}
    need(details.get(types.MediaModality.AUDIO, 0) > 32, f"{details}")


@case("media")
def film():
    answer = ask([part("counting.mp4", "video/mp4"), "Which numbers are shown?"])
    has(answer.text, "video/mp4")
    details = {item.modality: item.token_count for item in answer.usage_metadata.prompt_tokens_details}
    need(details.get(types.MediaModality.VIDEO, 0) >= 258, f"{details}")


@case("media")
def part_of_a_film():
    whole = part("counting.mp4", "video/mp4")
    cut = types.Part(inline_data=whole.inline_data, video_metadata={"start_offset": "1s", "end_offset": "2s", "fps": 1})
    tokens = [client.models.count_tokens(model=FLASH, contents=[one]).total_tokens for one in (whole, cut)]
    need(0 < tokens[1] < tokens[0], f"{tokens}")


@case("media", kept=False)
def youtube():
    answer = ask(types.Content(parts=[types.Part(file_data=types.FileData(file_uri=YOUTUBE)), types.Part(text="What happens in it?")]))
    has(answer.text, "youtube", "What happens in it?")
    cut = types.Part(file_data=types.FileData(file_uri=YOUTUBE, mime_type="video/*"), video_metadata=types.VideoMetadata(start_offset="60s", end_offset="90s", fps=2))
    need(ask([cut, "And in this part?"]).text, "no text")


@case("media", kept=False)
def address_on_the_web():
    has(ask([types.Part.from_uri(file_uri="https://example.com/boat.jpg", mime_type="image/jpeg"), "What is it?"]).text, "boat.jpg")


@case("media")
def text_file():
    has(ask([part("story.txt", "text/plain"), "Sum it up."]).text, "text/plain")


@case("media")
def several_of_them_in_order():
    answer = ask(["First:", types.Part.from_bytes(data=png(31, 11), mime_type="image/png"), "then:", types.Part.from_bytes(data=png(32, 12), mime_type="image/png"), "Compare."])
    need(answer.text.index("31") < answer.text.index("32"), answer.text)


@case("media")
def resolution_of_media():
    answers = [ask([types.Part.from_bytes(data=png(100, 100), mime_type="image/png"), "Hm?"], media_resolution=level).usage_metadata.prompt_token_count
               for level in ("MEDIA_RESOLUTION_LOW", "MEDIA_RESOLUTION_HIGH")]
    need(answers[0] <= answers[1], f"{answers}")


@case("media")
def media_in_a_chat():
    talk = client.chats.create(model=FLASH)
    has(talk.send_message([part("drawing.png", "image/png"), "Look at this."]).text, "image/png")
    need(talk.send_message("What was it?").text, "no second answer")
