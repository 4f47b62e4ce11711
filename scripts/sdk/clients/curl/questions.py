"""Generations as the documentation asks for them."""

import base64
import json

from kit import FLASH, KEY, case, has, need, png, same

from .client import JSON, HEADER, curl, generate, text


@case("curl")
def text_with_the_key_in_the_query():
    has(text(generate({"contents": [{"parts": [{"text": "Explain the tides to curl."}]}]})), "tides")


@case("curl")
def text_with_the_key_in_a_header():
    has(text(generate({"contents": [{"parts": [{"text": "Explain the moon."}]}]}, FLASH, "generateContent", "", *HEADER)), "moon")


@case("curl")
def lenient_json():
    body = """{
      "contents": [
        {"role": "user",
         "parts": {"text": "Explain the flood."},},
      ],
    }"""
    has(text(generate(body)), "flood")
    has(text(generate("{'contents': [{'parts': [{'text': 'Explain the ebb.'}]}]}")), "ebb")
    has(text(generate('{contents: [{parts: [{text: "Explain the spring tide."}]}]}')), "spring tide")


@case("curl")
def snake_case():
    picture = base64.b64encode(png(57, 43)).decode()
    body = {"system_instruction": {"parts": {"text": "You are Otto."}}, "contents": {"parts": [{"text": "What is this?"}, {"inline_data": {"mime_type": "image/png", "data": picture}}]},
            "generation_config": {"max_output_tokens": 800, "stop_sequences": ["NEVER"]}}
    has(text(generate(body)), "Otto", "57", "43")


@case("curl")
def stream_of_events():
    status, fields, told = curl(f"/v1beta/models/{FLASH}:streamGenerateContent?alt=sse&key={KEY}", *JSON, "--no-buffer",
                                data='{"contents":[{"parts":[{"text": "Write long a story about a magic backpack."}]}]}')
    same(fields["content-type"], "text/event-stream", "the content type")
    events = told.decode().split("\r\n\r\n")
    same(events[-1], "", "the end")
    need(len(events) > 2 and all(event.startswith("data: {") for event in events[:-1]), f"{told[:100]!r}")
    has("".join(text(json.loads(event[6:])) for event in events[:-1] if "parts" in event), "backpack")


@case("curl")
def stream_of_an_array():
    status, fields, told = curl(f"/v1beta/models/{FLASH}:streamGenerateContent?key={KEY}", *JSON, data='{"contents":[{"parts":[{"text": "Write a story about a magic lantern."}]}]}')
    need(told.startswith(b"[{\n") and told.endswith(b"}\n]"), f"{told[:20]!r} {told[-20:]!r}")
    has("".join(text(chunk) for chunk in json.loads(told) if "parts" in chunk["candidates"][0]["content"]), "lantern")


@case("curl")
def chat():
    turns = [("user", "Hello"), ("model", "Great to meet you. What would you like to know?"), ("user", "I have two dogs in my house. How many paws are in my house?")]
    has(text(generate({"contents": [{"role": role, "parts": [{"text": said}]} for role, said in turns]})), "paws")


@case("curl")
def functions():
    tools = {"function_declarations": [{"name": "find_theaters", "description": "find theaters based on location", "parameters": {"type": "object", "properties": {
        "location": {"type": "string", "description": "The city and state"}}, "required": ["location"]}}]}
    question = {"role": "user", "parts": {"text": "Which theaters in Mountain View show a film?"}}
    body = {"contents": question, "tools": tools, "tool_config": {"function_calling_config": {"mode": "ANY", "allowed_function_names": ["find_theaters"]}}}
    call = generate(body)["candidates"][0]["content"]["parts"][0]["functionCall"]
    same(call["name"], "find_theaters", "the name")
    body = {"contents": [question, {"role": "model", "parts": [{"functionCall": call}]},
                         {"role": "function", "parts": [{"functionResponse": {"name": "find_theaters", "response": {"theaters": ["AMC Mountain View 16"]}}}]}], "tools": tools}
    has(text(generate(body)), "AMC Mountain View 16")


@case("curl")
def json_mode():
    body = {"contents": [{"parts": [{"text": "List 5 popular cookie recipes"}]}], "generationConfig": {"response_mime_type": "application/json", "response_schema": {
        "type": "ARRAY", "items": {"type": "OBJECT", "properties": {"recipe_name": {"type": "STRING"}}}}}}
    recipes = json.loads(text(generate(body)))
    need(isinstance(recipes, list) and all(isinstance(recipe, dict) for recipe in recipes), f"{recipes}")


@case("curl")
def thinking():
    body = {"contents": [{"parts": [{"text": "Why is the sky blue?"}]}], "generationConfig": {"thinkingConfig": {"thinkingBudget": 1024, "includeThoughts": True}}}
    parts = generate(body)["candidates"][0]["content"]["parts"]
    same([part.get("thought", False) for part in parts][0], True, "the first part's thought")


@case("curl", kept=False)
def search_and_code():
    answer = generate({"contents": [{"parts": [{"text": "What is the current Google stock price?"}]}], "tools": [{"google_search": {}}]})
    need(answer["candidates"][0]["groundingMetadata"]["groundingChunks"], "no sources")
    answer = generate({"contents": {"parts": {"text": "What is 17 * 23? Use code."}}, "tools": [{"code_execution": {}}]})
    need(any("executableCode" in part for part in answer["candidates"][0]["content"]["parts"]), "no code")


@case("curl", kept=False)
def safety():
    body = {"contents": [{"parts": [{"text": "I support Martians. [[block]]"}]}], "safetySettings": [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_ONLY_HIGH"}]}
    answer = generate(body)
    need("candidates" not in answer and answer["promptFeedback"]["blockReason"], f"{answer}")
