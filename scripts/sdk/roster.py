"""The clients, with the environment each runs in and the module that holds its cases."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Client:
    name: str
    module: str
    #: A section of versions.txt; empty for what needs no package.
    environment: str
    #: The package whose version the table shows.
    package: str = ""
    #: Whether its cases also run against the proxy.
    proxy: bool = True


CLIENTS = [
    Client("google-genai", "genai", "new", "google-genai"),
    Client("google-genai-2", "genai", "agents", "google-genai", proxy=False),
    Client("google-genai-1", "genai", "old", "google-genai", proxy=False),
    Client("google-generativeai", "generativeai", "legacy", "google-generativeai"),
    Client("langchain", "langchain", "agents", "langchain-google-genai", proxy=False),
    Client("litellm", "litellm", "agents", "litellm"),
    Client("pydantic-ai", "pydantic_ai", "agents", "pydantic-ai-slim", proxy=False),
    Client("openai", "openai", "new", "openai"),
    Client("openai-2", "openai", "agents", "openai", proxy=False),
    Client("instructor", "instructor", "agents", "instructor", proxy=False),
    Client("llm", "llm", "new", "llm-gemini"),
    Client("vertexai", "vertexai", "vertex", "google-cloud-aiplatform"),
    Client("gem", "gem", "agents", "hamel", proxy=False),
    Client("curl", "curl", ""),
]
