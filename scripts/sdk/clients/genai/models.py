"""What models there are, and what stands in them."""

from kit import EMBEDDER, EMBEDDER2, FLASH, UNKNOWN, case, need, same

from .client import client, fails


@case("models")
def list_all():
    models = {model.name: model for model in client.models.list()}
    need({f"models/{name}" for name in (FLASH, EMBEDDER, EMBEDDER2)} <= set(models), f"not among {sorted(models)}")
    need("generateContent" in models[f"models/{FLASH}"].supported_actions, f"{models[f'models/{FLASH}'].supported_actions}")
    need("embedContent" in models[f"models/{EMBEDDER}"].supported_actions, "it does not embed")
    return f"{len(models)} models"


@case("models")
def list_pages():
    pager = client.models.list(config={"page_size": 5})
    same(len(pager.page), 5, "the size of a page")
    names = [model.name for model in pager]
    same(sorted(names), sorted({model.name for model in client.models.list(config={"page_size": 1000})}), "the names")


@case("models")
def get_one():
    model = client.models.get(model=FLASH)
    same((model.name, model.input_token_limit, model.output_token_limit), (f"models/{FLASH}", 1_048_576, 65_536), "the model")
    need(model.display_name and model.version and model.description, f"{model}")
    need(model.thinking and model.max_temperature == 2, f"{model}")
    same(client.models.get(model=f"models/{FLASH}").name, f"models/{FLASH}", "the name")


@case("models")
def get_the_unknown():
    fails(404, "NOT_FOUND", lambda: client.models.get(model=UNKNOWN))


@case("models")
def tuned_models():
    same([model.name for model in client.models.list(config={"query_base": False})], [], "the tuned models")
