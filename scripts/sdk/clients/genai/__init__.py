"""google-genai, Google's SDK: the Developer API and Vertex, sync and async."""

from google import genai

from . import aio, batches, caches, config, embeddings, errors, files, interactions, media, models, options, text, tools, vertex

VERSION = genai.__version__
