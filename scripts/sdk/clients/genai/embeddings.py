"""Vectors of texts and media."""

from kit import EMBEDDER, EMBEDDER2, case, cosine, length, media, near, need, png, same

from .client import client, fails, types


def embed(contents, model=EMBEDDER, **config):
    return [one.values for one in client.models.embed_content(model=model, contents=contents, config=config or None).embeddings]


@case("embeddings")
def one_text():
    vectors = embed("A boat in harbour is safe.")
    same([len(vector) for vector in vectors], [3072], "the lengths")
    near(length(vectors[0]), 1, 0.001)


@case("embeddings")
def several_texts():
    texts = ["A boat in harbour is safe.", "The lighthouse flashes twice.", "It rains on the hill."]
    vectors = embed(texts)
    same(len(vectors), 3, "the number of vectors")
    same([embed(text)[0] for text in texts], vectors, "the vectors alone and together")
    need(vectors[0] != vectors[1], "different texts have one vector")


@case("embeddings")
def fewer_dimensions():
    for count in (128, 768, 1536):
        same(len(embed("It rains.", output_dimensionality=count)[0]), count, "the length")
    short, whole = embed("It rains.", output_dimensionality=256)[0], embed("It rains.")[0]
    need(cosine(short, whole[:256]) > 0.999, "no prefix of the whole vector")
    need(length(short) < 0.99, "a shortened vector of this model is of unit length")


@case("embeddings")
def newer_model_shortens_to_unit_length():
    for count in (768, 256):
        near(length(embed("It rains.", EMBEDDER2, output_dimensionality=count)[0]), 1, 0.001)


@case("embeddings")
def task_types():
    for kind in ("RETRIEVAL_QUERY", "RETRIEVAL_DOCUMENT", "SEMANTIC_SIMILARITY", "CLASSIFICATION", "CLUSTERING", "QUESTION_ANSWERING", "FACT_VERIFICATION", "CODE_RETRIEVAL_QUERY"):
        same(len(embed("What is a fjord?", task_type=kind)[0]), 3072, f"the length for {kind}")
    same(len(embed("A fjord is a narrow inlet.", task_type="RETRIEVAL_DOCUMENT", title="Fjords")[0]), 3072, "the length with a title")


@case("embeddings")
def meaning_is_near():
    query, right, wrong = embed(["How do I bake bread?", "A recipe for baking bread at home", "The engine of the ferry is broken"])
    need(cosine(query, right) > cosine(query, wrong), f"{cosine(query, right)} and {cosine(query, wrong)}")


@case("embeddings")
def several_parts_make_one_vector():
    content = types.Content(parts=[types.Part(text="A boat"), types.Part(text="in harbour")])
    same(len(embed(content)), 1, "the number of vectors")
    same(len(embed([content, content], EMBEDDER)), 2, "the number of vectors of two contents")


@case("embeddings")
def newer_model_and_several_contents():
    contents = [types.Content(parts=[types.Part(text=text)]) for text in ("A boat", "A bird")]
    vectors = embed(contents, EMBEDDER2)
    same(len(vectors), 2, "the number of vectors")
    same(len(embed("A boat", EMBEDDER2)[0]), 3072, "the length")


@case("embeddings")
def pictures_and_texts():
    picture = types.Part.from_bytes(data=png(), mime_type="image/png")
    same(len(embed(picture, EMBEDDER2)[0]), 3072, "the length")
    both = client.models.embed_content(model=EMBEDDER2, contents=types.Content(parts=[types.Part(text="A red square"), picture]))
    same(len(both.embeddings), 1, "the number of vectors")


@case("embeddings")
def sounds_films_and_documents():
    for name, kind in (("counting.wav", "audio/wav"), ("counting.mp4", "video/mp4"), ("report.pdf", "application/pdf")):
        vectors = embed(types.Part.from_bytes(data=media(name), mime_type=kind), EMBEDDER2)
        near(length(vectors[0]), 1, 0.001)


@case("embeddings")
def file_by_its_address():
    from kit import MEDIA
    file = client.files.upload(file=MEDIA / "drawing.png")
    by_file = embed(types.Part.from_uri(file_uri=file.uri, mime_type=file.mime_type), EMBEDDER2)[0]
    inline = embed(types.Part.from_bytes(data=media("drawing.png"), mime_type="image/png"), EMBEDDER2)[0]
    need(cosine(by_file, inline) > 0.999, "the same picture has two vectors")


@case("embeddings")
def hundred_texts():
    same(len(embed([f"Text number {number}" for number in range(100)], output_dimensionality=128)), 100, "the number of vectors")


@case("embeddings", proxy=False)
def too_many_texts():
    fails(400, "INVALID_ARGUMENT", lambda: embed([f"Text {number}" for number in range(101)]))


@case("embeddings")
def empty_text():
    fails(400, "INVALID_ARGUMENT", lambda: embed(""))


@case("embeddings")
def wrong_models():
    fails(404, "NOT_FOUND", lambda: embed("Hello", "gemini-embedding-000"))
    fails(404, "NOT_FOUND", lambda: embed("Hello", "gemini-2.5-flash"), "embedContent")


@case("embeddings")
def wrong_dimensions():
    fails(400, "INVALID_ARGUMENT", lambda: embed("Hello", output_dimensionality=100_000))
