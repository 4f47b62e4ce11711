"""Text in, text out: unary, streamed, in a talk."""

from kit import FLASH, OLD, PRO, THREE, case, has, need, same

from .client import ask, client, finish, joined, make, stream, types

MODEL = FLASH


@case("generate")
def generate():
    answer = ask("Say hello to the harbour of Kiel.")
    has(answer.text, "harbour", "Kiel")
    same(finish(answer), types.FinishReason.STOP, "the finish reason")
    same(answer.candidates[0].content.role, "model", "the role")
    same(answer.model_version, MODEL, "the model version")
    need(answer.response_id, "no response id")


@case("generate")
def usage_adds_up():
    usage = ask("Say hello to the harbour of Lübeck.").usage_metadata
    need(usage.prompt_token_count > 0 and usage.candidates_token_count > 0, f"{usage}")
    same(usage.total_token_count, usage.prompt_token_count + usage.candidates_token_count + (usage.thoughts_token_count or 0), "the total")
    same(sum(item.token_count for item in usage.prompt_tokens_details), usage.prompt_token_count, "the sum of the details")


@case("generate")
def usage_agrees_with_count_tokens():
    text = "Count the seven sails of the old ship in the bay."
    same(ask(text).usage_metadata.prompt_token_count, client.models.count_tokens(model=MODEL, contents=text).total_tokens, "the prompt's tokens")


@case("generate")
def longer_prompts_have_more_tokens():
    short, long = ask("One."), ask("One. " * 200)
    need(long.usage_metadata.prompt_token_count > 20 * short.usage_metadata.prompt_token_count, f"{long.usage_metadata}")


@case("generate")
def equal_questions_have_equal_answers():
    one, two = ask("What is the name of the lighthouse?"), ask("What is the name of the lighthouse?")
    same(one.text, two.text, "the second answer")
    need(ask("What is the name of the ferry?").text != one.text, "another question has the same answer")


@case("generate")
def every_kind_of_contents():
    user = types.UserContent("Name the third planet.")
    for contents in (["Name the", "third planet."], user, [user], types.Part.from_text(text="Name the third planet."), [{"text": "Name the third planet."}],
                     {"role": "user", "parts": [{"text": "Name the third planet."}]}, types.Content(parts=[types.Part(text="Name the third planet.")])):
        has(ask(contents).text, "third planet")


@case("generate")
def unicode_survives():
    has(ask("Grüße aus 東京, مرحبا 🐌 — “quotes”, tabs\tand \\ back-slashes").text, "Grüße", "東京", "🐌", "مرحبا")


@case("generate")
def system_instruction():
    answer = ask("Who are you?", system_instruction="You are Otto the snail.")
    has(answer.text, "Otto", "snail")
    plain = ask("Who are you?")
    need("Otto" not in plain.text, "Otto is here uninvited")
    need(answer.usage_metadata.prompt_token_count > plain.usage_metadata.prompt_token_count, "the instruction has no tokens")


@case("generate")
def system_instruction_in_other_forms():
    for instruction in (["You are Otto.", "Be brief."], types.Content(parts=[types.Part(text="You are Otto.")]), types.Part(text="You are Otto.")):
        has(ask("Who are you now?", system_instruction=instruction).text, "Otto")


@case("generate")
def several_models():
    for name in (MODEL, PRO, OLD, THREE, "gemini-2.5-flash-lite", "gemini-3-flash-preview", "gemini-3.1-pro-preview", "gemini-flash-latest"):
        answer = ask("Which model answers?", model=name)
        need(answer.text, f"{name} says nothing")
        need(answer.model_version.startswith("gem"), answer.model_version)
    same(ask("Hi", model=f"models/{MODEL}").text, ask("Hi").text, "the answer under the full name")


@case("stream")
def stream_has_several_chunks():
    chunks = stream("Tell a story of a snail and a lighthouse in ten sentences.")
    need(len(chunks) > 1, f"{len(chunks)} chunk")
    has(joined(chunks), "snail", "lighthouse")
    same(finish(chunks[-1]), types.FinishReason.STOP, "the last finish reason")
    need(all(chunk.candidates[0].finish_reason is None for chunk in chunks[:-1]), "a finish reason came early")
    need(chunks[-1].usage_metadata.total_token_count > 0, "no usage at the end")
    same({chunk.response_id for chunk in chunks}, {chunks[0].response_id}, "the response ids")
    return f"{len(chunks)} chunks"


@case("stream")
def stream_and_unary_say_the_same():
    text = "Tell of the ferry to Föhr and the seals."
    unary, chunks = ask(text), stream(text)
    same(joined(chunks), unary.text, "the streamed text")
    same(chunks[-1].usage_metadata.total_token_count, unary.usage_metadata.total_token_count, "the total of tokens")


@case("stream")
def stream_can_be_left_early():
    chunks = client.models.generate_content_stream(model=MODEL, contents="Tell of " + "very " * 200 + "many waves.")
    need(next(chunks).candidates, "no candidate")
    chunks.close()
    has(ask("Are you still there, ferryman?").text, "ferryman")


@case("stream")
def stream_with_system_instruction():
    has(joined(stream("Who speaks?", system_instruction="You are Ida the gull.")), "Ida", "gull")


@case("chat")
def chat_remembers():
    talk = client.chats.create(model=MODEL)
    has(talk.send_message("My name is Ada Lovelace.").text, "Ada")
    has(talk.send_message("What is my name?").text, "Ada")
    history = talk.get_history()
    same([turn.role for turn in history], ["user", "model", "user", "model"], "the roles")
    same(history[0].parts[0].text, "My name is Ada Lovelace.", "the first turn")


@case("chat")
def chat_with_history_streams():
    past = [types.UserContent("My boat is called Gull."), types.ModelContent("A fine name.")]
    talk = client.chats.create(model=MODEL, history=past)
    has(joined(talk.send_message_stream("What is my boat called?")), "Gull")
    same(talk.get_history()[:2], past, "the past")
    has("".join(part.text or "" for turn in talk.get_history()[3:] for part in turn.parts or []), "Gull")


@case("chat")
def chat_with_settings_and_parts():
    talk = client.chats.create(model=MODEL, config={"system_instruction": "You are a pilot called Wilma.", "temperature": 0.2})
    has(talk.send_message("Who are you?").text, "Wilma")
    has(talk.send_message(["What is", types.Part(text="a fathom?")]).text, "fathom")


@case("chat")
def chat_of_a_thinking_model_keeps_its_signatures():
    talk = client.chats.create(model=THREE)
    for turn in ("Think of a number.", "Double it.", "And again."):
        need(talk.send_message(turn).text, "no answer")
    same(len(talk.get_history()), 6, "the number of turns")


@case("generate")
def context_manager_closes():
    with make() as own:
        has(own.models.generate_content(model=MODEL, contents="Hello in a with block").text, "with block")
    other = make()
    has(ask("Hello before closing", via=other).text, "before closing")
    other.close()
    has(ask("Hello after another was closed").text, "another")


@case("tokens")
def count_tokens_of_many_forms():
    one = client.models.count_tokens(model=MODEL, contents="The quick brown fox jumps over the lazy dog.")
    need(5 <= one.total_tokens <= 20, f"{one.total_tokens} tokens")
    talk = [types.UserContent("Hello"), types.ModelContent("Hello, and welcome."), types.UserContent("Tell me of the sea.")]
    need(client.models.count_tokens(model=MODEL, contents=talk).total_tokens > client.models.count_tokens(model=MODEL, contents="Hello").total_tokens, "no more")
    need(client.models.count_tokens(model=THREE, contents="Hello").total_tokens > 0, "no tokens")
