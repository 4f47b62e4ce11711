"""curl, as the documentation shows it: keys in the query, snake_case, single quotes, trailing commas, uploads in two steps."""

from . import others, questions, uploads, wire
from .client import VERSION
