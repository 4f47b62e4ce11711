"""Short ways to ask, shared by the cases of google-genai."""

import itertools
import os

from google import genai
from google.genai import errors, types
from kit import BASE, FLASH, KEY, need

MAJOR = int(genai.__version__.split(".")[0])
numbers = itertools.count()


def make(**options):
    options.setdefault("http_options", {"base_url": BASE})
    return genai.Client(api_key=KEY, vertexai=False, **options)


client = make()


def vertex(**options):
    """A client of Vertex with a project and a token."""
    from google.oauth2.credentials import Credentials
    token = Credentials("a-token-that-opens-nothing")
    return genai.Client(vertexai=True, project="harbour", location="europe-west1", credentials=token, http_options={"base_url": BASE}, **options)


def express():
    """A client of Vertex with an API key alone."""
    return genai.Client(vertexai=True, api_key=KEY, http_options={"base_url": BASE})


def ask(contents, model=FLASH, via=None, **config):
    return (via or client).models.generate_content(model=model, contents=contents, config=config or None)


def stream(contents, model=FLASH, via=None, **config):
    return list((via or client).models.generate_content_stream(model=model, contents=contents, config=config or None))


def joined(chunks):
    return "".join(chunk.text or "" for chunk in chunks)


def finish(answer):
    return answer.candidates[0].finish_reason


def parts(answer):
    return answer.candidates[0].content.parts


def fault(spec, attempts=1, **more):
    """HTTP options that make the mock hinder a request; an id makes `times` count for this case alone."""
    if "times=" in spec:
        spec += f";id=genai-{os.getpid()}-{next(numbers)}"
    return {"headers": {"x-mock-fault": spec}, "retry_options": {"attempts": attempts, "initial_delay": 0.05, "max_delay": 0.1}, **more}


def fails(code, status, call, text=None):
    """The error a call must end with."""
    try:
        call()
    except errors.APIError as error:
        need(error.code == code, f"code {error.code}, wanted {code}: {error}")
        need(status is None or error.status == status, f"status {error.status}, wanted {status}: {error}")
        need(isinstance(error, errors.ClientError if code < 500 else errors.ServerError), type(error).__name__)
        need(error.message, "no message")
        need(text is None or text.lower() in str(error).lower(), f"{text!r} is not in {error}")
        return error
    raise AssertionError("no error was raised")
